import type { MetricSet } from '../../core/run-result.js';
import type { Attribution } from '../../core/search-result.js';
import { attributeChange, planAttribution } from '../../search/attribution.js';
import type { Candidate } from '../../search/space.js';

/** The part of every metric's change that one changed number brings. */
export interface NumberShare {
  /** Index of the number that changed. */
  readonly dimension: number;
  readonly shareByMetric: Readonly<Record<string, number>>;
}

/** A change shared out, before its numbers have names. */
export type SharedOutChange = Pick<Attribution, 'method' | 'orders'> & { readonly shares: readonly NumberShare[] };

/**
 * Shares out every metric's change over the numbers that differ between two sets.
 *
 * @param summarise gives the metrics of each set on the way, simulated on the same paths
 */
export async function shareOutChange(from: Candidate, to: Candidate, maySet: (candidate: Candidate) => boolean, summarise: (candidates: readonly Candidate[]) => Promise<readonly MetricSet[]>): Promise<SharedOutChange> {
  const plan = planAttribution(from, to, maySet);
  if (plan.orders.length === 0) return { method: 'none', orders: 0, shares: [] };
  const summaries = await summarise(plan.candidates);
  const metricsOf = new Map(summaries.map((metrics, index) => [String(plan.candidates[index]), metrics]));
  const sharesOf = Object.keys(metricsOf.get(String(from))!).map((metric) => [metric, attributeChange(plan, from, to, (key) => metricsOf.get(key)![metric]!.value)] as const);
  return {
    method: plan.isRotated ? 'rotated-orders' : plan.isComplete ? 'shapley' : 'settable-orders',
    orders: plan.orders.length,
    shares: plan.changed.map((dimension, position) => ({ dimension, shareByMetric: Object.fromEntries(sharesOf.map(([metric, shares]) => [metric, shares[position]!])) })),
  };
}
