import type { Attribution } from '../../core/search-result.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { SpaceEvaluator } from './evaluate-space.js';
import type { ParameterSearch } from './search-parameters.js';
import { shareOutChange } from './share-out-change.js';

/**
 * Shares out every metric's change over the parameters that the recommendation changes: simulates the sets in between on the same paths.
 *
 * Sets in between only have to keep the venue's rules: nobody would set them.
 */
export async function attributeRecommendation(evaluator: SpaceEvaluator, { current, recommended }: ParameterSearch, pathCount: number, context: MetricContext): Promise<Attribution> {
  const { entries, candidateOf, parametersOf } = evaluator.layout;
  const [from, to] = [candidateOf(current.parameters), candidateOf(recommended.parameters)];
  const maySet = (candidate: readonly number[]): boolean => findSetViolations(parametersOf(candidate)).length === 0;
  const { method, orders, shares } = await shareOutChange(from, to, maySet, async (candidates) => {
    const examined = await evaluator.examine(candidates.map(parametersOf), pathCount);
    return examined.map(({ parameters, samples }) => summariseSamples(samples, parameters, context));
  });
  const parameters = shares.map(({ dimension, shareByMetric }) => ({ parameter: entries[dimension]!.name, fromBps: from[dimension]!, toBps: to[dimension]!, shareByMetric }));
  return { method, orders, parameters };
}
