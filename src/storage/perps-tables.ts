import type { DepthQuoteRow, PerpAccountRow, PerpMarketRow, PerpPositionRow, PerpsDataset } from '../pipeline/ports.js';
import type { DuckDbSession } from './duckdb-session.js';
import { DEPTH_QUOTE_SELECTION, readPriceSeries, readSelection } from './market-tables.js';

/** The tables that a perps dataset must hold; prices and depth not every source gives, and without them the dataset has none. */
export const PERPS_DATASET_TABLES = ['perp_markets', 'perp_accounts', 'perp_positions'] as const;

const MARKETS =
  'market, venue, initial_margin_bps AS initialMarginBps, maintenance_margin_bps AS maintenanceMarginBps, ' +
  'liquidation_fee_bps AS liquidationFeeBps, mark_price_raw::HUGEINT AS markPriceRaw';
const ACCOUNTS = 'account, cross_collateral_raw::HUGEINT AS crossCollateralRaw';
const POSITIONS =
  'market, account, size_raw::HUGEINT AS sizeRaw, entry_price_raw::HUGEINT AS entryPriceRaw, collateral_raw::HUGEINT AS collateralRaw, ' +
  'margin_mode AS marginMode';

/** Reads the tables of a perps dataset whose bytes and columns have been checked. */
export async function readPerpsTables(
  session: DuckDbSession,
  folder: string,
  tables: ReadonlySet<string>,
): Promise<Pick<PerpsDataset, 'markets' | 'accounts' | 'positions' | 'prices' | 'depthQuotes'>> {
  return {
    markets: await readSelection<PerpMarketRow>(session, folder, 'perp_markets', MARKETS),
    accounts: await readSelection<PerpAccountRow>(session, folder, 'perp_accounts', ACCOUNTS),
    positions: await readSelection<PerpPositionRow>(session, folder, 'perp_positions', POSITIONS),
    prices: tables.has('prices') ? await readPriceSeries(session, folder) : new Map(),
    depthQuotes: tables.has('depth_quotes') ? await readSelection<DepthQuoteRow>(session, folder, 'depth_quotes', DEPTH_QUOTE_SELECTION) : [],
  };
}
