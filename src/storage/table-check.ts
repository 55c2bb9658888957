import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import { quoteSql, type DuckDbSession } from './duckdb-session.js';
import { hashSha256 } from '../core/hash.js';
import type { TableEntry } from './manifest.js';
import { findTable } from './schema.js';
import { parquetType, type TableSpec } from './table-spec.js';

const RESTORE = ['restore the dataset from where it came (e.g. `git checkout` for a bundled one)', 'or build or pull it again'];

/** Names the file of a table inside a dataset folder. */
export function tableFile(folder: string, table: string): string {
  return join(folder, `${table}.parquet`);
}

/** Finds the declaration of a table that is known to exist. @throws DataError when the schema has no such table. */
export function requireTableSpec(table: string): TableSpec {
  const spec = findTable(table);
  if (spec === undefined) throw new DataError(`the schema has no table \`${table}\``, { where: table });
  return spec;
}

/**
 * Holds a table's bytes against the manifest, before anything reads them.
 *
 * @throws DataError when the file is missing, shorter or longer than recorded, or its SHA-256 differs.
 */
export async function checkTableBytes(folder: string, table: string, entry: TableEntry): Promise<void> {
  const where = tableFile(folder, table);
  let content: Uint8Array;
  try {
    content = await readFile(where);
  } catch (cause) {
    throw new DataError(`table \`${table}\` is in the manifest but its file cannot be read`, { where, suggestions: RESTORE, cause });
  }
  if (content.length < entry.bytes) {
    throw new DataError(`table \`${table}\` is truncated: ${content.length} of ${entry.bytes} bytes`, { where, suggestions: RESTORE });
  }
  const sha256 = hashSha256(content);
  if (sha256 === entry.sha256) return;
  throw new DataError(`table \`${table}\` was altered: its SHA-256 is ${sha256}, the manifest records ${entry.sha256}`, {
    where,
    suggestions: RESTORE,
  });
}

/**
 * Holds a table's columns and rows against the schema and the manifest.
 *
 * @throws DataError when the file is not readable Parquet, its columns differ, its row count differs, or a required cell is empty.
 */
export async function checkTableSchema(session: DuckDbSession, folder: string, table: string, entry: TableEntry): Promise<void> {
  const where = tableFile(folder, table);
  const spec = requireTableSpec(table);
  const source = `read_parquet(${quoteSql(where)})`;
  const expected = spec.columns.map((item) => `${item.name} ${parquetType(item)}`).join(', ');
  const required = spec.columns.filter((item) => !item.nullable).map((item) => `count(*) - count(${item.name}) AS ${item.name}`);
  let actual: string;
  let counts: Record<string, unknown>;
  try {
    const described = await session.readRows(`DESCRIBE SELECT * FROM ${source}`);
    actual = described.map((item) => `${String(item['column_name'])} ${String(item['column_type'])}`).join(', ');
    if (actual !== expected) {
      throw new DataError(`table \`${table}\` has the wrong columns: expected ${expected}; found ${actual}`, { where, suggestions: RESTORE });
    }
    counts = (await session.readRows(`SELECT count(*) AS row_count, ${required.join(', ')} FROM ${source}`))[0]!;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(`table \`${table}\` is not readable Parquet`, { where, suggestions: RESTORE, cause });
  }
  const { row_count: rows, ...missing } = counts;
  if (Number(rows) !== entry.rows) {
    throw new DataError(`table \`${table}\` has ${String(rows)} rows, the manifest records ${entry.rows}`, { where, suggestions: RESTORE });
  }
  for (const [name, empty] of Object.entries(missing)) {
    if (Number(empty) > 0) {
      throw new DataError(`table \`${table}\` has ${String(empty)} empty cells in the required column \`${name}\``, { where, suggestions: RESTORE });
    }
  }
}
