import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { minimiseNelderMead } from '../../numeric/nelder-mead.js';
import { computeUnitTLogNorm } from '../../numeric/student-t.js';

export interface StudentTFit {
  /** Between 2.05 and 200; 200 means: not to be told from normal. */
  readonly degreesOfFreedom: number;
  readonly logLikelihood: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

export const DEGREES_OF_FREEDOM_MIN = 2.05;
export const DEGREES_OF_FREEDOM_MAX = 200;
const OBSERVATIONS_MIN = 50;
const START = 5;

const { log1p } = Math;

/**
 * Fits the degrees of freedom of a unit-variance Student t to standardised residuals by maximum likelihood.
 *
 * Formula: maximise Σ ln f(z_t; v), f as in `computeUnitTLogDensity`, over 2.05 ≤ v ≤ 200.
 * Shape: `residuals` of variance about 1, length n ≥ 50.
 * Special cases: an estimate at 2.05 or 200 is a warning; near 2 the variance rests on few extreme hours.
 * @throws ModelError when there are fewer than 50 residuals or one is not finite.
 */
export function fitStudentT(residuals: Float64Array): StudentTFit {
  if (residuals.length < OBSERVATIONS_MIN || !residuals.every(Number.isFinite)) {
    throw new ModelError(`a tail fit needs at least ${OBSERVATIONS_MIN} finite residuals, got ${residuals.length}`, {
      suggestions: ['use a longer series', 'drop hours without a price before fitting'],
    });
  }
  const minimum = minimiseNelderMead(
    (point) => -computeUnitTLogLikelihood(residuals, freedomFromFree(point[0]!)),
    Float64Array.of(Math.log(START - DEGREES_OF_FREEDOM_MIN)),
    { tolerance: 1e-12 },
  );
  const degreesOfFreedom = freedomFromFree(minimum.point[0]!);
  return {
    degreesOfFreedom,
    logLikelihood: -minimum.value,
    observations: residuals.length,
    converged: minimum.converged,
    warnings: degreesOfFreedom < 1.02 * DEGREES_OF_FREEDOM_MIN ? [TAIL_AT_BORDER] : [],
  };
}

/** Computes Σ ln f(z_t; v) of the unit-variance t. */
export function computeUnitTLogLikelihood(residuals: Float64Array, degreesOfFreedom: number): number {
  let sum = 0;
  for (let t = 0; t < residuals.length; t++) sum += log1p((residuals[t]! * residuals[t]!) / (degreesOfFreedom - 2));
  return residuals.length * computeUnitTLogNorm(degreesOfFreedom) - 0.5 * (degreesOfFreedom + 1) * sum;
}

/** Keeps the search between the borders: from the lower one on an exponential scale, cut at the upper one. */
function freedomFromFree(free: number): number {
  return Math.min(DEGREES_OF_FREEDOM_MIN + Math.exp(free), DEGREES_OF_FREEDOM_MAX);
}

const TAIL_AT_BORDER: RunWarning = {
  code: 'tail-at-border',
  message: `the degrees of freedom are at their lower bound ${DEGREES_OF_FREEDOM_MIN}: the variance hardly exists`,
  remedy: 'look for exchange wicks in the series; read tail figures as a lower bound',
};
