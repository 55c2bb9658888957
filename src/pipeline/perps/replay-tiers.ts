import { cutWindow, type FactorHistory, type WindowPath } from '../../backtest/replay/replay-window.js';
import type { MarginTable, PerpReplayFigures, PerpReplayWindow, TierBaseline } from '../../core/perp-run-result.js';
import { createFastPerpEngine } from '../../simulation/perps/perp-engines.js';
import { changeSchedule, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { buildTableSchedule } from './margin-tables.js';
import type { PerpRunInputs } from './perp-inputs.js';

/**
 * Replays the market file's windows under today's table, the recommended one and those of simpler rules: the snapshot's book, scaled prices of the time. `replayWindows` for lending.
 *
 * A book under another table than today's carries the traders' response, as in the simulation. No randomness, so no interval.
 */
export function replayTiers({ dataset, market }: PerpRunInputs, job: PerpJob, current: MarginTable, recommended: MarginTable, baselines: readonly TierBaseline[]): PerpReplayWindow[] {
  const { factors } = job.scenario;
  const histories = factors.map((factor): FactorHistory => {
    const { unixSeconds, close } = dataset.prices.get(factor)!;
    return { unixSeconds, value: close };
  });
  return (market.replayWindows ?? []).map(({ name, from, to, note }) => {
    const [fromUnixSeconds, toUnixSeconds] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`) / 1000) as [number, number];
    const window = cutWindow(histories, fromUnixSeconds, toUnixSeconds, market.stepSeconds);
    const held = window.heldFactors.map((factor) => `${factors[factor]} is not in the dataset for this window and is held constant.`);
    return {
      name,
      fromUnixSeconds,
      toUnixSeconds,
      maxDrawdownRatio: measureFall(window, factors.length),
      current: replayTable(job, current, window),
      recommended: replayTable(job, recommended, window),
      baselines: baselines.flatMap(({ name: rule, outcome }) => (outcome === null ? [] : [{ rule, figures: replayTable(job, outcome.table, window) }])),
      notes: note ? [...held, note] : held,
    };
  });
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
