import { join } from 'node:path';
import { requireTableSpec } from '../../src/storage/table-check.js';
import { DuckDbSession, quoteSql } from '../../src/storage/duckdb-session.js';

/** Every row of a pulled table in the file's order: raw integers as text, the rest as DuckDB gives it. */
export async function readPulledTable(folder: string, table: string, name = 'pulled'): Promise<Record<string, unknown>[]> {
  const raw = new Set(requireTableSpec(table).columns.filter(({ type }) => type === 'HUGEINT' || type === 'BIGINT').map((item) => item.name));
  const rows = await DuckDbSession.use((session) => session.readRows(`SELECT * FROM read_parquet(${quoteSql(join(folder, 'data', 'local', name, `${table}.parquet`))})`));
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, raw.has(column) && value !== null ? String(value) : value])));
}
