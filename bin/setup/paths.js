import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DIST = path.join(ROOT, 'dist');
export const NODE_MODULES = path.join(ROOT, 'node_modules');
export const LOCKFILE = path.join(ROOT, 'package-lock.json');
export const MANIFEST = path.join(ROOT, 'oclif.manifest.json');
/** Lock and half-finished builds; ignored by git. */
export const STATE_DIR = path.join(ROOT, '.setup');
