import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DIST, MANIFEST, ROOT } from './paths.js';

const BUILD_INPUTS = ['src', 'commands', 'test/bench', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.browser.json'];
const BUILD_STAMP = path.join(DIST, '.build-stamp');

/** True when `dist` was built, to its end, from exactly the present inputs. */
export function isBuilt() {
  return existsSync(MANIFEST) && readStamp(BUILD_STAMP) === hashBuildInputs();
}

/** Marks the build as complete. @param inputsHash taken before the build, so that an edit made meanwhile counts as a change */
export function markBuilt(inputsHash) {
  writeFileSync(BUILD_STAMP, inputsHash);
}

/** Hashes contents, not times: a branch switched back and forth needs no build, a file edited within a second does. */
export function hashBuildInputs() {
  return hashFiles(BUILD_INPUTS.flatMap((input) => listFiles(path.join(ROOT, input))));
}

/** SHA-256 over paths (relative to the root) and contents, in the given order. */
export function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${path.relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The text of a stamp file, or `null` when there is none. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function listFiles(entry) {
  if (!existsSync(entry)) return [];
  const children = readdirOrNull(entry);
  if (children === null) return [entry];
  return children.sort().flatMap((name) => listFiles(path.join(entry, name)));
}

function readdirOrNull(entry) {
  try {
    return readdirSync(entry);
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}
