import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import { DuckDbSession, type TableRow } from './duckdb-session.js';
import { hashSha256 } from '../core/hash.js';
import { MANIFEST_FILE, type Manifest, type TableEntry } from './manifest.js';
import { SCHEMA_VERSION } from './schema.js';
import { requireTableSpec, tableFile } from './table-check.js';
import type { TableSpec } from './table-spec.js';

const LARGEST_RAW = 10n ** 38n - 1n;

export interface TableContent {
  readonly rows: readonly TableRow[];
  readonly licence: string;
  readonly source: readonly string[];
}

/** What the maker of a dataset says about it; rows, hashes and time ranges are worked out here. */
export type DatasetHeader = Omit<Manifest, 'schemaVersion' | 'tables' | 'tool'> & { readonly toolVersion: string };

/**
 * Writes a dataset folder: one Parquet file per table, then the manifest.
 *
 * Rows may come in any order; they are sorted by the table's key, so equal content gives equal bytes.
 * Special cases: the manifest goes last, so a folder whose writing broke off is not a dataset.
 *
 * @throws DataError when a row breaks the schema: unknown or missing column, repeated key, raw integer beyond 38 digits.
 */
export async function writeDataset(
  folder: string,
  header: DatasetHeader,
  tables: Readonly<Record<string, TableContent>>,
): Promise<Manifest> {
  const names = Object.keys(tables).sort();
  for (const name of names) checkRows(requireTableSpec(name), tables[name]!.rows);
  await mkdir(folder, { recursive: true });
  await rm(join(folder, MANIFEST_FILE), { force: true });
  const entries = await DuckDbSession.use(async (session) => {
    const written: Record<string, TableEntry> = {};
    for (const name of names) written[name] = await writeTable(session, folder, requireTableSpec(name), tables[name]!);
    return written;
  });
  const { toolVersion, ...said } = header;
  const manifest: Manifest = {
    schemaVersion: SCHEMA_VERSION,
    ...said,
    tool: { name: 'plimsoll', version: toolVersion },
    tables: entries,
  };
  await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function writeTable(session: DuckDbSession, folder: string, spec: TableSpec, content: TableContent): Promise<TableEntry> {
  const file = tableFile(folder, spec.name);
  await session.createTable(spec, content.rows);
  await session.copyToParquet(spec, file);
  const bytes = await readFile(file);
  return {
    rows: content.rows.length,
    bytes: bytes.length,
    sha256: hashSha256(bytes),
    timeRange: findTimeRange(spec, content.rows),
    licence: content.licence,
    source: [...content.source],
  };
}

function findTimeRange(spec: TableSpec, rows: readonly TableRow[]): TableEntry['timeRange'] {
  if (spec.timeColumn === null || rows.length === 0) return null;
  let from = Infinity;
  let to = -Infinity;
  for (const row of rows) {
    const unixSeconds = Number(row[spec.timeColumn]);
    from = Math.min(from, unixSeconds);
    to = Math.max(to, unixSeconds);
  }
  return { fromUnixSeconds: from, toUnixSeconds: to };
}

function checkRows(spec: TableSpec, rows: readonly TableRow[]): void {
  const known = new Set(spec.columns.map((item) => item.name));
  const keys = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const where = `${spec.name}, row ${index}`;
    for (const name of Object.keys(row)) {
      if (!known.has(name)) throw new DataError(`the schema has no column \`${name}\` in table \`${spec.name}\``, { where });
    }
    for (const item of spec.columns) {
      const value = row[item.name] ?? null;
      if (value === null && !item.nullable) throw new DataError(`required column \`${item.name}\` is empty`, { where });
      if (typeof value === 'number' && !Number.isFinite(value)) throw new DataError(`\`${item.name}\` is not a finite number`, { where });
      if (item.type === 'HUGEINT' && typeof value !== 'bigint' && value !== null) {
        throw new DataError(`raw integer \`${item.name}\` must be given as bigint`, { where });
      }
      if (typeof value === 'bigint' && (value > LARGEST_RAW || value < -LARGEST_RAW)) {
        throw new DataError(`raw integer \`${item.name}\` has more than 38 digits`, { where });
      }
    }
    const key = JSON.stringify(spec.key.map((name) => String(row[name])));
    if (keys.has(key)) throw new DataError(`the key ${key} comes twice in table \`${spec.name}\``, { where });
    keys.add(key);
  }
}
