import type { Attribution, ParameterShare } from '../../core/search-result.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import { attributeChange, planAttribution } from '../../search/attribution.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { SpaceEvaluator } from './evaluate-space.js';
import type { ParameterSearch } from './search-parameters.js';

/**
 * Shares out every metric's change over the parameters that the recommendation changes: simulates the sets in between on the same paths.
 *
 * Sets in between only have to keep the venue's rules: nobody would set them.
 */
export async function attributeRecommendation(evaluator: SpaceEvaluator, { current, recommended }: ParameterSearch, pathCount: number, context: MetricContext): Promise<Attribution> {
  const { entries, candidateOf, parametersOf } = evaluator.layout;
  const [from, to] = [candidateOf(current.parameters), candidateOf(recommended.parameters)];
  const plan = planAttribution(from, to, (candidate) => findSetViolations(parametersOf(candidate)).length === 0);
  if (plan.orders.length === 0) return { method: 'none', orders: 0, parameters: [] };
  const examined = await evaluator.examine(plan.candidates.map(parametersOf), pathCount);
  const metricsOf = new Map(examined.map(({ parameters, samples }, index) => [String(plan.candidates[index]), summariseSamples(samples, parameters, context)]));
  const sharesOf = new Map(Object.keys(metricsOf.get(String(from))!).map((metric) => [metric, attributeChange(plan, from, to, (key) => metricsOf.get(key)![metric]!.value)]));
  const parameters = plan.changed.map((dimension, position): ParameterShare => ({
    parameter: entries[dimension]!.name,
    fromBps: from[dimension]!,
    toBps: to[dimension]!,
    shareByMetric: Object.fromEntries([...sharesOf].map(([metric, shares]) => [metric, shares[position]!])),
  }));
  return { method: plan.isRotated ? 'rotated-orders' : plan.isComplete ? 'shapley' : 'settable-orders', orders: plan.orders.length, parameters };
}
