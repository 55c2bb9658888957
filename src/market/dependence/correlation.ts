import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { factoriseCholesky } from '../../numeric/cholesky.js';

export interface CorrelationFit {
  /** k × k row-major. */
  readonly matrix: Float64Array;
  /** Lower Cholesky factor of `matrix`, k × k row-major. */
  readonly cholesky: Float64Array;
  readonly observations: number;
  /** Weight of the identity that was mixed in to make the matrix positive definite; 0 as a rule. */
  readonly shrinkage: number;
  readonly warnings: readonly RunWarning[];
}

const OBSERVATIONS_MIN = 50;
const SHRINKAGE_STEPS: readonly number[] = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5];

/**
 * Estimates the correlation of standardised residuals over the hours that all series have.
 *
 * Formula: Pearson's r; when the matrix is not positive definite, (1 − s) R + s I with the smallest s of 0.001, 0.01, … that is.
 * Shape: k series of one length n ≥ 50, row t of each the same hour.
 * @throws ModelError when there are fewer than 50 common hours, or a series is constant or not finite.
 * @throws InternalError when the lengths differ.
 */
export function estimateCorrelation(residuals: readonly Float64Array[]): CorrelationFit {
  const k = residuals.length;
  const n = residuals[0]?.length ?? 0;
  assertInvariant(residuals.every((series) => series.length === n), 'correlated series must have one length');
  if (n < OBSERVATIONS_MIN) {
    throw new ModelError(`the price series have ${n} hours in common; a correlation needs ${OBSERVATIONS_MIN}`, {
      suggestions: ['use series that cover the same period'],
    });
  }
  const units = residuals.map(scaleToUnitLength);
  const raw = Float64Array.from({ length: k * k }, (_, position) => {
    const i = Math.floor(position / k);
    const j = position % k;
    return i === j ? 1 : dot(units[i]!, units[j]!);
  });
  for (const shrinkage of SHRINKAGE_STEPS) {
    const matrix = raw.map((value, position) => (position % (k + 1) === 0 ? 1 : (1 - shrinkage) * value));
    const cholesky = factoriseCholesky(matrix, k);
    if (cholesky) {
      return { matrix, cholesky, observations: n, shrinkage, warnings: shrinkage === 0 ? [] : [warnShrunk(shrinkage)] };
    }
  }
  throw new ModelError('a residual series is constant or not finite, so it has no correlation', {
    suggestions: ['check the price series for values carried forward'],
  });
}

/** Takes off the mean and scales to length 1, so that a product of two is their correlation. */
function scaleToUnitLength(series: Float64Array): Float64Array {
  let sum = 0;
  for (const value of series) sum += value;
  const mean = sum / series.length;
  const centred = series.map((value) => value - mean);
  const length = Math.sqrt(dot(centred, centred));
  return centred.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}

function warnShrunk(shrinkage: number): RunWarning {
  return {
    code: 'correlation-shrunk',
    message: `the residual correlations were not positive definite; ${100 * shrinkage} % of the identity was mixed in`,
    remedy: 'leave out one of two series that say the same',
  };
}
