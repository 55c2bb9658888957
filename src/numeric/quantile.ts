import { assertInvariant } from '../core/assert.js';
import { computeBinomialCdf } from './beta.js';
import { findFirst } from './find-first.js';

/**
 * Computes a quantile of a sorted sample by linear interpolation (type 7 of Hyndman and Fan, the default of R and NumPy).
 *
 * Formula: h = (n − 1) level; x[⌊h⌋] + (h − ⌊h⌋)(x[⌊h⌋+1] − x[⌊h⌋]), positions from 0.
 * Shape: `sorted` ascending, length n ≥ 1. Special cases: level 0 and 1 give the extremes.
 * @throws InternalError when the sample is empty or the level is outside [0, 1].
 * @source R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
 */
export function computeQuantile(sorted: Float64Array, level: number): number {
  assertInvariant(sorted.length > 0, 'a quantile needs at least one sample');
  assertInvariant(level >= 0 && level <= 1, `a quantile level must lie in [0, 1], got ${level}`);
  const position = (sorted.length - 1) * level;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

export interface OrderStatisticInterval {
  /** Positions from 0 in the sorted sample. */
  readonly lowIndex: number;
  readonly highIndex: number;
  /** False when the sample is too small to bound the quantile on both sides at this confidence. */
  readonly bounded: boolean;
}

/**
 * Finds the two order statistics that hold the quantile with at least this confidence, whatever the distribution.
 *
 * Formula: with B ~ Binomial(n, level), the ranks l < u (from 1) with P(B < l) ≤ (1−c)/2 and P(B ≥ u) ≤ (1−c)/2, l the
 * largest and u the smallest such; the interval is [x(l), x(u)].
 * Special cases: where a side has no such rank the extreme of the sample stands in and `bounded` is false.
 * @source W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.
 */
export function findQuantileInterval(n: number, level: number, confidence: number): OrderStatisticInterval {
  assertInvariant(n > 0, 'a quantile interval needs at least one sample');
  const tail = (1 - confidence) / 2;
  const low = findFirst(n, (count) => computeBinomialCdf(count, n, level) > tail);
  const high = findFirst(n, (count) => computeBinomialCdf(count, n, level) >= 1 - tail) + 1;
  return {
    lowIndex: Math.max(low - 1, 0),
    highIndex: Math.min(high - 1, n - 1),
    bounded: low >= 1 && high <= n,
  };
}
