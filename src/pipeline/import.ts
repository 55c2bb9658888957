import { join, resolve } from 'node:path';
import { DataError, UsageError } from '../core/errors.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { readCsvFile } from '../storage/csv-file.js';
import { explainDiskFull } from '../storage/disk-full.js';
import { readImportedTable, requireReferences, type ImportedTable } from '../storage/import-tables.js';
import { publishImport } from '../storage/imported-dataset.js';
import { requireFreeName } from '../storage/pulled-dataset.js';
import { TABLES, findTable } from '../storage/schema.js';
import { checkContent } from './check-content.js';
import { parseDate } from './pull/parse-date.js';

export interface ImportOptions {
  /** `table=file.csv`, one per table. */
  readonly files: readonly string[];
  readonly name: string;
  readonly licence: string;
  readonly description?: string | undefined;
  readonly at?: string | undefined;
}

export interface ImportReply {
  readonly dataset: string;
  readonly folder: string;
  readonly sha256: string;
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Makes a dataset in `data/local/` of CSV files, one per table, with the checks that pulled data passes.
 *
 * Special cases: the time of the snapshot is `at`, else the last time in any table.
 * @throws UsageError for what the flags ask; DataError with file and line for what a file holds
 */
export async function importPipeline(options: ImportOptions, context: { readonly workingFolder: string; readonly version: string }): Promise<ImportReply> {
  const datasetsFolder = join(context.workingFolder, 'data', 'local');
  await requireFreeName(datasetsFolder, options.name);
  const at = parseDate(options.at, '--at');
  const tables: ImportedTable[] = [];
  for (const text of options.files) {
    const { table, file } = readAssignment(text);
    if (tables.some((item) => item.table === table)) throw new UsageError(`the table \`${table}\` is given twice`, { where: text, suggestions: ['Put its rows into one file.'] });
    tables.push(readImportedTable(table, await readCsvFile(resolve(context.workingFolder, file), file)));
  }
  requireReferences(tables);
  const { folder, sha256, manifest } = await publishImport(datasetsFolder, {
    name: options.name,
    description: options.description ?? `Imported from ${tables.map(({ csv }) => csv.path).join(', ')}`,
    licence: options.licence,
    snapshotUnixSeconds: at ?? findLastTime(tables),
    toolVersion: context.version,
    tables,
  }, (folders, content) => checkContent(createDatasetStore({ folders }), options.name, content)).catch((error: unknown) => {
    throw explainDiskFull(error, datasetsFolder, 'Free some space and import again; nothing was published.');
  });
  return { dataset: options.name, folder, sha256, rows: Object.fromEntries(Object.entries(manifest.tables).map(([table, { rows }]) => [table, rows])) };
}

function readAssignment(text: string): { table: string; file: string } {
  const at = text.indexOf('=');
  const [table, file] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || file === '') throw new UsageError(`\`${text}\` names no table and file`, { where: 'arguments', suggestions: ['Write table=file.csv, e.g. prices=prices.csv.'] });
  if (findTable(table) === undefined) {
    throw new UsageError(`there is no table \`${table}\``, { where: text, suggestions: [`Tables: ${TABLES.map(({ name }) => name).join(', ')}.`] });
  }
  return { table, file };
}

function findLastTime(tables: readonly ImportedTable[]): number {
  let last = -Infinity;
  for (const { table, rows } of tables) {
    const { timeColumn } = findTable(table)!;
    if (timeColumn !== null) for (const row of rows) last = Math.max(last, Number(row[timeColumn]));
  }
  if (Number.isFinite(last)) return last;
  throw new DataError('no table tells the time of the snapshot', { where: tables.map(({ csv }) => csv.path).join(', '), suggestions: ['Give it with --at, e.g. --at 2024-08-05T12:00.'] });
}
