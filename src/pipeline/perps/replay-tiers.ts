import { cutWindow, type FactorHistory, type WindowPath } from '../../backtest/replay/replay-window.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { MarginTable, PerpReplayFigures, PerpReplayWindow, TierBaseline } from '../../core/perp-run-result.js';
import { createFastPerpEngine } from '../../simulation/perps/perp-engines.js';
import { changeSchedule, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { buildTableSchedule } from './margin-tables.js';
import type { PerpRunInputs } from './perp-inputs.js';

/** What is replayed: every window under today's table, the recommended one and those of simpler rules. */
export function countTierReplays({ market }: PerpRunInputs, baselines: readonly TierBaseline[]): number {
  return (market.replayWindows ?? []).length * (2 + baselines.filter(({ outcome }) => outcome !== null).length);
}

/**
 * Replays the market file's windows under today's table, the recommended one and those of simpler rules: the snapshot's book, scaled prices of the time. `replayWindows` for lending.
 *
 * A book under another table than today's carries the traders' response, as in the simulation. No randomness, so no interval.
 */
export function* replayTiers({ dataset, market }: PerpRunInputs, job: PerpJob, current: MarginTable, recommended: MarginTable, baselines: readonly TierBaseline[]): Piecewise<PerpReplayWindow[]> {
  const { factors } = job.scenario;
  const histories = factors.map((factor): FactorHistory => {
    const { unixSeconds, close } = dataset.prices.get(factor)!;
    return { unixSeconds, value: close };
  });
  const answered = baselines.flatMap(({ name, outcome }) => (outcome === null ? [] : [{ rule: name, table: outcome.table }]));
  const tables = [current, recommended, ...answered.map(({ table }) => table)];
  const windows = market.replayWindows ?? [];
  const replayed: PerpReplayWindow[] = [];
  for (const { name, from, to, note } of windows) {
    const [fromUnixSeconds, toUnixSeconds] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`) / 1000) as [number, number];
    const window = cutWindow(histories, fromUnixSeconds, toUnixSeconds, market.stepSeconds);
    const held = window.heldFactors.map((factor) => `${factors[factor]} is not in the dataset for this window and is held constant.`);
    const figures: PerpReplayFigures[] = [];
    for (const table of tables) {
      figures.push(replayTable(job, table, window));
      yield (replayed.length + figures.length / tables.length) / windows.length;
    }
    replayed.push({
      name,
      fromUnixSeconds,
      toUnixSeconds,
      maxDrawdownRatio: measureFall(window, factors.length),
      current: figures[0]!,
      recommended: figures[1]!,
      baselines: answered.map(({ rule }, index) => ({ rule, figures: figures[index + 2]! })),
      notes: note ? [...held, note] : held,
    });
  }
  return replayed;
}

/** Sends one table's book through a window: it starts at its own prices and lives through the window's moves. */
export function replayTable(job: PerpJob, table: MarginTable, window: WindowPath): PerpReplayFigures {
  const scenario = { ...changeSchedule(job, buildTableSchedule(table)), steps: window.steps };
  const { liquidatedDebtUsd, badDebtUsd, fundDrawUsd, adlUsd, socialisedUsd, liquidatedAccounts, peakImpactRatio } = createFastPerpEngine(scenario).runPath(window.path);
  return { closedNotionalUsd: liquidatedDebtUsd, deficitUsd: badDebtUsd, fundDrawUsd, deleveragedUsd: adlUsd, socialisedUsd, liquidatedAccounts, peakImpactRatio };
}

/** The largest fall of the first factor from the window's start. */
function measureFall({ path, steps }: WindowPath, width: number): number {
  return 1 - Math.min(...Array.from({ length: steps + 1 }, (_, step) => Math.exp(path[step * width]!)));
}
