import { assertInvariant } from '../../core/assert.js';

/**
 * Computes the mean QLIKE loss of variance forecasts against squared returns; lower is better.
 *
 * Formula: mean(ln h_t + r²_t/h_t). It ranks forecasts rightly although r² is only a noisy stand-in for the variance.
 * Units: `variance` in %², `residualsPercent` in %; a change of unit shifts every model's loss by the same constant.
 * Shape: equal lengths n ≥ 1; variance[t] must be known before residual t.
 * @throws InternalError when the lengths differ or are zero, or a variance is not positive.
 * @source A. J. Patton, "Volatility forecast comparison using imperfect volatility proxies", J. Econometrics 160 (2011).
 */
export function computeQlike(variance: Float64Array, residualsPercent: Float64Array): number {
  const n = variance.length;
  assertInvariant(n > 0 && n === residualsPercent.length, 'QLIKE needs as many forecasts as returns, at least one');
  let sum = 0;
  for (let t = 0; t < n; t++) {
    const h = variance[t]!;
    assertInvariant(h > 0, `QLIKE needs positive variances, got ${h} at ${t}`);
    sum += Math.log(h) + (residualsPercent[t]! * residualsPercent[t]!) / h;
  }
  return sum / n;
}
