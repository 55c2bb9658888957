import { assertInvariant } from '../../core/assert.js';
import { computeNormalQuantile } from '../../numeric/normal.js';
import { computeQuantile } from '../../numeric/quantile.js';
import { computeUnitTLogDensity, computeUnitTQuantile } from '../../numeric/student-t.js';

/** What a model says of the next return: μ + σ z with z of this distribution. Units: those of the returns. */
export interface Predictive {
  readonly mu: number;
  readonly sigma: number;
  readonly shocks: Shocks;
}

/** Lower tail of standardised returns. */
export interface Shocks {
  /** z below which a share `p` lies; 0 < p < 1. */
  quantile(p: number): number;
  /** Mean of z given that it is below its quantile at `p`. */
  tailMean(p: number): number;
}

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Standard normal: tail mean −φ(q)/p. */
export const NORMAL_SHOCKS: Shocks = {
  quantile: computeNormalQuantile,
  tailMean: (p) => -Math.exp(-0.5 * computeNormalQuantile(p) ** 2) / SQRT_TWO_PI / p,
};

/**
 * Student t of unit variance.
 *
 * Formula: with z = t √((ν − 2)/ν), tail mean −f(q) (ν − 2 + q²)/(ν − 1)/p, f the density of z.
 * @source A. J. McNeil, R. Frey and P. Embrechts, "Quantitative Risk Management" (2005), example 2.19, for the unit-variance t
 */
export function createTShocks(degreesOfFreedom: number): Shocks {
  // Asked for the same few probabilities at every step, and found by a search.
  const known = new Map<number, number>();
  const quantile = (p: number): number => {
    const q = known.get(p) ?? computeUnitTQuantile(p, degreesOfFreedom);
    known.set(p, q);
    return q;
  };
  return {
    quantile,
    tailMean: (p) => {
      const q = quantile(p);
      return (-Math.exp(computeUnitTLogDensity(q, degreesOfFreedom)) * (degreesOfFreedom - 2 + q * q)) / (degreesOfFreedom - 1) / p;
    },
  };
}

/** What was observed: quantiles between order statistics, tail mean over all values at or below the quantile. @param values at least one */
export function createEmpiricalShocks(values: Float64Array): Shocks {
  assertInvariant(values.length > 0, 'an empirical distribution needs a value');
  const sorted = values.slice().sort();
  const quantile = (p: number): number => computeQuantile(sorted, p);
  return {
    quantile,
    tailMean: (p) => {
      const bound = quantile(p);
      let sum = 0;
      let count = 0;
      while (count < sorted.length && sorted[count]! <= bound) sum += sorted[count++]!;
      return count === 0 ? bound : sum / count;
    },
  };
}
