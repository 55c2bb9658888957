import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';

/** The file that marks a folder as one that a run wrote, and that a later run may therefore replace. */
const MARKER_FILE = 'manifest.json';

/**
 * Refuses early what would fail late: a run folder that cannot be written, or that holds something else.
 *
 * @throws UsageError naming the folder and what to do
 */
export async function checkRunFolder(folder: string): Promise<void> {
  const target = resolve(folder);
  const existing = await stat(target).catch(() => null);
  if (existing && !existing.isDirectory()) throw unwritable(folder, 'it is a file');
  if (existing && !(await stat(join(target, MARKER_FILE)).catch(() => null)) && (await isFilled(target))) {
    throw unwritable(folder, 'it holds files that no run wrote');
  }
  let parent = dirname(target);
  while (!(await stat(parent).catch(() => null))) {
    if (parent === dirname(parent)) break;
    parent = dirname(parent);
  }
  if (!(await stat(parent)).isDirectory()) throw unwritable(folder, `${parent} is a file`);
  // Asking for permission is not enough: some file systems grant it and then refuse every new folder.
  const probe = await mkdtemp(join(parent, '.plimsoll-')).catch((cause) => {
    throw unwritable(folder, `${parent} cannot be written to`, cause);
  });
  await rmdir(probe);
}

/**
 * Publishes a run folder whole or not at all: files go to a temporary folder beside it, which then takes its place.
 *
 * @param files path inside the run folder → content
 * @throws UsageError when the place cannot be written; the signal's reason once it is aborted. Nothing is left behind then
 */
export async function publishRunFolder(folder: string, files: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<string> {
  const target = resolve(folder);
  const staging = `${target}.partial-${randomBytes(4).toString('hex')}`;
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
      signal?.throwIfAborted();
    }
    await swapInto(target, staging);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    throw unwritable(folder, (cause as Error).message, cause);
  }
  return target;
}

/** Puts `staging` where `target` is; an earlier run there goes only once the new one stands in its place. */
async function swapInto(target: string, staging: string): Promise<void> {
  const replaced = `${staging}.replaced`;
  const hadEarlier = await rename(target, replaced).then(
    () => true,
    () => false,
  );
  try {
    await rename(staging, target);
  } catch (error) {
    if (hadEarlier) await rename(replaced, target);
    throw error;
  }
  if (hadEarlier) await rm(replaced, { recursive: true, force: true });
}

async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder)).length > 0;
}

function unwritable(folder: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`cannot write the run folder: ${why}`, {
    where: folder,
    suggestions: ['Give a folder that you may write to with --out; an existing one must be empty or hold an earlier run.'],
    cause,
  });
}
