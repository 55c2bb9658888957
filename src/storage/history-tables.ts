import type { AssetRow, DatasetHeader, HistoryDataset, ParameterChangeRow, PositionEventRow } from '../pipeline/ports.js';
import type { DuckDbSession } from './duckdb-session.js';
import { readPriceSeries, readSelection } from './market-tables.js';

/** The tables that a dataset of a market's history must hold. */
export const HISTORY_DATASET_TABLES = ['assets', 'position_events', 'parameter_changes', 'prices'] as const;

/** Files are sorted by market, block and place in the block, so events come in the order in which they happened. */
const EVENTS = 'account, asset, kind, unix_seconds::DOUBLE AS unixSeconds, amount_raw::HUGEINT AS amountRaw';
const CHANGES = 'parameter, unix_seconds::DOUBLE AS unixSeconds, value_after AS valueAfter';

/** Reads the tables of a history whose bytes and columns have been checked. */
export async function readHistoryTables(session: DuckDbSession, folder: string): Promise<Omit<HistoryDataset, keyof DatasetHeader>> {
  return {
    assets: await readSelection<AssetRow>(session, folder, 'assets', 'asset, decimals, kind'),
    events: await readSelection<PositionEventRow>(session, folder, 'position_events', EVENTS),
    changes: await readSelection<ParameterChangeRow>(session, folder, 'parameter_changes', CHANGES),
    prices: await readPriceSeries(session, folder),
  };
}
