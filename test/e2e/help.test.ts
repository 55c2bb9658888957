import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

describe('help', () => {
  test('a mistyped command or flag is told the nearest, with exit code 2', async () => {
    expect(await runPlimsoll(['serach'], tmpdir())).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean `search`?') });
    expect(await runPlimsoll(['run', '--polcy', 'x'], tmpdir())).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean `--policy`?') });
  });

  test('topics are listed, shown, and refused by name', async () => {
    expect((await runPlimsoll(['help', 'topics'], tmpdir())).stdout).toMatch(/exit-codes[\s\S]*environment[\s\S]*datasets[\s\S]*reproducibility/);
    expect((await runPlimsoll(['help', 'topics', 'exit-codes'], tmpdir())).stdout).toMatch(/^0 +Done\.$[\s\S]*^130 +Interrupted/m);
    expect(await runPlimsoll(['help', 'topics', 'nope'], tmpdir())).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('exit-codes, environment') });
  });
});
