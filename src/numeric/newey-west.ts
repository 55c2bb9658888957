import { fitLeastSquares, type LeastSquaresFit } from './least-squares.js';
import { multiplyMatrices } from './matrix.js';

export interface RobustLeastSquaresFit extends LeastSquaresFit {
  /** Newey–West: valid also under heteroscedasticity and correlation up to the lag. */
  readonly robustStandardErrors: Float64Array;
  /** Newey–West covariance, k × k row-major. */
  readonly robustCovariance: Float64Array;
}

/**
 * Regresses y on columns by least squares, with Newey–West standard errors beside the classic ones.
 *
 * Formula: (XᵀX)⁻¹ S (XᵀX)⁻¹ with S = Γ_0 + Σ_{l=1…lag} (1 − l/(lag+1)) (Γ_l + Γ_lᵀ), Γ_l = Σ u_t u_{t−l} x_t x_{t−l}ᵀ. Lag 0 is
 * White's covariance.
 * Shape and special cases as in `fitLeastSquares`; `null` also when a value is not finite.
 * @source W. K. Newey and K. D. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
 *   matrix", Econometrica 55 (1987).
 */
export function fitRobustLeastSquares(columns: readonly Float64Array[], y: Float64Array, lag: number): RobustLeastSquaresFit | null {
  const k = columns.length;
  const fit = fitLeastSquares(columns, y);
  if (fit === null || !fit.coefficients.every(Number.isFinite)) return null;
  const robustCovariance = multiplyMatrices(multiplyMatrices(fit.inverse, computeLongRun(columns, fit.residuals, lag), k), fit.inverse, k);
  return { ...fit, robustCovariance, robustStandardErrors: fit.coefficients.map((_, i) => Math.sqrt(robustCovariance[i * (k + 1)]!)) };
}

function computeLongRun(columns: readonly Float64Array[], residuals: Float64Array, lag: number): Float64Array<ArrayBuffer> {
  const k = columns.length;
  const scores = columns.map((column) => column.map((value, t) => value * residuals[t]!));
  const sum = new Float64Array(k * k);
  for (let l = 0; l <= lag; l++) {
    const weight = 1 - l / (lag + 1);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        const gamma = sumProducts(scores[i]!.subarray(l), scores[j]!);
        sum[i * k + j]! += weight * gamma;
        if (l > 0) sum[j * k + i]! += weight * gamma;
      }
    }
  }
  return sum;
}

/** Over the length of the first, the shorter of the two. */
function sumProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
