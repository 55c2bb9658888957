import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../core/errors.js';

const DRAFT = /\.(md|json|txt|sol|ts)$/;

/** Reads every draft of a folder: path inside it → content, in the order of the paths. @throws UsageError when there is no such folder */
export async function readDraftFolder(folder: string): Promise<Record<string, string>> {
  let paths: string[];
  try {
    paths = await readdir(folder, { recursive: true });
  } catch (cause) {
    throw new UsageError('there is no folder of earlier drafts', { where: folder, suggestions: ['Give the folder that an earlier plimsoll propose wrote.'], cause });
  }
  const drafts = paths.filter((path) => DRAFT.test(path)).sort();
  return Object.fromEntries(await Promise.all(drafts.map(async (path) => [path.replaceAll('\\', '/'), await readFile(join(folder, path), 'utf8')] as const)));
}
