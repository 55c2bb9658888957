export interface ReturnsWithGaps {
  readonly returns: Float64Array;
  /** Observations looked at. */
  readonly rows: number;
  /** Rows without a value. */
  readonly missing: readonly number[];
  /** Rows whose price has no logarithm. */
  readonly notPositive: readonly number[];
}

/**
 * Computes log returns between neighbours that are both there.
 *
 * Formula: scale × ln(p_t / p_{t−1}). A gap is never bridged: the one return over it would have the variance of many steps.
 */
export function computeLogReturns(prices: Float64Array, scale: number): ReturnsWithGaps {
  const rows = [...prices.keys()];
  const isUsable = (t: number): boolean => prices[t]! > 0;
  const kept = rows.filter((t) => t > 0 && isUsable(t) && isUsable(t - 1));
  return {
    returns: Float64Array.from(kept, (t) => scale * Math.log(prices[t]! / prices[t - 1]!)),
    rows: rows.length,
    missing: rows.filter((t) => Number.isNaN(prices[t]!)),
    notPositive: rows.filter((t) => prices[t]! <= 0),
  };
}

/** Takes returns as given, times `scale`, leaving out those that are missing. */
export function keepFinite(values: Float64Array, scale: number): ReturnsWithGaps {
  return {
    returns: values.filter((value) => !Number.isNaN(value)).map((value) => scale * value),
    rows: values.length,
    missing: [...values.keys()].filter((t) => Number.isNaN(values[t]!)),
    notPositive: [],
  };
}
