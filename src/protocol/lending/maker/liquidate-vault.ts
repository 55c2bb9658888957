import { minRaw, RAY, WAD } from '../fixed-point.js';
import { LiquidationRefusedError } from '../venue.js';
import type { Auction, AuctionRules } from './auction.js';

const NAME = 'Maker';
const FEED_TO_RAY = 10n ** 9n;

/** Parameters of one collateral type (ilk). */
export interface MakerIlk {
  readonly collateralAsset: string;
  /** Smallest collateral value over debt, 27 decimals: 1.45 means that debt may reach 1 / 1.45 of the collateral. */
  readonly liquidationRatioRay: bigint;
  /** 1 + penalty, 18 decimals. */
  readonly penaltyFactorWad: bigint;
  /** Smallest debt of a vault, 45 decimals. */
  readonly dustRad: bigint;
  /** Room that running auctions leave for more, 45 decimals: the smaller of the global and the ilk's. */
  readonly auctionRoomRad: bigint;
  readonly auction: AuctionRules;
}

/** A vault: collateral (18 decimals), normalised debt (18) and the rate (27) that turns it into debt with 45 decimals. */
export interface MakerVault {
  readonly inkWad: bigint;
  readonly artWad: bigint;
  readonly rateRay: bigint;
}

/** Price with safety margin: `⌊price · 10^9 · 10^27 / ratio⌋`, 27 decimals, the target price of DAI being 1. @source dss `spot.sol`, `poke` */
export function computeSpotRay({ liquidationRatioRay }: MakerIlk, priceWad: bigint): bigint {
  return (priceWad * FEED_TO_RAY * RAY) / liquidationRatioRay;
}

/** True when `ink · spot < art · rate`. */
export function isVaultUnsafe(ilk: MakerIlk, { inkWad, artWad, rateRay }: MakerVault, priceWad: bigint): boolean {
  return inkWad * computeSpotRay(ilk, priceWad) < artWad * rateRay;
}

export interface VaultLiquidation {
  readonly vaultAfter: MakerVault;
  readonly auction: Auction;
  /** Debt taken over, 45 decimals; the auction must raise it and the penalty. */
  readonly dueRad: bigint;
}

/**
 * Takes an unsafe vault and opens its auction: all of it, or as much as the room for auctions allows.
 *
 * tab = ⌊due · (1 + penalty)⌋, lot = ⌊ink · taken share⌋, top = price · startFactor.
 * Special cases: a remainder below the dust limit is taken as well.
 * @throws LiquidationRefusedError when the vault is safe, there is no room, or the part would be too small
 * @source dss `dog.sol`, `bark`, and `clip.sol`, `kick`
 */
export function openVaultAuction(ilk: MakerIlk, vault: MakerVault, priceWad: bigint): VaultLiquidation {
  const { inkWad, artWad, rateRay } = vault;
  if (!isVaultUnsafe(ilk, vault, priceWad)) throw new LiquidationRefusedError(NAME, 'healthy', 'the vault is safe');
  if (ilk.auctionRoomRad <= 0n) throw new LiquidationRefusedError(NAME, 'auction-limit-reached', 'running auctions leave no room');
  const dartWad = chooseDebtTaken(ilk, vault);
  const dinkWad = (inkWad * dartWad) / artWad;
  if (dinkWad === 0n) throw new LiquidationRefusedError(NAME, 'zero-amount', 'there is no collateral to auction');
  const dueRad = dartWad * rateRay;
  return {
    vaultAfter: { ...vault, inkWad: inkWad - dinkWad, artWad: artWad - dartWad },
    auction: {
      tabRad: (dueRad * ilk.penaltyFactorWad) / WAD,
      lotWad: dinkWad,
      topRay: (priceWad * FEED_TO_RAY * ilk.auction.startFactorRay) / RAY,
    },
    dueRad,
  };
}

function chooseDebtTaken(ilk: MakerIlk, { artWad, rateRay }: MakerVault): bigint {
  const dartWad = minRaw(artWad, (ilk.auctionRoomRad * WAD) / rateRay / ilk.penaltyFactorWad);
  if (dartWad === artWad || (artWad - dartWad) * rateRay < ilk.dustRad) return artWad;
  if (dartWad * rateRay < ilk.dustRad) throw new LiquidationRefusedError(NAME, 'leaves-dust', 'the room left is below the dust limit');
  return dartWad;
}
