import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pullPipeline, type PullOptions, type PullReply } from '../../src/pipeline/pull.js';

/** Pulls into a folder without progress, with the environment given. */
export function pullInFolder(folder: string, options: PullOptions, environment: Record<string, string> = {}): Promise<PullReply> {
  const progress = { start: () => {}, update: () => {}, done: () => {} };
  return pullPipeline(options, { workingFolder: folder, version: '0.0.0-test', progress, environment, nowMs: () => 0 });
}

/** Hash of every file of a dataset, by name. */
export async function hashDataset(folder: string, name: string): Promise<Record<string, string>> {
  const path = join(folder, 'data', 'local', name);
  const hashes: Record<string, string> = {};
  for (const file of (await readdir(path)).sort()) hashes[file] = createHash('sha256').update(await readFile(join(path, file))).digest('hex');
  return hashes;
}
