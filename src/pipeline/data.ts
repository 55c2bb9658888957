import { join } from 'node:path';
import { createDatasetStore, type FolderDatasetStore } from '../storage/dataset-store.js';
import type { DatasetCheck } from '../storage/dataset-check.js';
import { checkContent } from './check-content.js';
import { runStage, type StageContext } from './progress.js';

/** Where datasets may lie. */
export interface DataContext {
  readonly packageFolder: string;
  readonly workingFolder: string;
}

export interface DatasetListing {
  readonly datasets: readonly { readonly name: string; readonly description: string; readonly rows: number; readonly licence: string }[];
}

export interface DatasetReport {
  readonly name: string;
  readonly sha256: string;
  readonly holds: boolean;
  readonly checks: readonly DatasetCheck[];
}

export const VERIFY_STAGES = { tables: 'Check the tables', content: 'Check what they say' } as const;

/** Folders that hold datasets, in the order in which a name is looked up: what the user pulled, the user's own, the bundled ones. */
export function listDatasetFolders({ packageFolder, workingFolder }: DataContext): string[] {
  return [...new Set([join(workingFolder, 'data', 'local'), join(workingFolder, 'data'), join(packageFolder, 'data')])];
}

/** Lists the datasets that a run can use. @throws DataError when a manifest is unusable */
export async function listDatasets(context: DataContext): Promise<DatasetListing> {
  const store = openStore(context);
  const datasets = [];
  for (const name of await store.listDatasets()) {
    const { description, licence, tables } = await store.readDatasetManifest(name);
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    datasets.push({ name, description, rows, licence });
  }
  return { datasets };
}

/**
 * Checks one dataset: hashes, schema, keys, references; of a lending book that per-asset positions reproduce the stated health factors, of a
 * perps book that no account is worth less than nothing at the mark (hardly any, when it was pulled), of a history that no liquidation takes more debt than the events leave.
 *
 * @throws DataError when there is no such dataset, or its manifest cannot be read
 */
export async function verifyDataset(name: string, context: DataContext & StageContext): Promise<DatasetReport> {
  const { progress, signal } = context;
  const store = openStore(context);
  const onRows = (done: number, total: number): void => progress?.update(VERIFY_STAGES.tables, done / total, undefined, { done, total, unit: 'rows' });
  const { sha256, checks, holds } = await runStage(context, VERIFY_STAGES.tables, () => store.verifyDataset(name, { onRows, signal }), (outcome) => `${outcome.checks.length} checks`);
  // Positions are valued only once hashes and schema hold: otherwise the loader refuses them, and rightly so.
  const manifest = await store.readDatasetManifest(name);
  const all = holds ? [...checks, ...(await runStage(context, VERIFY_STAGES.content, () => checkContent(store, name, manifest), () => ''))] : checks;
  return { name, sha256, holds: all.every((check) => check.holds), checks: all };
}

function openStore(context: DataContext): FolderDatasetStore {
  return createDatasetStore({ folders: listDatasetFolders(context) });
}
