import type { MarginTable, TableOutcome, TierSchedule } from '../../core/perp-run-result.js';
import { planSteps } from '../../search/change-schedule.js';
import { summarisePerpSamples, type PerpMetricContext } from '../../simulation/perps/perp-metrics.js';
import { longestDelaySeconds } from '../config/limits-file.js';
import { toOutcome } from '../stages/search-parameters.js';
import type { ExaminedTable, TierEvaluator } from './evaluate-tiers.js';
import { isTableAllowed } from './margin-tables.js';
import { clipTierMove, type TierLimits } from './tier-limits.js';
import { joinTiers, layOutTiers, leverageAt, listTierNumbers } from './tier-numbers.js';

/**
 * Says what a party with these limits can set of the recommended table: the clipped table of its first update, and the updates that lead to the rest, each
 * simulated as it would stand, on the same paths.
 *
 * A tier that is new starts at its floor with the leverage that holds there today; one that goes ends with the leverage that will hold there. Special case: no
 * change gives no schedule.
 * @throws UsageError where a limit lets a number move nowhere
 */
export async function scheduleTiers(evaluator: TierEvaluator, current: MarginTable, recommended: MarginTable, limits: TierLimits, pathCount: number, context: PerpMetricContext): Promise<TierSchedule | null> {
  const count = Math.max(current.length, recommended.length);
  const numbers = listTierNumbers(count);
  const [from, to] = [layOutTiers(fillTiers(current, recommended), count), layOutTiers(fillTiers(recommended, current), count)];
  const steps = planSteps(
    from,
    to,
    (dimension, value, wanted) => clipTierMove(limits, numbers[dimension]!, value, wanted),
    (candidate) => isTableAllowed(joinTiers(candidate)),
  );
  if (steps.length === 0) return null;
  const examined = await evaluator.examine(steps.map(joinTiers), pathCount);
  return {
    name: limits.name,
    source: limits.source,
    clipped: numbers.filter((_, dimension) => steps[0]![dimension] !== to[dimension]),
    updates: examined.map((one, index) => ({ afterSeconds: index * longestDelaySeconds(limits), ...describeOutcome(one, context) })),
  };
}

/** A table with a tier for each of another's: where it has none, its own leverage at the other's floor. */
function fillTiers(table: MarginTable, other: MarginTable): MarginTable {
  return [...table, ...other.slice(table.length).map(({ floorUsd }) => ({ floorUsd, leverageMax: leverageAt(table, floorUsd) }))];
}

/** A table that was simulated, as the result tells it. */
export function describeOutcome({ table, constraints, newlyLiquidatable, ...sampled }: ExaminedTable, context: PerpMetricContext): TableOutcome {
  return {
    table,
    metrics: summarisePerpSamples(sampled, context),
    constraints: constraints.map(toOutcome),
    newlyLiquidatableAccounts: newlyLiquidatable.accounts,
    newlyLiquidatableNotionalUsd: newlyLiquidatable.notionalUsd,
  };
}
