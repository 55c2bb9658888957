import { DatasetBuilder, type DatasetHeader, type TableProvenance } from './dataset-builder.js';
import { DuckDbSession, type TableRow } from './duckdb-session.js';
import type { Manifest } from './manifest.js';

/** As small as it gets: such datasets are written once and downloaded often. */
const COMPRESSION_LEVEL = 19;

export interface TableContent extends TableProvenance {
  readonly rows: readonly TableRow[];
}

/**
 * Writes a dataset folder from rows in memory.
 *
 * Rows may come in any order; they are sorted by the table's key, so equal content gives equal bytes.
 * @throws DataError when a row breaks the schema: unknown or missing column, repeated key, raw integer beyond 38 digits; nothing is written then.
 */
export function writeDataset(folder: string, header: DatasetHeader, tables: Readonly<Record<string, TableContent>>): Promise<Manifest> {
  return DuckDbSession.use(async (session) => {
    const builder = new DatasetBuilder(session, COMPRESSION_LEVEL);
    for (const name of Object.keys(tables).sort()) await builder.add(name, tables[name]!.rows);
    return builder.write(folder, header, tables);
  });
}
