import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../core/errors.js';
import { DuckDbSession, quoteSql } from './duckdb-session.js';

export const EXPORT_FORMATS = ['csv', 'parquet', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface TableSource {
  readonly kind: 'parquet' | 'csv';
  readonly file: string;
}

const COPY_OPTIONS: Readonly<Record<ExportFormat, string>> = {
  csv: 'FORMAT csv, HEADER',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  json: 'FORMAT json, ARRAY true',
};

/**
 * Writes a table to a file, whole or not at all, its rows in the order of the source.
 *
 * @throws UsageError when the place cannot be written; the signal's reason, and then nothing is left there
 */
export async function exportTable(source: TableSource, file: string, format: ExportFormat, signal?: AbortSignal): Promise<{ readonly rows: number; readonly columns: readonly string[] }> {
  const partial = `${file}.partial`;
  const read = source.kind === 'parquet' ? `read_parquet(${quoteSql(source.file)})` : `read_csv(${quoteSql(source.file)}, header = true)`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const described = await DuckDbSession.use(async (session) => {
      const columns = await session.readRows(`DESCRIBE SELECT * FROM ${read}`);
      const [counted] = await session.readRows(`SELECT count(*)::INTEGER AS row_count FROM ${read}`);
      await session.run(`COPY (SELECT * FROM ${read}) TO ${quoteSql(partial)} (${COPY_OPTIONS[format]})`);
      return { rows: Number(counted!['row_count']), columns: columns.map((item) => String(item['column_name'])) };
    }, { signal });
    await rename(partial, file);
    return described;
  } catch (cause) {
    await rm(partial, { force: true });
    signal?.throwIfAborted();
    throw new UsageError(`cannot write the table: ${(cause as Error).message}`, { where: file, suggestions: ['Name a file that you may write with --out.'], cause });
  }
}
