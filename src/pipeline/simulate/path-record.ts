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
  /** Collateral that liquidators sold into the market in the step. */
  readonly soldUsd: number;
  /** Debt above collateral at oracle prices so far, with what was written off. */
  readonly badDebtUsd: number;
  /** All collateral weighted by thresholds over all debt; `null` without debt. */
  readonly healthRatio: number | null;
}

export interface PathRecord {
  readonly outcome: PathOutcome;
  readonly steps: readonly PathStep[];
}

const SECONDS_PER_HOUR = 3600;

/** Turns a path's record into steps; `liquidatedDebtUsd` and `soldUsd` are those of the step, not the running totals. */
export function describePath({ factors, stepSeconds }: MarketScenario, path: Float64Array, timeline: PathTimeline, outcome: PathOutcome): PathRecord {
  const inStep = (totals: Float64Array, step: number): number => totals[step]! - (totals[step - 1] ?? 0);
  const steps = Array.from(timeline.liquidatedDebtByStepUsd, (_, step): PathStep => {
    const at = step * factors.length;
    const logs = factors.map((_, factor) => timeline.marketLogByStep[at + factor]!);
    return {
      hour: (step * stepSeconds) / SECONDS_PER_HOUR,
      priceRatio: Object.fromEntries(factors.map((factor, index) => [factor, Math.exp(logs[index]!)])),
      impactRatio: Math.max(0, ...logs.map((log, factor) => -Math.expm1(log - path[at + factor]!))),
      liquidatedAccounts: timeline.liquidatedAccountsByStep[step]!,
      liquidatedDebtUsd: inStep(timeline.liquidatedDebtByStepUsd, step),
      soldUsd: inStep(timeline.soldByStepUsd, step),
      badDebtUsd: timeline.badDebtByStepUsd[step]!,
      healthRatio: Number.isFinite(timeline.healthByStep[step]!) ? timeline.healthByStep[step]! : null,
    };
  });
  return { outcome, steps };
}
