import type { AccountRow, AssetRow, DepthQuoteRow, PositionRow, PriceSeries, ReserveRow } from '../pipeline/ports.js';
import type { DuckDbSession } from './duckdb-session.js';
import { DEPTH_QUOTE_SELECTION, readPriceSeries, readSelection } from './market-tables.js';

/** The tables that a lending dataset must hold. */
export const LENDING_DATASET_TABLES = ['assets', 'reserves', 'lending_positions'] as const;
/** Not every source gives these; without them the dataset has none. */
type OptionalTable = 'lending_accounts' | 'prices' | 'depth_quotes';

type LendingTable = (typeof LENDING_DATASET_TABLES)[number] | OptionalTable;

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
  depth_quotes: DEPTH_QUOTE_SELECTION,
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
export async function readLendingTables(session: DuckDbSession, folder: string, tables: ReadonlySet<string>): Promise<LendingTables> {
  return {
    assets: await readSelection<AssetRow>(session, folder, 'assets', SELECTIONS.assets),
    reserves: await readSelection<ReserveRow>(session, folder, 'reserves', SELECTIONS.reserves),
    positions: await readSelection<PositionRow>(session, folder, 'lending_positions', SELECTIONS.lending_positions),
    accounts: tables.has('lending_accounts') ? await readSelection<AccountRow>(session, folder, 'lending_accounts', SELECTIONS.lending_accounts) : [],
    prices: tables.has('prices') ? await readPriceSeries(session, folder) : new Map(),
    depthQuotes: tables.has('depth_quotes') ? await readSelection<DepthQuoteRow>(session, folder, 'depth_quotes', SELECTIONS.depth_quotes) : [],
  };
}
