export interface Autocovariances {
  readonly mean: number;
  /** Entries that are not NaN. */
  readonly observations: number;
  /** The autocovariance at each lag asked for, in that order; NaN when no pair at that lag is observed. */
  readonly at: readonly number[];
}

/**
 * Computes autocovariances of a series with unobserved entries.
 *
 * Formula: g(k) = mean of (x_t − m)(x_{t−k} − m) over the t where both are observed, m the mean of all observed.
 * Shape: one entry per step of a regular grid, NaN = not observed.
 */
export function computeAutocovariances(series: Float64Array, lags: readonly number[]): Autocovariances {
  let sum = 0;
  let observations = 0;
  for (const value of series) {
    if (Number.isNaN(value)) continue;
    sum += value;
    observations++;
  }
  const mean = sum / observations;
  return { mean, observations, at: lags.map((lag) => computeAtLag(series, mean, lag)) };
}

function computeAtLag(series: Float64Array, mean: number, lag: number): number {
  let sum = 0;
  let pairs = 0;
  for (let t = lag; t < series.length; t++) {
    const product = (series[t]! - mean) * (series[t - lag]! - mean);
    if (product !== product) continue; // NaN: one of the two was not observed
    sum += product;
    pairs++;
  }
  return sum / pairs;
}
