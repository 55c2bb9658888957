import type { PerpRunResult } from '../../core/perp-run-result.js';
import { summarisePerpSamples } from '../../simulation/perps/perp-metrics.js';
import { attributeTiers } from './attribute-tiers.js';
import { askTierRules, INAPPLICABLE_RULES } from './baselines/ask-tier-rules.js';
import { compareTierRules } from './baselines/compare-tier-rules.js';
import type { BuiltPerpScenario } from './build-perp-scenario.js';
import type { TierEvaluator } from './evaluate-tiers.js';
import type { PerpRunInputs } from './perp-inputs.js';
import { scheduleTiers } from './schedule-tiers.js';
import type { TierSearch } from './search-tiers.js';

/** What stands beside a recommended table so that nobody meets an unexplained number. */
export type TierReasons = Pick<PerpRunResult, 'attribution' | 'baselines' | 'inapplicableRules' | 'updateSchedule'>;

/** Attributes the change to the numbers of the table, cuts it into updates that may be made, and asks the simpler rules; all on the same paths. `explainSearch` for lending. */
export async function explainTiers(inputs: PerpRunInputs, built: BuiltPerpScenario, evaluator: TierEvaluator, search: TierSearch): Promise<TierReasons> {
  const { policy, updateLimits } = inputs;
  const paths = policy.paths.final;
  const { metricContext: context } = built;
  const [current, recommended] = [search.current.table, search.recommended.table];
  const ours = summarisePerpSamples(search.recommended, context);
  return {
    attribution: await attributeTiers(evaluator, current, recommended, paths, context),
    baselines: await compareTierRules(askTierRules(inputs, built, recommended), evaluator, recommended, ours, paths, context),
    inapplicableRules: INAPPLICABLE_RULES,
    updateSchedule: updateLimits && (await scheduleTiers(evaluator, current, recommended, updateLimits, paths, context)),
  };
}
