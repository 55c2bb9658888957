import { access, rename, rm, writeFile } from 'node:fs/promises';
import { UsageError } from '../core/errors.js';

/** Those of the paths where there is something already. */
export async function findExisting(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => access(path).then(() => [path], () => [])));
  return found.flat();
}

/**
 * Writes files that belong together: all of them or none.
 *
 * @throws UsageError when the place cannot be written; nothing is left there then
 */
export async function writeTogether(contentByPath: ReadonlyMap<string, string>): Promise<void> {
  const partial = (path: string): string => `${path}.partial`;
  try {
    for (const [path, content] of contentByPath) await writeFile(partial(path), content);
    for (const path of contentByPath.keys()) await rename(partial(path), path);
  } catch (cause) {
    for (const path of contentByPath.keys()) await rm(partial(path), { force: true });
    throw new UsageError(`cannot write: ${(cause as Error).message}`, { where: [...contentByPath.keys()].join(', '), suggestions: ['Go to a folder that you may write to, or name other files.'], cause });
  }
}
