/** Markets with an hourly price series; the exchange listed others too. */
export const MARKETS = ['ARB', 'AVAX', 'BNB', 'BTC', 'DOGE', 'DYDX', 'ETH', 'INJ', 'MATIC', 'OP', 'SOL'];

/**
 * 1 % is the maintenance margin that the recorded liquidations show for every market, and by the exchange's rule half the initial
 * margin, so 50x everywhere; no fee was taken from a liquidated position.
 */
const TERMS = { initial_margin_bps: 200, maintenance_margin_bps: 100, liquidation_fee_bps: 0 };

export function buildMarketRows(marks) {
  return MARKETS.map((market) => ({
    market,
    venue: 'hyperliquid',
    base_asset: market,
    quote_asset: 'USD',
    ...TERMS,
    mark_price_raw: BigInt(Math.round(marks.get(market) * 1e8)) * 10n ** 10n,
  }));
}

export function buildAssetRows() {
  const volatile = MARKETS.map((asset) => ({ asset, decimals: 18, kind: 'volatile' }));
  return [...volatile, { asset: 'USDC', decimals: 6, kind: 'stable' }];
}
