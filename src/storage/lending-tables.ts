import type { AccountRow, AssetRow, DepthQuoteRow, PositionRow, PriceSeries, ReserveRow } from '../pipeline/ports.js';
import { quoteSql, type DuckDbSession } from './duckdb-session.js';
import { tableFile } from './table-check.js';

/** The tables that a lending dataset must hold. */
export const LENDING_DATASET_TABLES = ['assets', 'reserves', 'lending_positions', 'lending_accounts', 'prices', 'depth_quotes'] as const;

type LendingTable = (typeof LENDING_DATASET_TABLES)[number];

/** Column aliases per table, named as the port's rows; files are sorted by key, and reading keeps their order. */
const SELECTIONS: Readonly<Record<Exclude<LendingTable, 'prices'>, string>> = {
  assets: 'asset, decimals, kind',
  reserves:
    'market, asset, ltv_bps AS ltvBps, liquidation_threshold_bps AS liquidationThresholdBps, ' +
    'liquidation_bonus_bps AS liquidationBonusBps, usage_as_collateral AS usageAsCollateral, ' +
    'oracle_price_raw::HUGEINT AS oraclePriceRaw',
  lending_positions:
    'market, account, asset, side, amount_raw::HUGEINT AS amountRaw, liquidation_threshold_bps AS liquidationThresholdBps',
  lending_accounts:
    'market, account, collateral_base_raw::HUGEINT AS collateralBaseRaw, debt_base_raw::HUGEINT AS debtBaseRaw, ' +
    'liquidation_threshold_bps AS liquidationThresholdBps, health_factor AS healthFactor',
  depth_quotes:
    'sell_asset AS sellAsset, buy_asset AS buyAsset, unix_seconds::DOUBLE AS unixSeconds, sell_amount AS sellAmount, ' +
    'buy_amount AS buyAmount, impact_ratio AS impactRatio',
};

interface LendingTables {
  readonly assets: readonly AssetRow[];
  readonly reserves: readonly ReserveRow[];
  readonly positions: readonly PositionRow[];
  readonly accounts: readonly AccountRow[];
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly depthQuotes: readonly DepthQuoteRow[];
}

/** Reads the tables of a lending dataset whose bytes and columns have been checked. */
export async function readLendingTables(session: DuckDbSession, folder: string): Promise<LendingTables> {
  return {
    assets: await readTable<AssetRow>(session, folder, 'assets'),
    reserves: await readTable<ReserveRow>(session, folder, 'reserves'),
    positions: await readTable<PositionRow>(session, folder, 'lending_positions'),
    accounts: await readTable<AccountRow>(session, folder, 'lending_accounts'),
    prices: await readPriceSeries(session, folder),
    depthQuotes: await readTable<DepthQuoteRow>(session, folder, 'depth_quotes'),
  };
}

async function readTable<Row>(session: DuckDbSession, folder: string, table: keyof typeof SELECTIONS): Promise<Row[]> {
  const source = `read_parquet(${quoteSql(tableFile(folder, table))})`;
  // The checked schema and the selection above give exactly the fields of the port's row.
  return (await session.readRows(`SELECT ${SELECTIONS[table]} FROM ${source}`)) as Row[];
}

/**
 * Reads every price series by columns, keyed `asset/quote`.
 *
 * Shape: the arrays of one series have equal length and are in rising time.
 */
async function readPriceSeries(session: DuckDbSession, folder: string): Promise<ReadonlyMap<string, PriceSeries>> {
  const source = `read_parquet(${quoteSql(tableFile(folder, 'prices'))})`;
  const groups = await session.readRows(
    `SELECT asset, quote, count(*)::INTEGER AS row_count FROM ${source} GROUP BY asset, quote ORDER BY asset, quote`,
  );
  // The file is sorted by asset, quote and time, and one thread keeps that order: no second sort.
  const columns = await session.readDoubleColumns(`SELECT unix_seconds::DOUBLE, close, filled::DOUBLE FROM ${source}`);
  const [unixSeconds, close, filled] = columns as [Float64Array, Float64Array, Float64Array];
  const series = new Map<string, PriceSeries>();
  let start = 0;
  for (const group of groups) {
    const asset = String(group['asset']);
    const quote = String(group['quote']);
    const end = start + Number(group['row_count']);
    series.set(`${asset}/${quote}`, {
      asset,
      quote,
      unixSeconds: unixSeconds.slice(start, end),
      close: close.slice(start, end),
      filled: Uint8Array.from(filled.subarray(start, end)),
    });
    start = end;
  }
  return series;
}
