import { assertInvariant } from '../core/assert.js';
import { invertMatrix, multiplyMatrices } from './matrix.js';

export interface LeastSquaresFit {
  /** One per column, in their order. */
  readonly coefficients: Float64Array;
  /** Classic ones: valid when residuals are independent with one variance. */
  readonly standardErrors: Float64Array;
  /** Newey–West: valid also under heteroscedasticity and correlation up to the lag. */
  readonly robustStandardErrors: Float64Array;
  /** Newey–West covariance, k × k row-major. */
  readonly robustCovariance: Float64Array;
  readonly residuals: Float64Array;
  readonly rSquared: number;
}

/**
 * Regresses y on columns by least squares, with classic and Newey–West standard errors.
 *
 * Formula: b = (XᵀX)⁻¹Xᵀy; robust covariance (XᵀX)⁻¹ S (XᵀX)⁻¹ with S = Γ_0 + Σ_{l=1…lag} (1 − l/(lag+1)) (Γ_l + Γ_lᵀ),
 * Γ_l = Σ u_t u_{t−l} x_t x_{t−l}ᵀ. Lag 0 is White's covariance.
 * Shape: every column as long as y, more rows than columns; a constant is a column of ones.
 * Special cases: `null` when the columns are collinear or a value is not finite.
 * @throws InternalError when lengths differ or there are not more rows than columns.
 * @source W. K. Newey and K. D. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
 *   matrix", Econometrica 55 (1987).
 */
export function fitLeastSquares(columns: readonly Float64Array[], y: Float64Array, lag = 0): LeastSquaresFit | null {
  const k = columns.length;
  const n = y.length;
  assertInvariant(n > k && columns.every((column) => column.length === n), `a regression needs more than ${k} rows, got ${n}`);
  const gram = new Float64Array(k * k).map((_, p) => dot(columns[Math.floor(p / k)]!, columns[p % k]!));
  const inverse = gram.every(Number.isFinite) ? invertMatrix(gram, k) : null;
  if (inverse === null) return null;
  const moments = columns.map((column) => dot(column, y));
  const coefficients = new Float64Array(k).map((_, i) => moments.reduce((sum, moment, j) => sum + inverse[i * k + j]! * moment, 0));
  const residuals = y.map((value, t) => value - columns.reduce((sum, column, i) => sum + coefficients[i]! * column[t]!, 0));
  if (!coefficients.every(Number.isFinite)) return null;
  const errorSquares = dot(residuals, residuals);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const robustCovariance = multiplyMatrices(multiplyMatrices(inverse, computeLongRun(columns, residuals, lag), k), inverse, k);
  const variance = errorSquares / (n - k);
  return {
    coefficients,
    standardErrors: coefficients.map((_, i) => Math.sqrt(variance * inverse[i * (k + 1)]!)),
    robustStandardErrors: coefficients.map((_, i) => Math.sqrt(robustCovariance[i * (k + 1)]!)),
    robustCovariance,
    residuals,
    rSquared: 1 - errorSquares / y.reduce((sum, value) => sum + (value - mean) ** 2, 0),
  };
}

function computeLongRun(columns: readonly Float64Array[], residuals: Float64Array, lag: number): Float64Array<ArrayBuffer> {
  const k = columns.length;
  const scores = columns.map((column) => column.map((value, t) => value * residuals[t]!));
  const sum = new Float64Array(k * k);
  for (let l = 0; l <= lag; l++) {
    const weight = 1 - l / (lag + 1);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        const gamma = dot(scores[i]!.subarray(l), scores[j]!);
        sum[i * k + j]! += weight * gamma;
        if (l > 0) sum[j * k + i]! += weight * gamma;
      }
    }
  }
  return sum;
}

/** Over the shorter of the two. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length && t < b.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
