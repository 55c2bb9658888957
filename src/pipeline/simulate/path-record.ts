import type { PathOutcome, PathTimeline } from '../../simulation/outcome.js';
import type { MarketScenario } from '../../simulation/scenario.js';

/** One step of a path as people read it. */
export interface PathStep {
  readonly hour: number;
  /** Market price over the start's, by factor, after the step's sales. */
  readonly priceRatio: Readonly<Record<string, number>>;
  /** How far sales hold the price below where it would be without them, the worst factor. */
  readonly impactRatio: number;
  readonly liquidatedAccounts: number;
  readonly liquidatedDebtUsd: number;
}

export interface PathRecord {
  readonly outcome: PathOutcome;
  readonly steps: readonly PathStep[];
}

const SECONDS_PER_HOUR = 3600;

/** Turns a path's record into steps; `liquidatedDebtUsd` is that of the step, not the running total. */
export function describePath({ factors, stepSeconds }: MarketScenario, path: Float64Array, timeline: PathTimeline, outcome: PathOutcome): PathRecord {
  const totals = timeline.liquidatedDebtByStepUsd;
  const steps = Array.from(totals, (total, step): PathStep => {
    const at = step * factors.length;
    const logs = factors.map((_, factor) => timeline.marketLogByStep[at + factor]!);
    return {
      hour: (step * stepSeconds) / SECONDS_PER_HOUR,
      priceRatio: Object.fromEntries(factors.map((factor, index) => [factor, Math.exp(logs[index]!)])),
      impactRatio: Math.max(0, ...logs.map((log, factor) => -Math.expm1(log - path[at + factor]!))),
      liquidatedAccounts: timeline.liquidatedAccountsByStep[step]!,
      liquidatedDebtUsd: step === 0 ? total : total - totals[step - 1]!,
    };
  });
  return { outcome, steps };
}
