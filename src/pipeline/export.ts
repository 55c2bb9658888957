import { extname, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { exportTable, EXPORT_FORMATS, type ExportFormat, type TableSource } from '../storage/export-table.js';
import { readRunFile, readRunManifest } from '../storage/run-manifest.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { runStage, type StageContext } from './progress.js';

export interface ExportOptions {
  readonly dataset?: string | undefined;
  /** Run folder. */
  readonly run?: string | undefined;
  readonly table?: string | undefined;
  readonly out?: string | undefined;
  readonly format?: string | undefined;
}

export interface ExportReply {
  readonly source: string;
  readonly table: string;
  readonly format: ExportFormat;
  readonly rows: number;
  readonly columns: readonly string[];
  /** Absolute path. */
  readonly file: string;
}

export const EXPORT_STAGES = { write: 'Write the table' } as const;

const RUN_TABLES = /^tables\/(.+)\.csv$/;

/**
 * Writes one table of a dataset or of a run as CSV, Parquet or JSON.
 *
 * @throws UsageError when the table or the format does not exist or the place cannot be written; DataError when the source was altered
 */
export async function exportPipeline(options: ExportOptions, context: DataContext & StageContext): Promise<ExportReply> {
  const { dataset, run } = options;
  if ((dataset === undefined) === (run === undefined)) throw new UsageError('name one source', { suggestions: ['Give --dataset NAME or --run FOLDER.'] });
  const { source, table } = dataset === undefined ? await findRunTable(run!, options.table, context) : await findDatasetTable(dataset, options.table, context);
  const format = chooseFormat(options);
  const file = resolve(context.workingFolder, options.out ?? `${table}.${format}`);
  const { rows, columns } = await runStage(context, EXPORT_STAGES.write, () => exportTable(source, file, format, context.signal), (written) => `${written.rows} rows`);
  return { source: dataset ?? run!, table, format, rows, columns, file };
}

function chooseFormat({ format, out }: ExportOptions): ExportFormat {
  const asked = format ?? (out === undefined ? 'csv' : extname(out).slice(1));
  const known = EXPORT_FORMATS.find((name) => name === asked);
  if (known) return known;
  throw new UsageError(`${asked || 'a file without an ending'} is no format to export to`, { where: '--format', suggestions: [`Use one of: ${EXPORT_FORMATS.join(', ')}.`] });
}

async function findDatasetTable(name: string, asked: string | undefined, context: DataContext): Promise<{ source: TableSource; table: string }> {
  const store = createDatasetStore({ folders: listDatasetFolders(context) });
  const { tables } = await store.readDatasetManifest(name);
  const table = requireTable(Object.keys(tables), asked, name);
  return { source: { kind: 'parquet', file: await store.checkTable(name, table) }, table };
}

async function findRunTable(run: string, asked: string | undefined, { workingFolder }: DataContext): Promise<{ source: TableSource; table: string }> {
  const folder = resolve(workingFolder, run);
  const manifest = await readRunManifest(folder);
  const names = Object.keys(manifest.files).flatMap((path) => RUN_TABLES.exec(path)?.[1] ?? []);
  const table = requireTable(names, asked, run);
  const path = `tables/${table}.csv`;
  await readRunFile(folder, manifest, path);
  return { source: { kind: 'csv', file: resolve(folder, path) }, table };
}

function requireTable(names: readonly string[], asked: string | undefined, where: string): string {
  const found = names.find((name) => name === asked);
  if (found !== undefined) return found;
  throw new UsageError(asked === undefined ? 'no table is named' : `there is no table ${asked}`, { where, suggestions: [`Choose one with --table: ${names.join(', ')}.`] });
}
