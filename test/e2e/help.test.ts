import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

/** What bash offers for a line, the last word being the one that is typed. */
function complete(script: string, ...words: readonly string[]): string[] {
  const line = `${script}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _plimsoll_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync('bash', ['-c', line], { encoding: 'utf8' }).stdout.trim().split('\n');
}

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

  test('bash completes commands, verbs, flags and the values of a flag', async () => {
    const { stdout: script } = await runPlimsoll(['completion', 'bash'], tmpdir());
    expect(complete(script, 'plimsoll', 'se')).toEqual(['search']);
    expect(complete(script, 'plimsoll', 'data', 'p')).toEqual(['pull']);
    expect(complete(script, 'plimsoll', 'run', '--po')).toEqual(['--policy']);
    expect(complete(script, 'plimsoll', 'fit', 'volatility', '--dist', 's')).toEqual(['skewt']);
  });
});
