// Decides what is due. Node built-ins only: this runs before anything is installed.
import { mkdirSync } from 'node:fs';
import { adoptInstall, installPackages, isInstalled } from './install.js';
import { withLock } from './lock.js';
import { SetupFailure } from './setup-failure.js';
import { STATE_DIR } from './paths.js';
import { isBuilt } from './stamp.js';

/**
 * Installs packages and builds `dist`, each only when its inputs changed. Sets `process.exitCode` on failure.
 * stdout stays empty, so that `npm start --silent -- --json` prints JSON and nothing else.
 */
export async function prepare({ forceBuild }) {
  try {
    if (!forceBuild && isInstalled() && isBuilt()) return;
    mkdirSync(STATE_DIR, { recursive: true });
    await withLock(() => installAndBuild(forceBuild));
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`plimsoll: ${error.message}\n  What to do: ${error.remedy}\n`);
    process.exitCode = error.exitCode;
  }
}

async function installAndBuild(forceBuild) {
  // Asked again under the lock: another process may have done the work while this one waited.
  if (!isInstalled() && !adoptInstall()) await installPackages();
  if (forceBuild || !isBuilt()) {
    // Imported late because it needs packages that the line above may just have installed.
    const { build } = await import('./build.js');
    await build();
  }
}
