import { assertInvariant } from '../../core/assert.js';
import type { GridPrices } from './time-series.js';

/** Returns over longer steps, with what the finer grid saw within each. */
export interface CoarseReturns {
  /** Time at which each step ends. */
  readonly unixSeconds: Float64Array;
  readonly returnsPercent: Float64Array;
  /** Sum of the squared fine returns, %². */
  readonly realisedVariance: Float64Array;
  /** Ends of steps whose price was carried forward over a gap. */
  readonly filledEnds: number;
}

/**
 * Takes a price grid to longer steps that end on multiples of their length in UTC: days at midnight.
 *
 * Formula: r = 100 ln(p_end / p_start), RV = Σ (100 ln(p_i / p_{i−1}))² over the step. Special cases: an incomplete first or last step is left out;
 * a gap that was filled adds no variance until the price is seen again, and then all of it.
 * @throws InternalError unless the longer step is a multiple of the grid's
 */
export function coarsenPrices({ unixSeconds, close, filled }: GridPrices, stepSeconds: number): CoarseReturns {
  const fineSeconds = unixSeconds.length > 1 ? unixSeconds[1]! - unixSeconds[0]! : stepSeconds;
  assertInvariant(stepSeconds % fineSeconds === 0, `steps of ${stepSeconds} s are no multiple of a grid of ${fineSeconds} s`);
  const ends: number[] = [];
  const returnsPercent: number[] = [];
  const realisedVariance: number[] = [];
  let start = -1;
  let variance = 0;
  let filledEnds = 0;
  for (let index = 0; index < close.length; index++) {
    if (start >= 0) variance += (100 * Math.log(close[index]! / close[index - 1]!)) ** 2;
    if (unixSeconds[index]! % stepSeconds !== 0) continue;
    if (start >= 0) {
      ends.push(unixSeconds[index]!);
      returnsPercent.push(100 * Math.log(close[index]! / close[start]!));
      realisedVariance.push(variance);
      filledEnds += filled[index]!;
    }
    start = index;
    variance = 0;
  }
  return { unixSeconds: Float64Array.from(ends), returnsPercent: Float64Array.from(returnsPercent), realisedVariance: Float64Array.from(realisedVariance), filledEnds };
}
