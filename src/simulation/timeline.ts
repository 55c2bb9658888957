import type { PathTimeline } from './outcome.js';
import type { MarketScenario } from './scenario.js';

/** Starts the record of one path of a scenario. */
export function createTimeline({ steps, factors }: Pick<MarketScenario, 'steps' | 'factors'>): PathTimeline {
  return {
    liquidatedDebtByStepUsd: new Float64Array(steps + 1),
    soldByStepUsd: new Float64Array(steps + 1),
    badDebtByStepUsd: new Float64Array(steps + 1),
    liquidatedAccountsByStep: new Float64Array(steps + 1),
    marketLogByStep: new Float64Array((steps + 1) * factors.length),
    healthByStep: new Float64Array(steps + 1),
  };
}
