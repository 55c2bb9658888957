const WAD = 10n ** 18n;
const VIRTUAL_SHARES = 1_000_000n;
const VIRTUAL_ASSETS = 1n;
const LIQUIDATION_CURSOR_WAD = (3n * WAD) / 10n;
const MAX_INCENTIVE_WAD = (115n * WAD) / 100n;

/** What is borrowed in a market, as assets and as shares of them. */
export interface BorrowTotals {
  readonly assetsRaw: bigint;
  readonly sharesRaw: bigint;
}

/**
 * The debt that shares stand for: ⌈shares · (assets + 1) / (total shares + 10⁶)⌉.
 *
 * @source morpho-blue, `SharesMathLib.toAssetsUp`
 * @example toAssetsUp(1_000_000n, { assetsRaw: 0n, sharesRaw: 0n }) // 1n
 */
export function toAssetsUp(sharesRaw: bigint, totals: BorrowTotals): bigint {
  const divisor = totals.sharesRaw + VIRTUAL_SHARES;
  return (sharesRaw * (totals.assetsRaw + VIRTUAL_ASSETS) + divisor - 1n) / divisor;
}

/**
 * What a liquidator takes beyond what it repays: min(15 %, 1 / (1 − 0.3 · (1 − LLTV)) − 1), with 18 decimals.
 *
 * @source morpho-blue, `Morpho.liquidate`
 * @example computeBonusWad(860_000_000_000_000_000n) // 43841336116910229n
 */
export function computeBonusWad(lltvWad: bigint): bigint {
  const factorWad = (WAD * WAD) / (WAD - (LIQUIDATION_CURSOR_WAD * (WAD - lltvWad)) / WAD);
  return (factorWad < MAX_INCENTIVE_WAD ? factorWad : MAX_INCENTIVE_WAD) - WAD;
}
