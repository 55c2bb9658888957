import { computeMean } from './sample-moments.js';

/**
 * Computes the autocorrelations of lags 1 … lags.
 *
 * Formula: ρ_k = Σ_{t>k} (x_t − x̄)(x_{t−k} − x̄) / Σ (x_t − x̄)². Special cases: zeros for a constant series.
 * @source G. E. P. Box and G. M. Jenkins, Time Series Analysis (1970), section 2.1.
 */
export function computeAutocorrelations(values: Float64Array, lags: number): Float64Array<ArrayBuffer> {
  const mean = computeMean(values);
  const centred = values.map((value) => value - mean);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  return Float64Array.from({ length: lags }, (_, index) => {
    const lag = index + 1;
    let sum = 0;
    for (let t = lag; t < centred.length; t++) sum += centred[t]! * centred[t - lag]!;
    return total > 0 ? sum / total : 0;
  });
}
