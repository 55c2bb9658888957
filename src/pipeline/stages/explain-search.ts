import type { RunResult } from '../../core/run-result.js';
import type { SharedJob } from '../../simulation/chunk.js';
import type { MetricContext } from '../../simulation/metrics.js';
import type { RunInputs } from '../inputs.js';
import { attributeRecommendation } from './attribute-change.js';
import { compareBaselines } from './baselines/compare-baselines.js';
import type { SpaceEvaluator } from './evaluate-space.js';
import { scheduleUpdates } from './schedule-updates.js';
import type { ParameterSearch } from './search-parameters.js';

/** What stands beside a recommendation so that nobody meets an unexplained number. */
export type SearchReasons = Pick<RunResult, 'attribution' | 'baselines' | 'updateSchedule'>;

/** Attributes the change to its parameters, cuts it into updates that may be made, and asks the simpler rules; all on the same paths. */
export async function explainSearch(inputs: RunInputs, shared: SharedJob, evaluator: SpaceEvaluator, search: ParameterSearch, context: MetricContext): Promise<SearchReasons> {
  const paths = inputs.policy.paths.final;
  return {
    attribution: await attributeRecommendation(evaluator, search, paths, context),
    baselines: await compareBaselines(inputs, shared, evaluator, search, context),
    updateSchedule: inputs.updateLimits && (await scheduleUpdates(evaluator, search, inputs.updateLimits, paths, context)),
  };
}

/** In a few words for progress. */
export function describeReasons({ attribution, baselines, updateSchedule }: { readonly attribution: { readonly orders: number }; readonly baselines: readonly object[]; readonly updateSchedule: { readonly updates: readonly object[] } | null }): string {
  return `${attribution.orders} orders of change, ${baselines.length} rules, ${updateSchedule?.updates.length ?? 0} updates`;
}
