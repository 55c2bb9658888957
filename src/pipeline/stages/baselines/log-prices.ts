import type { PriceSeries } from '../../ports.js';

/** From where to where prices are read, and how often. */
export interface PriceGrid {
  /** First day, YYYY-MM-DD. */
  readonly fitFrom: string;
  readonly snapshotUnixSeconds: number;
  readonly stepSeconds: number;
}

/** Gives the log of what moves by the product of these factors, on an even grid up to the snapshot; NaN where a factor has no price. */
export function readLogPrices(prices: ReadonlyMap<string, PriceSeries>, factors: readonly string[], { fitFrom, snapshotUnixSeconds, stepSeconds }: PriceGrid): Float64Array {
  const from = Date.parse(`${fitFrom}T00:00:00Z`) / 1000;
  const logPrices = new Float64Array(Math.max(0, Math.floor((snapshotUnixSeconds - from) / stepSeconds) + 1));
  for (const factor of factors) {
    const { unixSeconds, close } = prices.get(factor)!;
    const closeAt = new Map(Array.from(unixSeconds, (time, index) => [time, close[index]!]));
    for (let step = 0; step < logPrices.length; step++) logPrices[step]! += Math.log(closeAt.get(from + step * stepSeconds) ?? NaN);
  }
  return logPrices;
}
