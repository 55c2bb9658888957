import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import { hashTables, readManifest, type Manifest } from './manifest.js';

const VERSION = /^(.*)\.v(\d+)$/;

export interface DatasetVersion {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly sha256: string;
  /** Name of the version after it. */
  readonly next: string;
}

/**
 * Finds the newest version of a dataset: `name` is the first, `name.v2` the second.
 *
 * @param name of any of its versions
 * @throws UsageError when there is none; DataError when its manifest is unusable
 */
export async function findNewestVersion(datasetsFolder: string, name: string): Promise<DatasetVersion> {
  const stem = VERSION.exec(name)?.[1] ?? name;
  const entries = await readdir(datasetsFolder).catch(() => []);
  const versions = entries.flatMap((entry) => {
    if (entry === stem) return [1];
    const match = VERSION.exec(entry);
    return match?.[1] === stem ? [Number(match[2])] : [];
  });
  if (versions.length === 0) {
    throw new UsageError(`there is no dataset \`${stem}\` to add to`, { where: datasetsFolder, suggestions: ['Leave out --since latest to pull it from the start.', '`plimsoll data list` says what there is.'] });
  }
  const newest = Math.max(...versions);
  const newestName = newest === 1 ? stem : `${stem}.v${newest}`;
  const folder = join(datasetsFolder, newestName);
  const manifest = await readManifest(folder);
  return { name: newestName, folder, manifest, sha256: hashTables(manifest), next: `${stem}.v${newest + 1}` };
}
