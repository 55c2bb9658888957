import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import { factoriseCholesky } from '../../numeric/cholesky.js';
import type { CorrelationFit } from './correlation.js';

const OBSERVATIONS_MIN = 10;

/**
 * Estimates a correlation matrix shrunk towards independence by as much as its own sampling error asks for.
 *
 * Formula: with x_t the series scaled to mean 0 and variance 1, S = Σ x xᵀ/n, δ² = ‖S − I‖²,
 * β² = min(Σ ‖x_t x_tᵀ − S‖²/n², δ²): R = (1 − w) S + w I, w = β²/δ² (Frobenius norms). On unit variances the target of Ledoit and Wolf,
 * the mean variance times the identity, is the identity.
 * Shape: k series of one length n ≥ 10. Special cases: one series gives 1 and no shrinkage.
 * @throws ModelError when the series are too short, constant or not finite. @throws InternalError when the lengths differ.
 * @source O. Ledoit and M. Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", J. Multivariate Analysis 88
 *   (2004).
 */
export function shrinkCorrelation(series: readonly Float64Array[]): CorrelationFit {
  const k = series.length;
  const n = series[0]?.length ?? 0;
  assertInvariant(k > 0 && series.every(({ length }) => length === n), 'correlated series must have one length');
  const unit = n < OBSERVATIONS_MIN ? null : series.map(standardise);
  if (unit === null || unit.some((column) => !column.every(Number.isFinite))) {
    throw new ModelError(`a shrunk correlation needs ${OBSERVATIONS_MIN} finite values that are not all equal, got ${n}`, {
      suggestions: ['use series that cover the same period', 'check the series for values carried forward'],
    });
  }
  const sample = new Float64Array(k * k).map((_, p) => average(n, (t) => unit[Math.floor(p / k)]![t]! * unit[p % k]![t]!));
  const distance = sample.reduce((sum, value, p) => sum + (value - (p % (k + 1) === 0 ? 1 : 0)) ** 2, 0);
  // Σ ‖x xᵀ − S‖² = Σ ‖x‖⁴ − n ‖S‖².
  const fourth = average(n, (t) => unit.reduce((sum, column) => sum + column[t]! ** 2, 0) ** 2);
  const error = Math.min((fourth - sample.reduce((sum, value) => sum + value * value, 0)) / n, distance);
  const shrinkage = distance > 0 ? error / distance : 0;
  const matrix = sample.map((value, p) => (p % (k + 1) === 0 ? 1 : (1 - shrinkage) * value));
  const cholesky = factoriseCholesky(matrix, k);
  if (cholesky === null) {
    throw new ModelError('two of the series say exactly the same, so their correlation has no inverse', {
      suggestions: ['leave out one of two series that say the same'],
    });
  }
  return { matrix, cholesky, observations: n, shrinkage, warnings: [] };
}

function standardise(series: Float64Array): Float64Array {
  const n = series.length;
  const mean = average(n, (t) => series[t]!);
  const scale = Math.sqrt(average(n, (t) => (series[t]! - mean) ** 2));
  return series.map((value) => (value - mean) / scale);
}

function average(n: number, at: (t: number) => number): number {
  let sum = 0;
  for (let t = 0; t < n; t++) sum += at(t);
  return sum / n;
}
