import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, UsageError } from '../core/errors.js';
import type { DatasetCheck } from './dataset-check.js';
import { writeDataset, type TableContent, type WriteOptions } from './dataset-writer.js';
import { DuckDbSession } from './duckdb-session.js';
import type { ImportedTable } from './import-tables.js';
import { hashTables, type Manifest } from './manifest.js';
import { requireFreeName } from './pulled-dataset.js';
import { verifyDatasetFolder } from './verify-dataset.js';

export interface ImportedDataset {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  readonly snapshotUnixSeconds: number;
  readonly toolVersion: string;
  readonly tables: readonly ImportedTable[];
}

/**
 * Writes imported tables beside the datasets, checks them as `data verify` would, and moves them to their name by one rename.
 *
 * @param checkContent what is checked of a dataset of this name in the folders, beyond bytes and tables
 * @throws DataError when a check fails, UsageError when the name is taken; nothing is left behind then
 */
export async function publishImport(datasetsFolder: string, dataset: ImportedDataset, checkContent: (folders: readonly string[], manifest: Manifest) => Promise<DatasetCheck[]>, watch: WriteOptions = {}): Promise<{ readonly folder: string; readonly sha256: string; readonly manifest: Manifest }> {
  const { name, description, licence, snapshotUnixSeconds, toolVersion, tables } = dataset;
  // Before there is anything to tidy up after an interrupt.
  await DuckDbSession.load();
  watch.signal?.throwIfAborted();
  const staging = join(datasetsFolder, `.${name}.import`);
  await mkdir(datasetsFolder, { recursive: true });
  await mkdir(staging).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new UsageError(`another import of \`${name}\` is under way, or was killed`, { where: staging, suggestions: ['Wait until it ends; if none is running, remove that folder.'], cause });
  });
  try {
    const contents = Object.fromEntries(
      tables.map(({ table, rows, csv }): [string, TableContent] => [table, { rows, licence, source: [`imported from ${csv.path}, sha256 ${csv.sha256}`] }]),
    );
    const written = join(staging, name);
    const manifest = await writeDataset(written, { name, description, licence, snapshotUnixSeconds, toolVersion, accounts: null, notes: [] }, contents, watch);
    const { checks, holds: isSound } = await verifyDatasetFolder(written, { signal: watch.signal });
    const failed = [...checks, ...(isSound ? await checkContent([staging], manifest) : [])].find(({ holds }) => !holds);
    if (failed !== undefined) {
      throw new DataError(`a check fails: ${failed.check}: ${failed.detail}`, { where: tables.map(({ csv }) => csv.path).join(', '), suggestions: ['Mend the files and import them again; nothing was published.'] });
    }
    await requireFreeName(datasetsFolder, name);
    watch.signal?.throwIfAborted();
    const folder = join(datasetsFolder, name);
    await rename(written, folder);
    return { folder, sha256: hashTables(manifest), manifest };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
