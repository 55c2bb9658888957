import { minRaw, powerRay, RAY } from '../fixed-point.js';
import { LiquidationRefusedError } from '../venue.js';

const NAME = 'Maker';

/** How an auction's price falls with time, both as the contracts do. */
export type PriceFall =
  | { readonly kind: 'stairstep'; readonly cutRay: bigint; readonly stepSeconds: bigint }
  | { readonly kind: 'linear'; readonly durationSeconds: bigint };

export interface AuctionRules {
  /** Starting price over the oracle price, 27 decimals. */
  readonly startFactorRay: bigint;
  readonly fall: PriceFall;
  /** An auction older than this, or below this share of its starting price, must be reset. */
  readonly resetSeconds: bigint;
  readonly resetShareRay: bigint;
  /** What a partial purchase must leave to be raised, 45 decimals. */
  readonly leftoverRad: bigint;
}

/** A running auction: what it must raise (45 decimals), what it sells (18), its starting price (27). */
export interface Auction {
  readonly tabRad: bigint;
  readonly lotWad: bigint;
  readonly topRay: bigint;
}

export interface Purchase {
  readonly paidRad: bigint;
  readonly boughtWad: bigint;
  /** `null` when the auction is over. */
  readonly auctionAfter: Auction | null;
  /** Collateral handed back to the vault's owner. */
  readonly returnedWad: bigint;
}

/**
 * Gives the price of a running auction, 27 decimals, rounded down.
 *
 * stairstep: `top · cut^⌊age / step⌋`; linear: `top · (duration − age) / duration`, 0 from then on.
 * @source dss `abaci.sol`
 */
export function computeAuctionPriceRay(fall: PriceFall, topRay: bigint, ageSeconds: bigint): bigint {
  if (fall.kind === 'stairstep') return (topRay * powerRay(fall.cutRay, ageSeconds / fall.stepSeconds)) / RAY;
  if (ageSeconds >= fall.durationSeconds) return 0n;
  return (topRay * (((fall.durationSeconds - ageSeconds) * RAY) / fall.durationSeconds)) / RAY;
}

/** True when nobody may buy before someone resets the auction. @source dss `clip.sol`, `status` */
export function needsReset(rules: AuctionRules, { topRay }: Auction, ageSeconds: bigint): boolean {
  const priceRay = computeAuctionPriceRay(rules.fall, topRay, ageSeconds);
  return ageSeconds > rules.resetSeconds || (priceRay * RAY) / topRay < rules.resetShareRay;
}

/**
 * Buys up to an amount of collateral from an auction at a price.
 *
 * Pays `min(slice · price, tab)`; a partial purchase must leave nothing or at least `leftoverRad` to be raised, and is cut down to that.
 *
 * @throws LiquidationRefusedError when the rest to be raised is too small to be split
 * @source dss `clip.sol`, `take`
 */
export function buyFromAuction(auction: Auction, amountWad: bigint, priceRay: bigint, leftoverRad: bigint): Purchase {
  const { tabRad, lotWad } = auction;
  let sliceWad = minRaw(lotWad, amountWad);
  let oweRad = sliceWad * priceRay;
  if (oweRad > tabRad) {
    oweRad = tabRad;
    sliceWad = oweRad / priceRay;
  } else if (oweRad < tabRad && sliceWad < lotWad && tabRad - oweRad < leftoverRad) {
    if (tabRad <= leftoverRad) throw new LiquidationRefusedError(NAME, 'leaves-dust', 'the rest of the auction can only be bought whole');
    oweRad = tabRad - leftoverRad;
    sliceWad = oweRad / priceRay;
  }
  const left: Auction = { ...auction, tabRad: tabRad - oweRad, lotWad: lotWad - sliceWad };
  if (left.lotWad === 0n) return { paidRad: oweRad, boughtWad: sliceWad, auctionAfter: null, returnedWad: 0n };
  if (left.tabRad === 0n) return { paidRad: oweRad, boughtWad: sliceWad, auctionAfter: null, returnedWad: left.lotWad };
  return { paidRad: oweRad, boughtWad: sliceWad, auctionAfter: left, returnedWad: 0n };
}

/** The collaterals moved to Dutch auctions one by one from April 2021 on; before, auctions were English. */
export const DUTCH_SINCE_UNIX_SECONDS = Date.UTC(2021, 3, 1) / 1_000;

/** Says which auction sold a vault's collateral at a time; a collateral's own date of change, where known, replaces the default. */
export function findAuctionKind(unixSeconds: number, dutchSinceUnixSeconds = DUTCH_SINCE_UNIX_SECONDS): 'english' | 'dutch' {
  return unixSeconds < dutchSinceUnixSeconds ? 'english' : 'dutch';
}

/**
 * Settles an English auction whose last bid is a share of the market price: the tab is raised if the lot is worth it, and what the winner
 * did not need goes back to the owner. A share of 0 is an auction without a second bidder, as in March 2020.
 */
export function settleEnglishAuction(auction: Auction, marketPriceRay: bigint, bidShareRay: bigint): Purchase {
  const priceRay = (marketPriceRay * bidShareRay) / RAY;
  return buyFromAuction(auction, auction.lotWad, priceRay, 0n);
}
