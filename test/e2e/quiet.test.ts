import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-quiet-'));
  await writeFile(join(folder, 'returns.csv'), `r\n${Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 2).join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FIT = ['fit', 'volatility', '--input', 'returns.csv', '--column', 'r'];

describe('progress', () => {
  test('is plain lines without a terminal, of every stage', async () => {
    const run = await runPlimsoll(['simulate', '--paths', '32', '--workers', '1'], folder);
    expect([run.exitCode, run.stderr.includes('\u001B')]).toEqual([0, false]);
    expect(run.stderr).toMatch(/^\[1\/3\] .* …\n\[1\/3\] ✔ .*\n\[2\/3\] .* …\n\[2\/3\] ✔ .*\n\[3\/3\] Simulate …\n\[3\/3\] ✔ Simulate \(\d+\.\d s\) 32 paths\n$/);
    expect((await runPlimsoll(FIT, folder)).stderr).toMatch(/^\[1\/1\] Fit volatility …\n\[1\/1\] ✔ Fit volatility \(\d+\.\d s\)\n$/);
  });

  test.each([['--quiet'], ['--json']])('is silent with %s, and the result is there all the same', async (flag) => {
    for (const command of [FIT, ['simulate', '--paths', '32', '--workers', '1']]) {
      const { exitCode, stdout, stderr } = await runPlimsoll([...command, flag], folder);
      expect([exitCode, stderr, stdout.length > 100]).toEqual([0, '', true]);
    }
  });
});
