import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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

describe('Ctrl-C', () => {
  test.each([
    ['run', ['run', '--workers', '2', '--out', 'out'], 'Simulate and search …'],
    ['run in one thread', ['run', '--workers', '1', '--out', 'out'], 'Simulate and search …'],
    ['run as it replays', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Replay history and stress …'],
    ['run as it writes', ['run', '--quick', '--workers', '2', '--out', 'out'], 'Write report and proposal …'],
    ['run as it holds forecasts against history', ['run', '--paths', '64', '--workers', '2', '--out', 'out'], 'Hold forecasts against history …'],
    ['backtest', ['backtest', '--workers', '2'], 'Hold forecasts against history …'],
    ['backtest in one thread', ['backtest', '--workers', '1'], 'Hold forecasts against history …'],
    ['backtest coverage', ['backtest', 'coverage', '--out', 'out'], 'Roll forecasts and test them …'],
    ['backtest losses', ['backtest', 'losses', '--out', 'out'], 'Roll forecasts of losses and replay …'],
    ['backtest forecast', ['backtest', 'forecast', '--out', 'out'], 'Forecast a week ahead …'],
    ['backtest walk-forward', ['backtest', 'walk-forward', '--workers', '2', '--out', 'out'], 'Choose on the past, hold on what came …'],
    ['backtest walk-forward in one thread', ['backtest', 'walk-forward', '--workers', '1', '--out', 'out'], 'Choose on the past, hold on what came …'],
    ['simulate', ['simulate', '--paths', '200000', '--workers', '2'], 'Simulate …'],
    ['simulate with the dense engine', ['simulate', '--paths', '20000', '--engine', 'reference'], 'Simulate …'],
  ])('ends %s with exit code 130 and leaves nothing behind', async (_, args, at) => {
    const { exitCode, stdout, stderr, afterMs } = await interrupt(args, at);
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Error: interrupted\nWhat to do: Nothing was left half-written: start the same command again.');
    expect(stderr).toContain(`✘ ${at.slice(0, -2)}`);
    expect(afterMs).toBeLessThan(1000 + SLACK_MS);
    expect(await readdir(folder)).toEqual([]);
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
