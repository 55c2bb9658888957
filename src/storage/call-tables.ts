import type { CallsDataset, DatasetHeader, LiquidationCallRow } from '../pipeline/ports.js';
import type { DuckDbSession } from './duckdb-session.js';
import { readSelection } from './market-tables.js';

/** The table that a dataset of recorded liquidations must hold. */
export const CALLS_DATASET_TABLES = ['liquidation_calls'] as const;

const CALLS = 'account, collateral_asset AS collateralAsset, debt_asset AS debtAsset, unix_seconds::DOUBLE AS unixSeconds, debt_repaid_usd AS debtRepaidUsd, seized_over_repaid AS seizedOverRepaid';

/** Reads recorded liquidations, in rising time, whose bytes and columns have been checked. */
export async function readCallTables(session: DuckDbSession, folder: string): Promise<Omit<CallsDataset, keyof DatasetHeader>> {
  return { calls: await readSelection<LiquidationCallRow>(session, folder, 'liquidation_calls', CALLS) };
}
