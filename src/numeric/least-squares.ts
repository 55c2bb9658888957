import { invertMatrix } from './matrix.js';

export interface LeastSquaresFit {
  readonly coefficients: Float64Array;
  /** Classic: s² (XᵀX)⁻¹, s² = RSS/(n − k). */
  readonly standardErrors: Float64Array;
  /** (XᵀX)⁻¹, k × k row-major. */
  readonly inverse: Float64Array;
  readonly residuals: Float64Array;
  readonly residualSumSquares: number;
  /** 1 − RSS/Σ(y − ȳ)². */
  readonly rSquared: number;
}

/**
 * Fits y = X b by least squares.
 *
 * Shape: `columns` are the k columns of X, each of length n > k; a constant is a column of ones.
 * Special cases: `null` when the columns are linearly dependent to working precision.
 * @source W. H. Greene, Econometric Analysis, 7th ed. (2012), chapter 3.
 */
export function fitLeastSquares(columns: readonly Float64Array[], y: Float64Array): LeastSquaresFit | null {
  const k = columns.length;
  const n = y.length;
  // Columns of length 1, so that the pivots of the inversion can be compared.
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  if (n <= k || !lengths.every((length) => length > 0 && length < Infinity)) return null;
  const gram = Float64Array.from({ length: k * k }, (_, i) => dot(columns[Math.floor(i / k)]!, columns[i % k]!) / (lengths[Math.floor(i / k)]! * lengths[i % k]!));
  const scaled = invertMatrix(gram, k);
  if (scaled === null || !Array.from({ length: k }, (_, i) => scaled[i * k + i]!).every((value) => value > 0 && value < 1e12)) return null;
  const inverse = scaled.map((value, i) => value / (lengths[Math.floor(i / k)]! * lengths[i % k]!));
  const moments = columns.map((column) => dot(column, y));
  const coefficients = Float64Array.from({ length: k }, (_, i) => moments.reduce((sum, moment, j) => sum + inverse[i * k + j]! * moment, 0));
  const residuals = y.map((value, t) => value - columns.reduce((sum, column, j) => sum + coefficients[j]! * column[t]!, 0));
  const residualSumSquares = dot(residuals, residuals);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const total = y.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const spread = residualSumSquares / (n - k);
  return {
    coefficients,
    standardErrors: Float64Array.from({ length: k }, (_, i) => Math.sqrt(spread * inverse[i * k + i]!)),
    inverse,
    residuals,
    residualSumSquares,
    rSquared: total > 0 ? Math.max(0, 1 - residualSumSquares / total) : 0,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
