import type { MarginTable, TierAttribution } from '../../core/perp-run-result.js';
import { summarisePerpSamples, type PerpMetricContext } from '../../simulation/perps/perp-metrics.js';
import { shareOutChange } from '../stages/share-out-change.js';
import type { TierEvaluator } from './evaluate-tiers.js';
import { isTableAllowed } from './margin-tables.js';
import { joinTiers, layOutTiers, listTierNumbers } from './tier-numbers.js';

/**
 * Shares out every metric's change over the floors and leverages that the recommendation changes: simulates the tables in between on the same paths.
 *
 * A tier reads as a rule, from a notional on at most this leverage, so any mixture of old and new numbers is a valid table. A new tier brings two numbers: its
 * leverage, first asked of all positions, and its floor, which spares those below.
 */
export async function attributeTiers(evaluator: TierEvaluator, current: MarginTable, recommended: MarginTable, pathCount: number, context: PerpMetricContext): Promise<TierAttribution> {
  const count = Math.max(current.length, recommended.length);
  const numbers = listTierNumbers(count);
  const [from, to] = [layOutTiers(current, count), layOutTiers(recommended, count)];
  const { method, orders, shares } = await shareOutChange(from, to, (candidate) => isTableAllowed(joinTiers(candidate)), async (candidates) => {
    const examined = await evaluator.examine(candidates.map(joinTiers), pathCount);
    return examined.map((one) => summarisePerpSamples(one, context));
  });
  const parameters = shares.map(({ dimension, shareByMetric }) => {
    const { tier, parameter } = numbers[dimension]!;
    return { tier, parameter, from: current[tier - 1]?.[parameter] ?? null, to: recommended[tier - 1]?.[parameter] ?? null, shareByMetric };
  });
  return { method, orders, parameters };
}
