import { join } from 'node:path';
import { createDatasetStore } from '../../storage/dataset-store.js';
import { probeDuckDb, probeFolder } from '../../storage/probe-storage.js';
import { listDatasetFolders, type DataContext } from '../data.js';
import { DEFAULT_DATASET } from '../inputs.js';
import { good, type Finding } from './finding.js';

/** The folders that commands write to, the database, and whether the bundled data are whole. */
export async function checkStorage(context: DataContext): Promise<Finding[]> {
  const folders = await Promise.all([checkFolder('reports', context, 'Reports'), checkFolder(join('data', 'local'), context, 'Datasets')]);
  return [...folders, await checkDuckDb(), await checkBundledData(context)];
}

async function checkFolder(name: string, { workingFolder }: DataContext, what: string): Promise<Finding> {
  const { existing, trouble } = await probeFolder(join(workingFolder, name));
  const check = `${what} folder`;
  if (trouble === null) return good(check, `${name} can be written${existing.endsWith(name) ? '' : '; it is made when needed'}`);
  return { check, state: 'broken', detail: `${existing} cannot be written: ${trouble}`, remedy: 'Go to a folder that you may write to, or free space on the disk; `run --out DIR` writes elsewhere.' };
}

async function checkDuckDb(): Promise<Finding> {
  const trouble = await probeDuckDb();
  if (trouble === null) return good('Database', 'DuckDB loads and answers');
  return { check: 'Database', state: 'broken', detail: trouble, remedy: 'Install again: the package of DuckDB for this platform is missing or damaged (`npm ci`, or `npm install -g` of the tarball).' };
}

async function checkBundledData(context: DataContext): Promise<Finding> {
  const check = 'Bundled data';
  try {
    const store = createDatasetStore({ folders: listDatasetFolders(context) });
    for (const table of Object.keys((await store.readDatasetManifest(DEFAULT_DATASET)).tables)) await store.checkTable(DEFAULT_DATASET, table);
    return good(check, `${DEFAULT_DATASET} is as its manifest says; ${(await store.listDatasets()).length} datasets are here`);
  } catch (error) {
    return { check, state: 'broken', detail: (error as Error).message, remedy: 'Install again, or restore data/ from the repository.' };
  }
}
