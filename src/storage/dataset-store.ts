import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import type { CallsDataset, DatasetHeader, DatasetStore, HistoryDataset, LendingDataset, PerpsDataset } from '../pipeline/ports.js';
import { CALLS_DATASET_TABLES, readCallTables } from './call-tables.js';
import { DuckDbSession } from './duckdb-session.js';
import { HISTORY_DATASET_TABLES, readHistoryTables } from './history-tables.js';
import { LENDING_DATASET_TABLES, readLendingTables } from './lending-tables.js';
import { countAccountsLeftOut, hashTables, MANIFEST_FILE, readManifest, type Manifest } from './manifest.js';
import { readPriceSeries } from './market-tables.js';
import { PERPS_DATASET_TABLES, readPerpsTables } from './perps-tables.js';
import { checkTableBytes, checkTableSchema, tableFile } from './table-check.js';
import { verifyDatasetFolder, type DatasetVerification, type VerifyOptions } from './verify-dataset.js';

/** Where datasets are looked for, in this order; the first folder that holds the name wins. */
export interface DatasetStoreOptions {
  readonly folders: readonly string[];
}

/** The pipeline's port, and what the `data` commands need beside it. */
export interface FolderDatasetStore extends DatasetStore {
  /** @throws DataError when the dataset is unknown or its manifest is unusable. */
  readDatasetManifest(name: string): Promise<Manifest>;
  /** Holds one table's bytes against the manifest and gives its file. @throws DataError as above, or when the bytes differ */
  checkTable(name: string, table: string): Promise<string>;
  /** Checks everything there is to check and lists what fails instead of stopping at it. @throws DataError as above. */
  verifyDataset(name: string, options?: VerifyOptions): Promise<DatasetVerification>;
}

/** Opens the datasets in the given folders. */
export function createDatasetStore(options: DatasetStoreOptions): FolderDatasetStore {
  const { folders } = options;
  return {
    listDatasets: () => listDatasets(folders),
    loadLendingDataset: async (name) => loadDataset(await findDatasetFolder(folders, name), LENDING),
    loadPrices: async (name) => loadDataset(await findDatasetFolder(folders, name), PRICES),
    loadPerpsDataset: async (name) => loadDataset(await findDatasetFolder(folders, name), PERPS),
    loadCallsDataset: async (name) => loadDataset(await findDatasetFolder(folders, name), CALLS),
    loadHistoryDataset: async (name) => loadDataset(await findDatasetFolder(folders, name), HISTORY),
    readDatasetManifest: async (name) => readManifest(await findDatasetFolder(folders, name)),
    checkTable: async (name, table) => {
      const folder = await findDatasetFolder(folders, name);
      await checkTableBytes(folder, table, (await readManifest(folder)).tables[table]!);
      return tableFile(folder, table);
    },
    verifyDataset: async (name, options) => verifyDatasetFolder(await findDatasetFolder(folders, name), options),
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

/** A kind of dataset: which tables it must hold, and how they are read. */
interface DatasetKind<T> {
  readonly name: string;
  readonly tables: readonly string[];
  readonly read: (session: DuckDbSession, folder: string, tables: ReadonlySet<string>) => Promise<T>;
}

const LENDING: DatasetKind<Omit<LendingDataset, keyof DatasetHeader>> = { name: 'lending', tables: LENDING_DATASET_TABLES, read: readLendingTables };
const PERPS: DatasetKind<Omit<PerpsDataset, keyof DatasetHeader>> = { name: 'perps', tables: PERPS_DATASET_TABLES, read: readPerpsTables };
const HISTORY: DatasetKind<Omit<HistoryDataset, keyof DatasetHeader>> = { name: 'history', tables: HISTORY_DATASET_TABLES, read: readHistoryTables };

const CALLS: DatasetKind<Omit<CallsDataset, keyof DatasetHeader>> = { name: 'liquidation', tables: CALLS_DATASET_TABLES, read: readCallTables };

const PRICES: DatasetKind<Pick<LendingDataset, 'prices'>> = { name: 'price', tables: ['prices'], read: async (session, folder) => ({ prices: await readPriceSeries(session, folder) }) };

/** Checks the hash and the schema of every table in the manifest, then reads those that the kind needs. */
async function loadDataset<T>(folder: string, kind: DatasetKind<T>): Promise<DatasetHeader & T> {
  const manifest = await readManifest(folder);
  for (const table of kind.tables) {
    if (manifest.tables[table] !== undefined) continue;
    throw new DataError(`the dataset has no table \`${table}\`, which a ${kind.name} run needs`, {
      where: join(folder, MANIFEST_FILE),
      suggestions: [`use a dataset that holds ${kind.tables.join(', ')}; \`plimsoll data list\` says what there is`],
    });
  }
  const entries = Object.entries(manifest.tables);
  for (const [table, entry] of entries) await checkTableBytes(folder, table, entry);
  const tables = await DuckDbSession.use(async (session) => {
    for (const [table, entry] of entries) await checkTableSchema(session, folder, table, entry);
    return kind.read(session, folder, new Set(Object.keys(manifest.tables)));
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
