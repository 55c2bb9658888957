import { computeUpperIncompleteGamma } from './gamma.js';

/**
 * Computes P(X > x) for X chi-square: the p-value of a likelihood-ratio statistic.
 *
 * Formula: Q(degrees/2, x/2). Special cases: 1 for x ≤ 0 (rounding may push a statistic just below zero).
 * @source M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.4.19.
 */
export function computeChiSquareSurvival(x: number, degreesOfFreedom: number): number {
  return x <= 0 ? 1 : computeUpperIncompleteGamma(0.5 * degreesOfFreedom, 0.5 * x);
}
