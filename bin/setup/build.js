import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildFrame } from './build-frame.js';
import { buildReportScript } from './build-report-script.js';
import { DIST, MANIFEST, NODE_MODULES, ROOT, STATE_DIR } from './paths.js';
import { SetupFailure } from './setup-failure.js';
import { hashBuildInputs, markBuilt } from './stamp.js';

/**
 * Builds `dist` beside the old one and swaps them, so that a failed build leaves the old one whole.
 *
 * @throws SetupFailure (exit code 70) when the sources do not compile.
 */
export async function build() {
  process.stderr.write('plimsoll: building …\n');
  const inputsHash = hashBuildInputs();
  const fresh = path.join(STATE_DIR, 'build');
  rmSync(fresh, { recursive: true, force: true });
  await Promise.all([
    compile(fresh),
    buildFrame(path.join(fresh, 'src/frame/vendor'), path.join(DIST, 'src/frame/vendor')),
    buildReportScript(path.join(fresh, 'src/report/vendor')),
  ]);
  swapIn(fresh);
  await writeManifest();
  // Last, so that a build interrupted anywhere above is done again.
  markBuilt(inputsHash);
}

async function compile(outDir) {
  const tsc = path.join(NODE_MODULES, 'typescript/bin/tsc');
  const exitCode = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, '-p', 'tsconfig.json', '--outDir', outDir], { cwd: ROOT, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exitCode === 0) return;
  throw new SetupFailure('the sources do not compile (messages above); `dist` was left as it was.', {
    remedy: 'if you changed the sources, fix what is named above; on an unchanged checkout please report this as a bug.',
    exitCode: 70,
  });
}

function swapIn(fresh) {
  const old = path.join(STATE_DIR, 'old');
  rmSync(old, { recursive: true, force: true });
  rmSync(MANIFEST, { force: true });
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(fresh, DIST);
  rmSync(old, { recursive: true, force: true });
}

/** Without the manifest oclif imports every command, with all it pulls in, even to print `--version`. */
async function writeManifest() {
  const { Plugin, settings } = await import('@oclif/core');
  settings.enableAutoTranspile = false;
  const plugin = new Plugin({ root: ROOT, type: 'core', ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
  await plugin.load();
  const temporary = path.join(STATE_DIR, 'oclif.manifest.json');
  writeFileSync(temporary, JSON.stringify(plugin.manifest));
  renameSync(temporary, MANIFEST);
}
