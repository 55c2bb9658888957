import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseRuns } from '../support/fuzz.js';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-quiet-'));
  await writeFile(join(folder, 'returns.csv'), `r\n${Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 2).join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FIT = ['fit', 'volatility', '--input', 'returns.csv', '--column', 'r'];

const SIMULATE = ['simulate', '--paths', '32', '--workers', '1'];
const BOOK = 'aave-v2-steth_2023-06';

/** Commands that end well, each with what is on stdout at least; the first ones stand for all where time is short. */
const COMMANDS: readonly (readonly string[])[] = [
  FIT,
  SIMULATE,
  ['data', 'verify', 'eth-usd_2017-2023'],
  ['backtest', 'replay', '--lt-bps', '8400'],
  ['fit', 'tails', '--dataset', BOOK, '--series', 'ETH/USD'],
  ['fit', 'dependence', '--dataset', BOOK, '--series', 'ETH/USD', '--series', 'BTC/USD'],
  ['simulate', '--dataset', 'hyperliquid_2023', '--paths', '64'],
  ['run', '--quick', '--workers', '2', '--out', 'run'],
  ['search', '--quick', '--workers', '2'],
  ['report', 'run'],
  ['verify', 'run', '--files-only'],
  ['propose', 'run', '--preview'],
  ['export', '--run', 'run', '--table', 'paths'],
  ['backtest', 'liquidations'],
  ['backtest', 'coverage', '--split', '2022-01-01', '--choose', '2021-01-01', '--dataset', BOOK, '--series', 'ETH/USD', '--refit-steps', '200'],
  ['baseline', 'historical-var', '--dataset', BOOK, '--series', 'ETH/USD'],
  ['baseline', 'smart-ltv', '--sigma', '0.1', '--liquidity', '1000000', '--debt', '200000'],
  ['account', '--dataset', BOOK, '--account', 'acct_00a44b5155246388'],
  ['data', 'query', 'SELECT asset, close FROM prices LIMIT 3'],
  ['data', 'list'],
  ['data', 'sources'],
  ['doctor'],
  ['init', '--dataset', BOOK, '--appetite', 'moderate', '--yes', '--force'],
];

describe('progress', () => {
  test('is plain lines without a terminal, of every stage', async () => {
    const run = await runPlimsoll(SIMULATE, folder);
    expect([run.exitCode, run.stderr.includes('\u001B')]).toEqual([0, false]);
    expect(run.stderr).toMatch(/^\[1\/3\] .* …\n\[1\/3\] ✔ .*\n\[2\/3\] .* …\n\[2\/3\] ✔ .*\n\[3\/3\] Simulate …\n\[3\/3\] ✔ Simulate \(\d+\.\d s\) 32 paths(, [\d.,]+ paths\/s)?\n$/);
    expect((await runPlimsoll(FIT, folder)).stderr).toMatch(/^\[1\/2\] Read the data …\n\[1\/2\] ✔ .* 400 rows.*\n\[2\/2\] Fit volatility …\n\[2\/2\] ✔ Fit volatility \(\d+\.\d s\)\n$/);
  });

  test.each(COMMANDS.slice(0, chooseRuns(COMMANDS.length, 3)).map((command) => [command]))('of %j is not shown with --quiet nor with --json, and the result is there all the same', async (command) => {
    for (const flag of ['--quiet', '--json']) {
      const { exitCode, stdout, stderr } = await runPlimsoll([...command, flag], folder);
      expect([exitCode, stderr, stdout.length > 20]).toEqual([0, '', true]);
      if (flag === '--json') expect(typeof JSON.parse(stdout)).toBe('object');
    }
  });
});
