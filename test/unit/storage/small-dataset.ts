import type { DatasetHeader } from '../../../src/storage/dataset-builder.js';
import type { TableContent } from '../../../src/storage/dataset-writer.js';
import type { TableRow } from '../../../src/storage/duckdb-session.js';

/** Above 2^64, and with digits that a double cannot hold. */
export const LARGE_AMOUNT_RAW = 2n ** 100n + 12_345_678_901_234_567n;

export const SMALL_HEADER: DatasetHeader = {
  name: 'small',
  description: 'made up for tests',
  licence: 'MIT',
  snapshotUnixSeconds: 1_687_342_559,
  toolVersion: '0.0.0-test',
  accounts: { inSource: 3, kept: 1, leftOut: [{ reason: 'no detail', accounts: 2 }], figures: {} },
  notes: [],
};

const reserve = (asset: string, liquidation_threshold_bps: number): TableRow => ({
  market: 'm',
  asset,
  ltv_bps: 7000,
  liquidation_threshold_bps,
  liquidation_bonus_bps: 500,
  usage_as_collateral: liquidation_threshold_bps > 0,
  oracle_price_raw: 10n ** 18n,
});

const price = (asset: string, hour: number, close: number): TableRow => ({
  asset,
  quote: 'USD',
  unix_seconds: hour * 3600,
  open: null,
  high: null,
  low: null,
  close,
  volume: null,
  filled: hour === 2,
});

/** The rows of every table that a lending run needs, in no particular order. */
export const SMALL_ROWS: Readonly<Record<string, readonly TableRow[]>> = {
  assets: [
    { asset: 'WETH', decimals: 18, kind: 'volatile' },
    { asset: 'DAI', decimals: 18, kind: 'stable' },
  ],
  reserves: [reserve('WETH', 8000), reserve('DAI', 0)],
  lending_positions: [
    { market: 'm', account: 'a', asset: 'WETH', side: 'collateral', amount_raw: LARGE_AMOUNT_RAW, liquidation_threshold_bps: null },
    { market: 'm', account: 'a', asset: 'DAI', side: 'debt', amount_raw: 7n, liquidation_threshold_bps: 8100 },
  ],
  lending_accounts: [
    { market: 'm', account: 'a', collateral_base_raw: 20n, debt_base_raw: 7n, liquidation_threshold_bps: 8000, health_factor: 1.5 },
  ],
  prices: [price('ETH', 3, 30), price('ETH', 1, 10), price('BTC', 1, 1), price('ETH', 2, 20), price('BTC', 2, 2)],
  depth_quotes: [{ sell_asset: 'WETH', buy_asset: 'USDC', unix_seconds: 7200, sell_amount: 2, buy_amount: 20, impact_ratio: 0.01 }],
};

/** Wraps rows as the writer wants them. */
export function toTables(rows: Readonly<Record<string, readonly TableRow[]>>): Record<string, TableContent> {
  return Object.fromEntries(Object.entries(rows).map(([name, tableRows]) => [name, { rows: tableRows, licence: 'MIT', source: ['test'] }]));
}
