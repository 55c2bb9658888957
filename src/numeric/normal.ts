import { assertInvariant } from '../core/assert.js';
import { computeUpperIncompleteGamma } from './gamma.js';
import { invertIncreasing } from './root.js';

/**
 * Computes the standard normal distribution function Φ(x).
 *
 * Formula: Φ(−|x|) = Q(½, x²/2) / 2, so the lower tail keeps its relative accuracy.
 * @source M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.2.30 with 6.5.17.
 */
export function computeNormalCdf(x: number): number {
  const tail = 0.5 * computeUpperIncompleteGamma(0.5, 0.5 * x * x);
  return x <= 0 ? tail : 1 - tail;
}

/**
 * Computes the standard normal quantile: the x with Φ(x) = probability.
 *
 * @throws InternalError unless 0 < probability < 1.
 */
export function computeNormalQuantile(probability: number): number {
  assertInvariant(probability > 0 && probability < 1, `a quantile needs 0 < probability < 1, got ${probability}`);
  // Solve in the lower tail, where the distribution function has no cancellation.
  if (probability > 0.5) return -computeNormalQuantile(1 - probability);
  return invertIncreasing(computeNormalCdf, probability);
}
