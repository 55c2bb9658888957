import { DataError } from '../core/errors.js';
import type { DatasetCheck } from './dataset-check.js';
import { DuckDbSession, quoteSql } from './duckdb-session.js';
import { runEconomicChecks } from './economic-checks.js';
import { hashTables, readManifest, type Manifest } from './manifest.js';
import { REFERENCES, type Reference } from './table-references.js';
import { checkTableBytes, checkTableSchema, requireTableSpec, tableFile } from './table-check.js';

export interface DatasetVerification {
  readonly name: string;
  readonly folder: string;
  readonly sha256: string;
  readonly holds: boolean;
  readonly checks: readonly DatasetCheck[];
}

export interface VerifyOptions {
  /** Told how many rows of how many lie in tables whose bytes are read. */
  readonly onRows?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a dataset folder: bytes against hashes, columns against the schema, unique keys, references between tables, and what must hold of the figures.
 *
 * @throws DataError when the manifest itself is unusable; everything else is listed in the outcome.
 */
export async function verifyDatasetFolder(folder: string, { onRows = () => undefined, signal }: VerifyOptions = {}): Promise<DatasetVerification> {
  const manifest = await readManifest(folder);
  const checks: DatasetCheck[] = [];
  await DuckDbSession.use(async (session) => {
    const sound = await checkTables(session, folder, manifest, checks, onRows);
    for (const table of sound) checks.push(await checkUniqueKey(session, folder, table));
    for (const reference of REFERENCES) {
      if (sound.has(reference.table) && sound.has(reference.target)) checks.push(await checkReference(session, folder, reference));
    }
    checks.push(...(await runEconomicChecks(session, folder, sound)));
  }, { signal });
  return { name: manifest.name, folder, sha256: hashTables(manifest), holds: checks.every((item) => item.holds), checks };
}

/** Checks bytes and schema of every table; returns those that can be read further. */
async function checkTables(session: DuckDbSession, folder: string, manifest: Manifest, checks: DatasetCheck[], onRows: NonNullable<VerifyOptions['onRows']>): Promise<Set<string>> {
  const sound = new Set<string>();
  const total = Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  for (const [table, entry] of Object.entries(manifest.tables)) {
    const check = `${table}: hash and schema`;
    try {
      await checkTableBytes(folder, table, entry);
      await checkTableSchema(session, folder, table, entry);
      checks.push({ check, holds: true, detail: `${entry.rows} rows, sha256 ${entry.sha256}` });
      sound.add(table);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      checks.push({ check, holds: false, detail: error.message });
    }
    onRows((done += entry.rows), total);
  }
  return sound;
}

async function checkUniqueKey(session: DuckDbSession, folder: string, table: string): Promise<DatasetCheck> {
  const key = requireTableSpec(table).key.join(', ');
  const [row] = await session.readRows(
    `SELECT count(*) - count(DISTINCT (${key})) AS repeated FROM read_parquet(${quoteSql(tableFile(folder, table))})`,
  );
  const repeated = Number(row!['repeated']);
  return { check: `${table}: key (${key}) is unique`, holds: repeated === 0, detail: `${repeated} repeated` };
}

async function checkReference(session: DuckDbSession, folder: string, reference: Reference): Promise<DatasetCheck> {
  const { table, columns, target } = reference;
  const on = columns.map((name) => `held.${name} = known.${name}`).join(' AND ');
  const [row] = await session.readRows(
    `SELECT count(*) AS orphans FROM read_parquet(${quoteSql(tableFile(folder, table))}) AS held ` +
      `ANTI JOIN read_parquet(${quoteSql(tableFile(folder, target))}) AS known ON ${on}`,
  );
  const orphans = Number(row!['orphans']);
  return {
    check: `${table}: every ${columns.join(' and ')} is in ${target}`,
    holds: orphans === 0,
    detail: `${orphans} rows without one`,
  };
}
