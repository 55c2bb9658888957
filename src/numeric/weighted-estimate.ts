import { assertInvariant } from '../core/assert.js';
import { CONFIDENCE_Z, type Estimate } from './confidence.js';
import { computeMean, computeVariance } from './sample-moments.js';

export interface WeightedEstimate extends Estimate {
  /** (Σ w)²/Σ w²: how many plain samples the weighted ones are worth for averages of everything; the rare event itself can gain. */
  readonly effectiveSampleSize: number;
  /** Plain samples that would give this interval for a probability: value (1 − value)/standard error²; NaN when nothing was hit. */
  readonly equivalentSamples: number;
}

/**
 * Estimates a mean from samples drawn under another law, with their likelihood ratios.
 *
 * Formula: mean of w g ± z sd(w g)/√n, unbiased as E w = 1. Shape: equal lengths n ≥ 2; weights ≥ 0, given as logarithms.
 * Special cases: a few large weights make the interval too short: read it only while `effectiveSampleSize` is well above 100.
 * @throws InternalError when lengths differ or a value is not finite.
 * @source A. B. Owen, Monte Carlo theory, methods and examples (2013), chapter 9.
 */
export function estimateWeightedMean(values: Float64Array, logWeights: Float64Array): WeightedEstimate {
  const n = values.length;
  assertInvariant(n > 1 && logWeights.length === n, `a weighted mean needs two samples and a weight each, got ${n} and ${logWeights.length}`);
  const weights = logWeights.map(Math.exp);
  const products = values.map((value, i) => value * weights[i]!);
  assertInvariant(products.every(Number.isFinite) && weights.every(Number.isFinite), 'a weighted mean needs finite values and weights');
  const value = computeMean(products);
  const variance = computeVariance(products, value) / n;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const halfWidth = CONFIDENCE_Z * Math.sqrt(variance);
  return {
    value,
    ciLow: value - halfWidth,
    ciHigh: value + halfWidth,
    n,
    effectiveSampleSize: squares > 0 ? (sum * sum) / squares : 0,
    equivalentSamples: variance > 0 ? (value * (1 - value)) / variance : NaN,
  };
}
