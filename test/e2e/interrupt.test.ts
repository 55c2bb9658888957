import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chooseRuns } from '../support/fuzz.js';
import { startPlimsoll } from '../support/run-plimsoll.js';
import { fillMessariMarket, MESSARI_3 } from '../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../support/subgraph-server/server.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-interrupt-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The time that a busy machine may add to the second that is promised. */
const SLACK_MS = 2000;

/** Starts a command, interrupts it as Ctrl-C does once stderr says `at`, and gives how it ended and after what time. */
async function interrupt(args: readonly string[], at: string): Promise<{ exitCode: number | null; stdout: string; stderr: string; afterMs: number }> {
  const { child, outcome } = startPlimsoll(args, folder);
  let sentMs = 0;
  let seen = '';
  child.stderr.on('data', (text: Buffer) => {
    seen += text.toString();
    if (sentMs > 0 || !seen.includes(at)) return;
    sentMs = performance.now();
    child.kill('SIGINT');
  });
  const ended = await outcome;
  expect(sentMs).toBeGreaterThan(0);
  return { ...ended, afterMs: performance.now() - sentMs };
}

/** What is interrupted, and at what sight; the first ones stand for all where time is short. */
const JOBS: readonly (readonly [string, readonly string[], string])[] = [
  ['run in one thread', ['run', '--workers', '1', '--out', 'out'], 'Simulate and search …'],
  ['run as it fits', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Fit volatility, peg and depth …'],
  ['backtest in one thread', ['backtest', '--workers', '1'], 'Hold forecasts against history …'],
  ['fit volatility', ['fit', 'volatility', '--dataset', 'eth-usd_2017-2023', '--series', 'ETH/USD', '--model', 'auto'], 'Fit volatility …'],
  ['backtest replay', ['backtest', 'replay', '--lt-bps', '8400', '--out', 'out'], 'Replay windows …'],
  ['simulate', ['simulate', '--paths', '200000', '--workers', '2'], 'Simulate …'],
  ['run', ['run', '--workers', '2', '--out', 'out'], 'Simulate and search …'],
  ['run as it loads', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Load dataset …'],
  ['run as it replays', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Replay history …'],
  ['run as it stresses', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Simulate worse markets …'],
  ['run as it writes', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Write report and proposal …'],
  ['run as it holds forecasts against history', ['run', '--paths', '64', '--workers', '2', '--out', 'out'], 'Hold forecasts against history …'],
  ['run on margin tiers', ['run', '--dataset', 'hyperliquid_2023', '--workers', '2', '--out', 'out'], 'Simulate and search …'],
  ['run on margin tiers as it fits', ['run', '--dataset', 'hyperliquid_2023', '--workers', '2', '--out', 'out'], 'Fit volatility, peg and depth …'],
  ['fit dependence', ['fit', 'dependence', '--dataset', 'aave-v2-steth_2023-06', '--series', 'ETH/USD', '--series', 'BTC/USD'], 'Fit dependence …'],
  ['fit tails', ['fit', 'tails', '--dataset', 'aave-v2-steth_2023-06', '--series', 'ETH/USD'], 'Fit tails …'],
  ['backtest', ['backtest', '--workers', '2'], 'Hold forecasts against history …'],
  ['backtest as it fits', ['backtest', '--workers', '2'], 'Fit depth …'],
  ['backtest coverage', ['backtest', 'coverage', '--out', 'out'], 'Roll forecasts and test them …'],
  ['backtest losses', ['backtest', 'losses', '--out', 'out'], 'Roll forecasts of losses and replay …'],
  ['backtest forecast', ['backtest', 'forecast', '--out', 'out'], 'Forecast a week ahead …'],
  ['backtest liquidations', ['backtest', 'liquidations', '--out', 'out'], 'Replay the span and note each call …'],
  ['backtest walk-forward', ['backtest', 'walk-forward', '--workers', '2', '--out', 'out'], 'Choose on the past, hold on what came …'],
  ['backtest walk-forward in one thread', ['backtest', 'walk-forward', '--workers', '1', '--out', 'out'], 'Choose on the past, hold on what came …'],
  ['simulate with the dense engine', ['simulate', '--paths', '20000', '--engine', 'reference'], 'Simulate …'],
  ['simulate of margin tiers', ['simulate', '--dataset', 'hyperliquid_2023', '--tiers', '0:40,20000:20', '--paths', '20000'], 'Simulate …'],
];

describe('Ctrl-C', () => {
  test.each(JOBS.slice(0, chooseRuns(JOBS.length, 6)))('ends %s with exit code 130 and leaves nothing behind', async (_, args, at) => {
    const { exitCode, stdout, stderr, afterMs } = await interrupt(args, at);
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Error: interrupted\nWhat to do: Nothing was left half-written: start the same command again.');
    expect(stderr).toMatch(/\] ✘ .* \(\d+\.\d s\)\n/);
    expect(afterMs).toBeLessThan(1000 + SLACK_MS);
    expect(await readdir(folder)).toEqual([]);
  });

  test('ends an import that is writing, and the name stays free for the next', async () => {
    const rows = Array.from({ length: 120_000 }, (_, hour) => `ETH,USD,${1_500_000_000 + hour * 3600},100,101,99,${100 + Math.sin(hour)},1,0`);
    const header = 'asset,quote,unix_seconds,open,high,low,close,volume,filled';
    await writeFile(join(folder, 'prices.csv'), `${[header, ...rows].join('\n')}\n`);
    const { exitCode, stderr, afterMs } = await interrupt(['data', 'import', 'prices=prices.csv', '--name', 'mine', '--licence', 'own'], 'Write and check the dataset …');
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('Nothing was left half-written')]);
    expect(afterMs).toBeLessThan(1000 + SLACK_MS);
    expect(await readdir(join(folder, 'data/local')).catch(() => [])).toEqual([]);
  });

  test('ends a search, which says how to go on', async () => {
    const { exitCode, stderr, afterMs } = await interrupt(['search', '--workers', '2'], 'Simulate and search …');
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('What to do: Go on with --resume: what was simulated is kept.')]);
    expect(afterMs).toBeLessThan(1000 + SLACK_MS);
    expect(await readdir(join(folder, 'reports/searches'))).toHaveLength(1);
  });

  test('ends a pull that does not answer, which is then resumed', async () => {
    const server = await SubgraphServer.start({ entitySdl: MESSARI_3, latencyMs: 100 });
    try {
      fillMessariMarket(server, 6000);
      const pull = ['data', 'pull', '--source', 'messari-lending', '--endpoint', server.url, '--name', 'mine', '--in-flight', '1'];
      const { exitCode, stderr, afterMs } = await interrupt(pull, '[1/2]');
      expect([exitCode, stderr]).toEqual([130, expect.stringContaining('What to do: Go on with --resume: the pages are kept.')]);
      expect(afterMs).toBeLessThan(1000 + SLACK_MS);
      expect(await readdir(join(folder, 'data/local'))).toEqual(['.mine.pull']);
      const resumed = await startPlimsoll([...pull.slice(0, -1), '16', '--resume'], folder).outcome;
      expect([resumed.exitCode, await readdir(join(folder, 'data/local'))]).toEqual([0, ['mine']]);
    } finally {
      await server.stop();
    }
  });
});
