import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import type { DatasetStore, LendingDataset } from '../pipeline/ports.js';
import { DuckDbSession } from './duckdb-session.js';
import { LENDING_DATASET_TABLES, readLendingTables } from './lending-tables.js';
import { countAccountsLeftOut, hashTables, MANIFEST_FILE, readManifest, type Manifest } from './manifest.js';
import { checkTableBytes, checkTableSchema } from './table-check.js';
import { verifyDatasetFolder, type DatasetVerification } from './verify-dataset.js';

/** Where datasets are looked for, in this order; the first folder that holds the name wins. */
export interface DatasetStoreOptions {
  readonly folders: readonly string[];
}

/** The pipeline's port, and what the `data` commands need beside it. */
export interface FolderDatasetStore extends DatasetStore {
  /** @throws DataError when the dataset is unknown or its manifest is unusable. */
  readDatasetManifest(name: string): Promise<Manifest>;
  /** Checks everything there is to check and lists what fails instead of stopping at it. @throws DataError as above. */
  verifyDataset(name: string): Promise<DatasetVerification>;
}

/** Opens the datasets in the given folders. */
export function createDatasetStore(options: DatasetStoreOptions): FolderDatasetStore {
  const { folders } = options;
  return {
    listDatasets: () => listDatasets(folders),
    loadLendingDataset: async (name) => loadLendingDataset(await findDatasetFolder(folders, name)),
    readDatasetManifest: async (name) => readManifest(await findDatasetFolder(folders, name)),
    verifyDataset: async (name) => verifyDatasetFolder(await findDatasetFolder(folders, name)),
  };
}

async function listDatasets(folders: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (await exists(join(folder, name, MANIFEST_FILE))) names.add(name);
    }
  }
  return [...names].sort();
}

async function findDatasetFolder(folders: readonly string[], name: string): Promise<string> {
  // A name is one folder name: nothing that could climb out of the dataset folders.
  const isName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name);
  for (const folder of isName ? folders : []) {
    if (await exists(join(folder, name))) return join(folder, name);
  }
  const known = await listDatasets(folders);
  throw new DataError(`there is no dataset \`${name}\``, {
    where: folders.join(', '),
    suggestions: known.length > 0 ? [`use one of: ${known.join(', ')}`] : ['pull or import a dataset first'],
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Checks the hash and the schema of every table in the manifest, then reads those that a lending run needs. */
async function loadLendingDataset(folder: string): Promise<LendingDataset> {
  const manifest = await readManifest(folder);
  for (const table of LENDING_DATASET_TABLES) {
    if (manifest.tables[table] !== undefined) continue;
    throw new DataError(`the dataset has no table \`${table}\`, which a lending run needs`, {
      where: join(folder, MANIFEST_FILE),
      suggestions: ['use a dataset of a lending market'],
    });
  }
  const entries = Object.entries(manifest.tables);
  for (const [table, entry] of entries) await checkTableBytes(folder, table, entry);
  const tables = await DuckDbSession.use(async (session) => {
    for (const [table, entry] of entries) await checkTableSchema(session, folder, table, entry);
    return readLendingTables(session, folder);
  });
  return {
    name: manifest.name,
    sha256: hashTables(manifest),
    description: manifest.description,
    licence: manifest.licence,
    snapshotUnixSeconds: manifest.snapshotUnixSeconds,
    accountsLeftOut: countAccountsLeftOut(manifest),
    ...tables,
  };
}
