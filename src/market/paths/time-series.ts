import { assertInvariant } from '../../core/assert.js';

/** Values with the hour each belongs to; stamps rise, and need not be evenly spaced. NaN values count as absent. */
export interface TimedSeries {
  readonly unixSeconds: Float64Array;
  readonly values: Float64Array;
}

/** A price series on a grid of constant step; `filled` is 1 where the value was carried forward over a gap. */
export interface GridPrices {
  readonly unixSeconds: Float64Array;
  readonly close: Float64Array;
  readonly filled: Uint8Array;
}

/**
 * Computes log returns in percent over every step whose two ends were both observed.
 *
 * Formula: 100 ln(p_t / p_{t−1}), stamped with t. Steps into or out of a filled value, or longer than `stepSeconds`, are left
 * out: a carried-forward price would put zeros and then one giant return into the volatility fit.
 */
export function computeReturnsPercent(prices: GridPrices, stepSeconds: number): TimedSeries {
  const { unixSeconds, close, filled } = prices;
  const kept = [...unixSeconds.keys()].filter(
    (t) =>
      t > 0 && filled[t] === 0 && filled[t - 1] === 0 && unixSeconds[t]! - unixSeconds[t - 1]! === stepSeconds,
  );
  return {
    unixSeconds: Float64Array.from(kept, (t) => unixSeconds[t]!),
    values: Float64Array.from(kept, (t) => 100 * Math.log(close[t]! / close[t - 1]!)),
  };
}

/** Takes the logarithm of a ratio series, NaN where it was filled: the input of `fitPegProcess`. */
export function computeLogRatio(prices: GridPrices): Float64Array {
  return prices.close.map((ratio, t) => (prices.filled[t] === 0 ? Math.log(ratio) : NaN));
}

export interface AlignedSeries {
  /** Hours that all series have, rising. */
  readonly unixSeconds: Float64Array;
  /** One per input series, each as long as `unixSeconds`. */
  readonly values: readonly Float64Array[];
}

/**
 * Keeps the hours at which every series has a value.
 *
 * @throws InternalError when a series' stamps and values differ in length.
 */
export function alignSeries(series: readonly TimedSeries[]): AlignedSeries {
  const lookups = series.map(({ unixSeconds, values }) => {
    assertInvariant(unixSeconds.length === values.length, 'a series needs one value per time stamp');
    const lookup = new Map<number, number>();
    unixSeconds.forEach((time, t) => {
      if (!Number.isNaN(values[t]!)) lookup.set(time, values[t]!);
    });
    return lookup;
  });
  const common = [...(lookups[0]?.keys() ?? [])].filter((time) => lookups.every((lookup) => lookup.has(time)));
  return {
    unixSeconds: Float64Array.from(common),
    values: lookups.map((lookup) => Float64Array.from(common, (time) => lookup.get(time)!)),
  };
}
