import type { PriceSeries } from '../pipeline/ports.js';
import { quoteSql, type DuckDbSession } from './duckdb-session.js';
import { tableFile } from './table-check.js';

export const DEPTH_QUOTE_SELECTION =
  'sell_asset AS sellAsset, buy_asset AS buyAsset, unix_seconds::DOUBLE AS unixSeconds, sell_amount AS sellAmount, ' +
  'buy_amount AS buyAmount, impact_ratio AS impactRatio';

/** Reads one table as rows of the port; the checked schema and the selection together give exactly their fields. */
export async function readSelection<Row>(session: DuckDbSession, folder: string, table: string, selection: string): Promise<Row[]> {
  return (await session.readRows(`SELECT ${selection} FROM read_parquet(${quoteSql(tableFile(folder, table))})`)) as Row[];
}

/**
 * Reads every price series by columns, keyed `asset/quote`.
 *
 * Shape: the arrays of one series have equal length and are in rising time.
 */
export async function readPriceSeries(session: DuckDbSession, folder: string): Promise<ReadonlyMap<string, PriceSeries>> {
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
