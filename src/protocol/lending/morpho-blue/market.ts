import { minRaw, mulDivCeil, mulDivFloor, WAD } from '../fixed-point.js';

const LIQUIDATION_CURSOR_WAD = (3n * WAD) / 10n;
const MAX_INCENTIVE_WAD = (115n * WAD) / 100n;
const VIRTUAL_SHARES = 1_000_000n;
const VIRTUAL_ASSETS = 1n;

/** One isolated market: a collateral, a loan asset, an LLTV, and the totals that shares are counted against. */
export interface MorphoMarket {
  readonly collateralAsset: string;
  readonly loanAsset: string;
  readonly collateralDecimals: number;
  readonly loanDecimals: number;
  readonly lltvWad: bigint;
  readonly totals: MorphoTotals;
}

export interface MorphoTotals {
  readonly supplyAssetsRaw: bigint;
  readonly borrowAssetsRaw: bigint;
  readonly borrowSharesRaw: bigint;
}

/**
 * Computes the liquidation incentive factor, 18 decimals: `min(1.15, 1 / (1 − 0.3 · (1 − LLTV)))`, rounded down.
 *
 * @source morpho-blue, `Morpho.liquidate`
 * @example computeIncentiveFactorWad(860000000000000000n) // 1043841336116910229n
 */
export function computeIncentiveFactorWad(lltvWad: bigint): bigint {
  const discountWad = mulDivFloor(LIQUIDATION_CURSOR_WAD, WAD - lltvWad, WAD);
  return minRaw(MAX_INCENTIVE_WAD, mulDivFloor(WAD, WAD, WAD - discountWad));
}

/** Shares to assets, rounded up; one virtual asset and a million virtual shares keep the rate defined. @source `SharesMathLib` */
export function toAssetsUp({ borrowAssetsRaw, borrowSharesRaw }: MorphoTotals, sharesRaw: bigint): bigint {
  return mulDivCeil(sharesRaw, borrowAssetsRaw + VIRTUAL_ASSETS, borrowSharesRaw + VIRTUAL_SHARES);
}

/** Shares to assets, rounded down. */
export function toAssetsDown({ borrowAssetsRaw, borrowSharesRaw }: MorphoTotals, sharesRaw: bigint): bigint {
  return mulDivFloor(sharesRaw, borrowAssetsRaw + VIRTUAL_ASSETS, borrowSharesRaw + VIRTUAL_SHARES);
}

/** Assets to shares, rounded up. */
export function toSharesUp({ borrowAssetsRaw, borrowSharesRaw }: MorphoTotals, assetsRaw: bigint): bigint {
  return mulDivCeil(assetsRaw, borrowSharesRaw + VIRTUAL_SHARES, borrowAssetsRaw + VIRTUAL_ASSETS);
}

/** Assets to shares, rounded down. */
export function toSharesDown({ borrowAssetsRaw, borrowSharesRaw }: MorphoTotals, assetsRaw: bigint): bigint {
  return mulDivFloor(assetsRaw, borrowSharesRaw + VIRTUAL_SHARES, borrowAssetsRaw + VIRTUAL_ASSETS);
}
