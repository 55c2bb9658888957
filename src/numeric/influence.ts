import { assertInvariant } from '../core/assert.js';
import { findQuantileInterval } from './quantile.js';
import { assertSamples, computeMean } from './sample-moments.js';

/** Keeps n × level = 990.0000000001 from counting as 991. */
const RANK_SLACK = 1e-9;

/** What is estimated from a sample of losses (a loss is positive). */
export type SampleStatistic =
  | { readonly kind: 'mean' }
  | { readonly kind: 'value-at-risk'; readonly level: number }
  | { readonly kind: 'expected-shortfall'; readonly level: number };

export interface LinearisedStatistic {
  readonly value: number;
  /** Length n, in the order of the samples. */
  readonly contributions: Float64Array;
}

/**
 * Writes a statistic as a mean of one contribution per sample, so that its sampling error is that of a mean.
 *
 * Formula, by kind: mean: x. Expected shortfall: VaR + (x − VaR)+/(1 − level), whose mean IS the estimate.
 * Value-at-risk: VaR − (1{x ≤ VaR} − level)/f, the density f at VaR read off the order-statistic interval [x(l), x(u)] of
 * VaR (95 %, z = 1.96): 1/f = (x(u) − x(l)) / (2 z √(level (1 − level)/n)).
 * @throws InternalError when there is no sample, one is not finite, or the level is outside (0, 1).
 * @source P. J. Huber, Robust Statistics (1981), section 1.5; R. S. Woodruff, "Confidence intervals for medians and other
 *   position measures", JASA 47 (1952).
 */
export function linearise(
  samples: Float64Array,
  statistic: SampleStatistic,
  confidence: number,
  z: number,
): LinearisedStatistic {
  if (statistic.kind === 'mean') {
    assertSamples(samples);
    return { value: computeMean(samples), contributions: samples };
  }
  const { level } = statistic;
  const sorted = sortSamples(samples, level);
  const n = sorted.length;
  const varLoss = sorted[findVarIndex(n, level)]!;
  if (statistic.kind === 'expected-shortfall') {
    const contributions = samples.map((loss) => varLoss + (loss > varLoss ? loss - varLoss : 0) / (1 - level));
    return { value: computeMean(contributions), contributions };
  }
  const interval = findQuantileInterval(n, level, confidence);
  const width = sorted[interval.highIndex]! - sorted[interval.lowIndex]!;
  const inverseDensity = width / (2 * z * Math.sqrt((level * (1 - level)) / n));
  return {
    value: varLoss,
    contributions: samples.map((loss) => varLoss - ((loss <= varLoss ? 1 : 0) - level) * inverseDensity),
  };
}

/** Sorts a copy of the samples after checking them and the level. */
export function sortSamples(samples: Float64Array, level: number): Float64Array {
  assertSamples(samples);
  assertInvariant(level > 0 && level < 1, `a tail level must lie in (0, 1), got ${level}`);
  return samples.slice().sort();
}

/** Finds the position from 0 of the order statistic that is value-at-risk: ⌈n level⌉ − 1. */
export function findVarIndex(n: number, level: number): number {
  return Math.max(Math.ceil(n * level - RANK_SLACK) - 1, 0);
}
