import { computeDigamma } from '../../../numeric/digamma.js';
import { logistic, logit } from '../../../numeric/logistic.js';
import { computeUnitTLogNorm, computeUnitTQuantile } from '../../../numeric/student-t.js';
import type { Innovation } from './innovation.js';
import { LogProduct } from './log-product.js';

const { log, log1p, sqrt } = Math;

/** Below, the variance hardly exists; above, the t cannot be told from the normal. */
export const DEGREES_RANGE: readonly [number, number] = [2.05, 300];
const START = 6;
const BORDER_SHARE = 0.002;

/** Maps a free number into the range of the degrees of freedom. */
export function degreesFromFree(free: number): number {
  const [low, high] = DEGREES_RANGE;
  return low + (high - low) * logistic(free);
}

export function degreesByFree(free: number): number {
  const [low, high] = DEGREES_RANGE;
  return (high - low) * logistic(free) * logistic(-free);
}

export const DEGREES_FREE_START = logit((START - DEGREES_RANGE[0]) / (DEGREES_RANGE[1] - DEGREES_RANGE[0]));

export function isDegreesAtBorder(nu: number): boolean {
  const [low, high] = DEGREES_RANGE;
  return nu < low * (1 + BORDER_SHARE) || nu > high * (1 - BORDER_SHARE);
}

/** Computes d/dν of the part of the unit-variance t log density that does not depend on z. */
export function computeLogNormByDegrees(nu: number): number {
  return 0.5 * (computeDigamma(0.5 * (nu + 1)) - computeDigamma(0.5 * nu) - 1 / (nu - 2));
}

/**
 * Student t of variance 1: ℓ_t = c(ν) − ½ ln h_t − ((ν+1)/2) ln(1 + e²_t/((ν−2) h_t)), 2.05 < ν < 300.
 *
 * @source T. Bollerslev, "A conditionally heteroskedastic time series model…", Rev. Econ. Stat. 69 (1987), eq. 1.
 */
export const STUDENT_T: Innovation = {
  name: 't',
  label: 'Student t',
  parameterNames: ['nu'],
  start: Float64Array.of(DEGREES_FREE_START),
  constrain: (free) => Float64Array.of(degreesFromFree(free[0]!)),
  pullBack: (free, gradient) => Float64Array.of(gradient[0]! * degreesByFree(free[0]!)),
  evaluate: (parameters, residual, variance, { byLogVariance, byResidual, gradient, scores }) => {
    const nu = parameters[0]!;
    const n = residual.length;
    const logVariance = new LogProduct();
    const logSpread = new LogProduct();
    const normByDegrees = computeLogNormByDegrees(nu);
    const pull = nu + 1;
    const freedom = nu - 2;
    let weights = 0;
    for (let t = 0; t < n; t++) {
      const h = variance[t]!;
      const e = residual[t]!;
      const square = e * e;
      const spread = h * freedom + square;
      const weight = square / spread;
      logVariance.multiply(h);
      logSpread.multiply(spread);
      weights += weight;
      byLogVariance[t] = 0.5 * (pull * weight - 1);
      byResidual[t] = (-pull * e) / spread;
      if (scores) scores[0]![t] = normByDegrees - 0.5 * log1p(square / (h * freedom)) + (0.5 * pull * weight) / freedom;
    }
    const logHeights = logVariance.total();
    const logTails = logSpread.total() - logHeights - n * log(freedom); // Σ ln(1 + q_t)
    gradient[0] = n * normByDegrees - 0.5 * logTails + (0.5 * pull * weights) / freedom;
    return n * computeUnitTLogNorm(nu) - 0.5 * logHeights - 0.5 * pull * logTails;
  },
  quantile: (parameters, probability) => computeUnitTQuantile(probability, parameters[0]!),
  draw: (parameters, stream) => {
    const nu = parameters[0]!;
    return stream.nextNormal() * sqrt((nu - 2) / (2 * stream.nextGamma(0.5 * nu)));
  },
  findBorders: (parameters) => (isDegreesAtBorder(parameters[0]!) ? ['nu'] : []),
};
