import { assertInvariant } from '../../core/assert.js';
import { sellIntoTicks, type TickPool } from './tick-walk.js';

/** One pool of a pair, and which of its tokens is sold. */
export interface PoolSide {
  readonly pool: TickPool;
  readonly sellsToken0: boolean;
}

/** What one sale, split over the pools as well as can be, fetches. */
export interface PoolQuote {
  readonly sellRaw: bigint;
  readonly buyRaw: bigint;
  /** Shortfall against a small sale at the best pool's price after its fee. */
  readonly impactRatio: number;
}

/** Falls of the marginal price, in log units: from half a basis point to half a price, beyond which no bonus pays a sale. */
const MARGINAL_FALLS = Array.from({ length: 40 }, (_, index) => 5e-5 * (Math.LN2 / 5e-5) ** (index / 39));
const Q96 = 2 ** 96;
/** More than any pool takes. */
const EVERYTHING = 2n ** 255n;

/**
 * Quotes sales of rising size into all pools of a pair, each split so that nothing is gained by moving a unit to another pool.
 *
 * Formula: at a marginal price r, pool i has sold until its own price after the fee, p_i (1 − φ_i), is r; the sum over pools is the sale.
 * Amounts are the contract's to the unit, with its price limits. Units: raw integers of each token; prices bought per sold, raw.
 * Shape: rising in size; no more than 40. Special cases: quotes end where every pool has run out of ticks; sizes without any shortfall are left out.
 * @throws ModelError when a pool contradicts itself; InternalError without a pool
 * @source "Uniswap v3 Core" (2021), section 6.2; equal marginal prices: the condition of the best split of a concave total
 */
export function quotePools(sides: readonly PoolSide[]): PoolQuote[] {
  assertInvariant(sides.length > 0, 'a quote needs a pool');
  const bestRate = Math.max(...sides.map(rateAfterFee));
  const quotes: PoolQuote[] = [];
  for (const fall of MARGINAL_FALLS) {
    const walks = sides.map((side) => sellIntoTicks(side.pool, EVERYTHING, side.sellsToken0, limitAt(side, bestRate * Math.exp(-fall))));
    if (walks.every(({ isExhausted }) => isExhausted)) break;
    const sellRaw = walks.reduce((sum, { amountInUsed }) => sum + amountInUsed, 0n);
    const buyRaw = walks.reduce((sum, { amountOut }) => sum + amountOut, 0n);
    const impactRatio = sellRaw === 0n ? 0 : 1 - Number(buyRaw) / Number(sellRaw) / bestRate;
    const isLarger = sellRaw > (quotes.at(-1)?.sellRaw ?? 0n);
    if (impactRatio > 0 && isLarger) quotes.push({ sellRaw, buyRaw, impactRatio });
  }
  return quotes;
}

function rateAfterFee({ pool: { sqrtPriceX96, feePips }, sellsToken0 }: PoolSide): number {
  const price = (Number(sqrtPriceX96) / Q96) ** 2;
  return (sellsToken0 ? price : 1 / price) * (1 - feePips / 1e6);
}

/** The square root of the pool's price at which its rate after the fee is `rate`. */
function limitAt({ pool: { feePips }, sellsToken0 }: PoolSide, rate: number): bigint {
  const price = rate / (1 - feePips / 1e6);
  return BigInt(Math.round(Math.sqrt(sellsToken0 ? price : 1 / price) * Q96));
}
