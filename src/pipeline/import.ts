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
import { heedInterrupt } from './interrupt.js';
import { runStage, type StageContext } from './progress.js';
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

export const IMPORT_STAGES = { read: 'Read and check the files', publish: 'Write and check the dataset' } as const;

/**
 * Makes a dataset in `data/local/` of CSV files, one per table, with the checks that pulled data passes.
 *
 * Special cases: the time of the snapshot is `at`, else the last time in any table.
 * @throws UsageError for what the flags ask; DataError with file and line for what a file holds
 */
export async function importPipeline(options: ImportOptions, context: StageContext & { readonly workingFolder: string; readonly version: string }): Promise<ImportReply> {
  const { progress, signal } = context;
  const datasetsFolder = join(context.workingFolder, 'data', 'local');
  await requireFreeName(datasetsFolder, options.name);
  const at = parseDate(options.at, '--at');
  const tables = await runStage(context, IMPORT_STAGES.read, () => readFiles(options.files, context), (read) => `${countRows(read)} rows`);
  const watch = { onRows: (done: number, total: number) => progress?.update(IMPORT_STAGES.publish, done / total, undefined, { done, total, unit: 'rows' }), signal };
  const publish = (): ReturnType<typeof publishImport> => publishImport(datasetsFolder, {
    name: options.name,
    description: options.description ?? `Imported from ${tables.map(({ csv }) => csv.path).join(', ')}`,
    licence: options.licence,
    snapshotUnixSeconds: at ?? findLastTime(tables),
    toolVersion: context.version,
    tables,
  }, (folders, content) => checkContent(createDatasetStore({ folders }), options.name, content), watch).catch((error: unknown) => {
    throw explainDiskFull(error, datasetsFolder, 'Free some space and import again; nothing was published.');
  });
  const { folder, sha256, manifest } = await runStage(context, IMPORT_STAGES.publish, publish, ({ manifest: written }) => `${Object.keys(written.tables).length} tables`);
  return { dataset: options.name, folder, sha256, rows: Object.fromEntries(Object.entries(manifest.tables).map(([table, { rows }]) => [table, rows])) };
}

async function readFiles(files: readonly string[], { workingFolder, progress, signal }: StageContext & { readonly workingFolder: string }): Promise<ImportedTable[]> {
  const tables: ImportedTable[] = [];
  for (const text of files) {
    const { table, file } = readAssignment(text);
    if (tables.some((item) => item.table === table)) throw new UsageError(`the table \`${table}\` is given twice`, { where: text, suggestions: ['Put its rows into one file.'] });
    const csv = await readCsvFile(resolve(workingFolder, file), file);
    await heedInterrupt(signal);
    tables.push(readImportedTable(table, csv));
    progress?.update(IMPORT_STAGES.read, tables.length / files.length, undefined, { done: countRows(tables), total: null, unit: 'rows' });
  }
  await heedInterrupt(signal);
  requireReferences(tables);
  return tables;
}

function countRows(tables: readonly ImportedTable[]): number {
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
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
