import { assertInvariant } from '../core/assert.js';
import { computeIncompleteBeta } from './beta.js';
import { computeLogGamma } from './gamma.js';
import { invertIncreasing } from './root.js';

/**
 * Computes the logarithm of the density of Student's t scaled to variance 1, at x.
 *
 * Formula: ln Γ((v+1)/2) − ln Γ(v/2) − ½ ln(π (v−2)) − ((v+1)/2) ln(1 + x²/(v−2)), v = degrees of freedom > 2.
 * @throws InternalError unless v > 2 (the variance would not exist).
 * @source T. Bollerslev, "A conditionally heteroskedastic time series model…", Rev. Econ. Stat. 69 (1987), eq. 1.
 */
export function computeUnitTLogDensity(x: number, degreesOfFreedom: number): number {
  return (
    computeUnitTLogNorm(degreesOfFreedom) - 0.5 * (degreesOfFreedom + 1) * Math.log1p((x * x) / (degreesOfFreedom - 2))
  );
}

/** Computes the part of the unit-variance t log density that does not depend on x. */
export function computeUnitTLogNorm(degreesOfFreedom: number): number {
  assertInvariant(degreesOfFreedom > 2, `a unit-variance t needs more than 2 degrees of freedom, got ${degreesOfFreedom}`);
  return (
    computeLogGamma(0.5 * (degreesOfFreedom + 1)) -
    computeLogGamma(0.5 * degreesOfFreedom) -
    0.5 * Math.log(Math.PI * (degreesOfFreedom - 2))
  );
}

/**
 * Computes the distribution function of Student's t (classic scale, variance v/(v−2)) at x.
 *
 * Formula: P(T ≤ −|x|) = I_{v/(v+x²)}(v/2, ½) / 2.
 * @throws InternalError unless v > 0.
 * @source M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.7.1.
 */
export function computeTCdf(x: number, degreesOfFreedom: number): number {
  if (x === -Infinity || x === Infinity) return x > 0 ? 1 : 0;
  const tail = 0.5 * computeIncompleteBeta(degreesOfFreedom / (degreesOfFreedom + x * x), 0.5 * degreesOfFreedom, 0.5);
  return x <= 0 ? tail : 1 - tail;
}

/**
 * Computes the quantile of Student's t (classic scale) for a probability.
 *
 * @throws InternalError unless 0 < probability < 1 and v > 0.
 */
export function computeTQuantile(probability: number, degreesOfFreedom: number): number {
  assertInvariant(probability > 0 && probability < 1, `a quantile needs 0 < probability < 1, got ${probability}`);
  if (probability > 0.5) return -computeTQuantile(1 - probability, degreesOfFreedom);
  return invertIncreasing((x) => computeTCdf(x, degreesOfFreedom), probability);
}

/**
 * Computes the quantile of Student's t scaled to variance 1: the classic quantile × √((v−2)/v).
 *
 * @throws InternalError unless 0 < probability < 1 and v > 2.
 */
export function computeUnitTQuantile(probability: number, degreesOfFreedom: number): number {
  assertInvariant(degreesOfFreedom > 2, `a unit-variance t needs more than 2 degrees of freedom, got ${degreesOfFreedom}`);
  return computeTQuantile(probability, degreesOfFreedom) * Math.sqrt((degreesOfFreedom - 2) / degreesOfFreedom);
}
