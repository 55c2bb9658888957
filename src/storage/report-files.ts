import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.js';

/**
 * Writes files into a folder, each whole or not at all; none takes its place before all are written. Gives their paths.
 *
 * @throws UsageError when the place cannot be written; the signal's reason, and then nothing has changed
 */
export async function publishReport(folder: string, contentByPath: Readonly<Record<string, string | Uint8Array>>, signal?: AbortSignal): Promise<string[]> {
  const targets = Object.keys(contentByPath).map((path) => join(folder, path));
  const partial = (target: string): string => `${target}.partial`;
  try {
    for (const [path, content] of Object.entries(contentByPath)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(partial(target), content);
      signal?.throwIfAborted();
    }
    for (const target of targets) await rename(partial(target), target);
    return targets;
  } catch (cause) {
    for (const target of targets) await rm(partial(target), { force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    throw new UsageError(`cannot write: ${(cause as Error).message}`, { where: folder, suggestions: ['Give a folder that you may write to with --out.'], cause });
  }
}
