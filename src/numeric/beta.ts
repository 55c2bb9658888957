import { assertInvariant } from '../core/assert.js';
import { computeLogGamma } from './gamma.js';

const ITERATIONS_MAX = 10_000;
const RELATIVE_TOLERANCE = 1e-16;
const TINY = 1e-300;

/**
 * Computes the regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.
 *
 * Special cases: I_0 = 0, I_1 = 1.
 * @throws InternalError when an argument is outside its range.
 * @source NIST Digital Library of Mathematical Functions 8.17.22 (continued fraction) and 8.17.4 (symmetry).
 */
export function computeIncompleteBeta(x: number, a: number, b: number): number {
  assertInvariant(x >= 0 && x <= 1, `incomplete beta needs 0 ≤ x ≤ 1, got ${x}`);
  assertInvariant(a > 0 && b > 0, `incomplete beta needs a, b > 0, got ${a}, ${b}`);
  if (x === 0 || x === 1) return x;
  const logScale =
    computeLogGamma(a + b) - computeLogGamma(a) - computeLogGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  // The fraction converges quickly left of the mean of the beta distribution; the other side comes by symmetry.
  return x <= (a + 1) / (a + b + 2)
    ? (Math.exp(logScale) * evaluateFraction(x, a, b)) / a
    : 1 - (Math.exp(logScale) * evaluateFraction(1 - x, b, a)) / b;
}

/**
 * Computes P(X ≤ successes) for X binomial with this number of trials and probability.
 *
 * Formula: 1 − I_p(k + 1, n − k). Special cases: 0 below zero successes, 1 from n successes on.
 */
export function computeBinomialCdf(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return 1 - computeIncompleteBeta(probability, Math.floor(successes) + 1, trials - Math.floor(successes));
}

function evaluateFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guardZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < ITERATIONS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guardZero(1 + even * d);
    c = guardZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guardZero(1 + odd * d);
    c = guardZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) <= RELATIVE_TOLERANCE) break;
  }
  return fraction;
}

function guardZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
