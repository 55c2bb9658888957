const WAD = 10n ** 18n;
const VIRTUAL_SHARES = 1_000_000n;
const VIRTUAL_ASSETS = 1n;
const LIQUIDATION_CURSOR_WAD = (3n * WAD) / 10n;
const MAX_INCENTIVE_WAD = (115n * WAD) / 100n;

/** What all loans of a market come to, and the shares that they are counted in. */
export interface BorrowTotals {
  readonly assetsRaw: bigint;
  readonly shares: bigint;
}

/**
 * What a borrower with so many shares owes: ⌈shares · (assets + 1) / (all shares + 10⁶)⌉, raw loan tokens.
 *
 * @source morpho-org/morpho-blue, `SharesMathLib.toAssetsUp`
 */
export function owedAssets(shares: bigint, totals: BorrowTotals): bigint {
  const divisor = totals.shares + VIRTUAL_SHARES;
  return (shares * (totals.assetsRaw + VIRTUAL_ASSETS) + divisor - 1n) / divisor;
}

/**
 * Collateral that a liquidator takes beyond what is repaid, in whole bps: min(1.15, 1 / (1 − 0.3 · (1 − LLTV))) − 1, as the contract rounds.
 *
 * @source morpho-org/morpho-blue, `Morpho.liquidate`
 */
export function bonusBps(lltvWad: bigint): number {
  const discountWad = (LIQUIDATION_CURSOR_WAD * (WAD - lltvWad)) / WAD;
  const factorWad = (WAD * WAD) / (WAD - discountWad);
  return Number(((factorWad < MAX_INCENTIVE_WAD ? factorWad : MAX_INCENTIVE_WAD) - WAD) / (WAD / 10_000n));
}
