import { findLargestAccepted } from './fixed-point.js';
import type { LendingAccount, LendingVenue, OraclePrices } from './venue.js';

/** Where one asset's price alone, the others held, moves an account across the border. */
export interface LiquidationPrice {
  readonly asset: string;
  /** `below`: liquidatable at this price and everywhere below (collateral); `above`: at this price and everywhere above (debt). */
  readonly side: 'below' | 'above';
  /** In the venue's price scale. */
  readonly priceRaw: bigint;
}

/** Prices are looked for up to this multiple of the present one; beyond it there is no liquidation price worth naming. */
const SEARCHED_MULTIPLE = 1_000_000n;

/**
 * Finds the exact price of one asset at which an account becomes liquidatable, by bisection over the venue's own integer arithmetic.
 *
 * Special cases: `null` when no price from 1 raw unit to a million times the present one changes the answer, or when the asset counts on
 * both sides alike; without debt always `null`.
 */
export function findLiquidationPrice(venue: LendingVenue, account: LendingAccount, prices: OraclePrices, asset: string): LiquidationPrice | null {
  const presentRaw = prices[asset];
  if (presentRaw === undefined) return null;
  const isSafeAt = (priceRaw: bigint): boolean => !venue.valueAccount(account, { ...prices, [asset]: priceRaw }).isLiquidatable;
  const highRaw = presentRaw * SEARCHED_MULTIPLE;
  const safeLow = isSafeAt(1n);
  const safeHigh = isSafeAt(highRaw);
  if (safeLow === safeHigh) return null;
  const side = safeHigh ? 'below' : 'above';
  const border = findLargestAccepted(1n, highRaw, (priceRaw) => isSafeAt(priceRaw) === safeLow)!;
  return { asset, side, priceRaw: side === 'below' ? border : border + 1n };
}
