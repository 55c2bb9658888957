import type { MarginTable, TierBaseline } from '../../../core/perp-run-result.js';
import type { PerpMetricContext } from '../../../simulation/perps/perp-metrics.js';
import type { MetricSet } from '../../../core/run-result.js';
import type { TierEvaluator } from '../evaluate-tiers.js';
import { describeOutcome } from '../schedule-tiers.js';
import type { TierRuleAnswer } from './ask-tier-rules.js';
import { describeTierDisagreement } from './describe-tier-disagreement.js';

/** Holds what the simpler rules say against the same paths and policy as the recommendation. @param ours the metrics of the recommended table */
export async function compareTierRules(answers: readonly TierRuleAnswer[], evaluator: TierEvaluator, recommended: MarginTable, ours: MetricSet, pathCount: number, context: PerpMetricContext): Promise<TierBaseline[]> {
  const examined = await evaluator.examine(answers.flatMap(({ table }) => (table === null ? [] : [table])), pathCount);
  let next = 0;
  return answers.map(({ table, basis, ...answer }): TierBaseline => {
    const outcome = table === null ? null : describeOutcome(examined[next++]!, context);
    return { ...answer, outcome, disagreement: describeTierDisagreement({ rule: answer.rule, basis }, outcome, recommended, ours) };
  });
}
