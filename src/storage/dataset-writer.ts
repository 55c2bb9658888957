import { DatasetBuilder, type DatasetHeader, type TableProvenance } from './dataset-builder.js';
import { DuckDbSession, type TableRow } from './duckdb-session.js';
import type { Manifest } from './manifest.js';

/** As small as it gets: such datasets are written once and downloaded often. */
const COMPRESSION_LEVEL = 19;

/** Rows that are taken without a break: some hundredths of a second. */
const ROWS_AT_ONCE = 2000;

export interface WriteOptions {
  /** Told how many rows of how many are taken. */
  readonly onRows?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface TableContent extends TableProvenance {
  readonly rows: readonly TableRow[];
}

/**
 * Writes a dataset folder from rows in memory.
 *
 * Rows may come in any order; they are sorted by the table's key, so equal content gives equal bytes.
 * @throws DataError when a row breaks the schema: unknown or missing column, repeated key, raw integer beyond 38 digits; nothing is written then.
 */
export function writeDataset(folder: string, header: DatasetHeader, tables: Readonly<Record<string, TableContent>>, { onRows = () => undefined, signal }: WriteOptions = {}): Promise<Manifest> {
  return DuckDbSession.use(async (session) => {
    const builder = new DatasetBuilder(session, COMPRESSION_LEVEL);
    const total = Object.values(tables).reduce((sum, { rows }) => sum + rows.length, 0);
    let done = 0;
    for (const name of Object.keys(tables).sort()) {
      const { rows } = tables[name]!;
      for (let from = 0; from === 0 || from < rows.length; from += ROWS_AT_ONCE) {
        const slice = rows.slice(from, from + ROWS_AT_ONCE);
        await builder.add(name, slice);
        onRows((done += slice.length), total);
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
    }
    return builder.write(folder, header, tables);
  }, { signal });
}
