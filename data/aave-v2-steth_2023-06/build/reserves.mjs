/** Reserve parameters in bps and oracle prices in wei of ETH per whole token; where each comes from is in the README beside. */
export const MARKET = 'aave-v2-ethereum';
const WAD = 10n ** 18n;

/** stETH is priced by its constant ratio `collateral_steth_calc / amount` in every row of the source. */
export const RESERVES = [
  { asset: 'stETH', decimals: 18, kind: 'staked', ltv: 7200, threshold: 8300, bonus: 700, price: 999740850153032500n },
  { asset: 'WETH', decimals: 18, kind: 'volatile', ltv: 8250, threshold: 8600, bonus: 500, price: WAD },
  { asset: 'WBTC', decimals: 8, kind: 'volatile', ltv: 7200, threshold: 8200, bonus: 500, price: 15472525091899483083n },
  { asset: 'USDC', decimals: 6, kind: 'stable', ltv: 8000, threshold: 8750, bonus: 450, price: 580223303700951n },
  { asset: 'DAI', decimals: 18, kind: 'stable', ltv: 7500, threshold: 8700, bonus: 400, price: 580908282837672n },
  { asset: 'TUSD', decimals: 18, kind: 'stable', ltv: 8000, threshold: 8250, bonus: 500, price: 583426495248742n },
  { asset: 'FEI', decimals: 18, kind: 'stable', ltv: 6500, threshold: 7500, bonus: 650, price: 564993868543894n },
  { asset: 'USDT', decimals: 6, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 580844896987157n },
  { asset: 'sUSD', decimals: 18, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 579347611866053n },
  { asset: 'USDP', decimals: 18, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 579142608809052n },
  { asset: 'FRAX', decimals: 18, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 577606946186631n },
  { asset: 'GUSD', decimals: 2, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 581540734020714n },
  { asset: 'BUSD', decimals: 18, kind: 'stable', ltv: 0, threshold: 0, bonus: 0, price: 582048488379007n },
  { asset: 'OTHER-COLLATERAL', decimals: 18, kind: 'unresolved', ltv: 0, threshold: 8600, bonus: 500, price: WAD },
  { asset: 'OTHER-DEBT', decimals: 18, kind: 'unresolved', ltv: 0, threshold: 0, bonus: 0, price: WAD },
];

export const RESERVE_BY_ASSET = new Map(RESERVES.map((reserve) => [reserve.asset, reserve]));

/** Builds the `assets` rows; wstETH and ETH, BTC appear only in prices, quotes and balances and need no decimals. */
export function buildAssetRows() {
  return RESERVES.map(({ asset, decimals, kind }) => ({ asset, decimals, kind }));
}

export function buildReserveRows() {
  return RESERVES.map((reserve) => ({
    market: MARKET,
    asset: reserve.asset,
    ltv_bps: reserve.ltv,
    liquidation_threshold_bps: reserve.threshold,
    liquidation_bonus_bps: reserve.bonus,
    usage_as_collateral: reserve.threshold > 0,
    oracle_price_raw: reserve.price,
  }));
}
