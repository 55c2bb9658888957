import { join } from 'node:path';
import { hashSha256 } from '../core/hash.js';
import { readTextFile } from './text-file.js';

/** What the code was built from; `null` where the package does not carry it (an installed one has neither). */
export interface BuildFacts {
  readonly commit: string | null;
  readonly lockSha256: string | null;
}

/** Reads the commit of the checkout and the hash of its lock file. */
export async function readBuildFacts(packageFolder: string): Promise<BuildFacts> {
  const lock = await read(join(packageFolder, 'package-lock.json'));
  return { commit: await readCommit(join(packageFolder, '.git')), lockSha256: lock === null ? null : hashSha256(lock) };
}

/** Follows HEAD by hand: a branch's own file, then the packed references. */
async function readCommit(gitFolder: string): Promise<string | null> {
  const head = (await read(join(gitFolder, 'HEAD')))?.trim() ?? '';
  if (/^[0-9a-f]{40}$/.test(head)) return head;
  const reference = /^ref: (\S+)$/.exec(head)?.[1];
  if (reference === undefined) return null;
  const loose = (await read(join(gitFolder, reference)))?.trim();
  if (loose) return loose;
  const packed = (await read(join(gitFolder, 'packed-refs'))) ?? '';
  return packed.split('\n').find((line) => line.endsWith(` ${reference}`))?.split(' ')[0] ?? null;
}

/** Whatever keeps a file from being read, it says nothing then. */
async function read(path: string): Promise<string | null> {
  return readTextFile(path).catch(() => null);
}
