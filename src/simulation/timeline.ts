import type { MarketView } from './market-view.js';
import type { LendingScenario, PathTimeline } from './scenario.js';

/** Starts the record of one path of a scenario. */
export function createTimeline({ steps, factors }: Pick<LendingScenario, 'steps' | 'factors'>): PathTimeline {
  return {
    liquidatedDebtByStepUsd: new Float64Array(steps + 1),
    liquidatedAccountsByStep: new Float64Array(steps + 1),
    marketLogByStep: new Float64Array((steps + 1) * factors.length),
  };
}

/** Records one step after its liquidations. */
export function recordStep(timeline: PathTimeline, step: number, repaidUsd: number, liquidatedAccounts: number, market: MarketView): void {
  timeline.liquidatedDebtByStepUsd[step] = repaidUsd;
  timeline.liquidatedAccountsByStep[step] = liquidatedAccounts;
  timeline.marketLogByStep.set(market.marketFactorLog, step * market.marketFactorLog.length);
}
