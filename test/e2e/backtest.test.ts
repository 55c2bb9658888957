import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

/** What `.ci/run` asks for. */
const IS_WHOLE = process.env['PLIMSOLL_CONFORMANCE'] === 'full';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-backtest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ask(args: readonly string[]): Promise<any> {
  const { exitCode, stdout, stderr } = await runPlimsoll(['backtest', ...args, '--json'], folder);
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
  return JSON.parse(stdout);
}

// Three whole backtests; `npm test` compares numbers of workers on the walk-forward below.
if (IS_WHOLE) {
  describe('plimsoll backtest', () => {
    test('gives the same bytes for any number of workers', async () => {
      const outcomes: string[] = [];
      for (const workers of ['1', '2', '3']) {
        const { exitCode, stdout, stderr } = await runPlimsoll(['backtest', '--workers', workers, '--json'], folder);
        // Node's own warnings would stand there.
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
        outcomes.push(stdout);
      }
      for (const outcome of outcomes.slice(1)) expect(outcome).toBe(outcomes[0]);
      const { rolling, bookLosses, liquidationForecast, verdicts } = JSON.parse(outcomes[0]!);
      expect([rolling.holds, bookLosses.windows.unixSeconds.length, liquidationForecast.horizons.length]).toEqual([true, 207, 2]);
      expect(verdicts).toHaveLength(1 + bookLosses.tests.length + 8);
    }, 400_000);
  });
}

describe('plimsoll backtest losses', () => {
  test('tests every week after the first year on both kinds of loss, and writes what it tested', async () => {
    const { tests, windows, spans, paths, files } = await ask(['losses', '--paths', '32', '--refit-windows', '104', '--out', 'losses']);
    expect(paths).toBe(32);
    expect(tests.map(({ loss }: { loss: string }) => loss)).toEqual(['liquidatedDebt', 'badDebt']);
    expect(spans.toUnixSeconds - spans.testUnixSeconds).toBe(windows.unixSeconds.length * 7 * 86_400);
    const text = await readFile(files.find((file: string) => file.endsWith('book-loss-windows.csv')), 'utf8');
    const [header, ...rows] = text.trim().split('\n').map((line) => line.split(','));
    const at = (name: string): number => header!.indexOf(name);
    const beyond = rows.filter((row) => Number(row[at('liquidatedActualUsd')]) > Number(row[at('liquidatedVar99Usd')])).length;
    expect(beyond).toBe(tests[0].levels.find(({ level }: { level: number }) => level === 0.99).exceedances);
  }, 120_000);
});

describe('plimsoll backtest walk-forward', () => {
  test('holds each choice through what came, the same for any number of workers', async () => {
    const walk = (workers: string): Promise<any> => ask(['walk-forward', '--paths', '64', '--hold-weeks', '78', '--workers', workers, '--out', `walk-${workers}`]);
    const [one, two] = [await walk('1'), await walk('2')];
    expect({ ...two, files: [] }).toEqual({ ...one, files: [] });
    expect(one.folds).toHaveLength(2);
    const [first, second] = one.folds;
    expect(first.fresh).toEqual(first.stale);
    expect(second.stale.parameters).toEqual(first.fresh.parameters);
    expect(second.unixSeconds).toBe(first.toUnixSeconds);
    expect(one.totals.moreLiquidatedDebtUsd).toBeCloseTo(second.stale.liquidatedDebtUsd - second.fresh.liquidatedDebtUsd, 4);
    expect(await readFile(join(folder, 'walk-1', 'walk-forward.csv'), 'utf8')).toBe(await readFile(join(folder, 'walk-2', 'walk-forward.csv'), 'utf8'));
  }, 240_000);

  test('refuses a hold that leaves one choice', async () => {
    const { exitCode, stderr } = await runPlimsoll(['backtest', 'walk-forward', '--paths', '64', '--hold-weeks', '150'], folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/the prices give 1 choices to hold, and 2 are the fewest/)]);
  });
});

describe('plimsoll backtest liquidations', () => {
  test('compares what the rules fix with what was recorded: half of the debt a call, the worst days in common', async () => {
    const { recorded, simulatedCalls, measures, days, verdicts, files } = await ask(['liquidations', '--out', 'calls']);
    expect(recorded.calls).toBe(11_222);
    const text = await readFile(files.find((file: string) => file.endsWith('simulated-calls.csv')), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(1 + simulatedCalls);
    const next = measures.find(({ name }: { name: string }) => name === 'nextOverPreviousCall');
    // The close factor of Aave v2: each call takes half of what is left, on record as in the simulation.
    for (const { quantiles } of [next.recorded, next.simulated]) expect(Math.abs(quantiles[2] - 0.5)).toBeLessThan(0.01);
    expect(days.z).toBeGreaterThan(1.645);
    expect(verdicts.map(({ holds }: { holds: boolean | null }) => holds)).toContain(false);
  });

  test('refuses a dataset without recorded calls', async () => {
    const { exitCode, stderr } = await runPlimsoll(['backtest', 'liquidations', '--recorded', 'eth-usd_2017-2023'], folder);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/no table `liquidation_calls`/)]);
  });
});
