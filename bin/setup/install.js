import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCKFILE, NODE_MODULES, ROOT } from './paths.js';
import { SetupFailure } from './setup-failure.js';
import { hashFiles, readStamp } from './stamp.js';

// Inside node_modules on purpose: `npm ci` deletes that folder first, so an interrupted install leaves no stamp behind.
const INSTALL_STAMP = path.join(NODE_MODULES, '.plimsoll-stamp');
const NPM_RECORD = path.join(NODE_MODULES, '.package-lock.json');
const NETWORK_CODES = /\b(E40[1347]|E5\d\d|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|CERT_\w+|\w+_CERT_\w+)\b/;

/** True when node_modules holds what package-lock.json asks for. */
export function isInstalled() {
  return readStamp(INSTALL_STAMP) === hashFiles([LOCKFILE]);
}

/**
 * Takes over an install that the user's own `npm ci` or `npm install` finished; returns whether there was one.
 * npm writes its record last, so a record that agrees with the lockfile means a complete install.
 */
export function adoptInstall() {
  if (!existsSync(NPM_RECORD)) return false;
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages;
  const present = JSON.parse(readFileSync(NPM_RECORD, 'utf8')).packages;
  const isSame = (name) => present[name]?.version === wanted[name].version && present[name]?.integrity === wanted[name].integrity;
  // Optional packages are binaries for other platforms; npm leaves those out.
  const complete = Object.keys(wanted).every((name) => name === '' || isSame(name) || (wanted[name].optional && !present[name]));
  if (complete) markInstalled();
  return complete;
}

/** Runs `npm ci`. @throws SetupFailure (exit code 4) when npm fails. */
export async function installPackages() {
  process.stderr.write('plimsoll: installing packages (first run; about a minute) …\n');
  const { exitCode, errors } = await runNpmCi();
  if (exitCode === 0) return markInstalled();
  const cause = NETWORK_CODES.exec(errors)?.[0];
  throw new SetupFailure(`\`npm ci\` failed (exit code ${exitCode}${cause ? `, ${cause}` : ''}), so the packages are not installed.`, {
    remedy: cause
      ? 'check the network and the registry (`npm config get registry`, `npm ping`), then run the command again; it starts over cleanly.'
      : "read npm's message above; `npm ci` in this folder repeats it. After it succeeds, run the command again.",
    exitCode: 4,
  });
}

function markInstalled() {
  writeFileSync(INSTALL_STAMP, hashFiles([LOCKFILE]));
}

/** npm's stdout goes to our stderr. No package here needs its install script, so none is run. */
function runNpmCi() {
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [command, argv] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  return new Promise((resolve) => {
    const child = spawn(command, argv, { cwd: ROOT, stdio: ['ignore', 2, 'pipe'], shell: process.platform === 'win32' && command === 'npm' });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
      process.stderr.write(chunk);
    });
    child.on('error', (error) => resolve({ exitCode: error.code, errors: `${errors}${error.message}` }));
    child.on('close', (exitCode) => resolve({ exitCode, errors }));
  });
}
