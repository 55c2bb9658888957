/** The package as `npm pack` makes it: what lies in it, and the ways to install it. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from './run-plimsoll.js';

/** What npm says when the registry, and not the package, is at fault. */
const OUT_OF_REACH = /\b(E40[1347]|E429|E5\d\d|ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|CERT_\w+|\w+_CERT_\w+)\b/;

export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** Packs the checkout's build into a tarball in `folder`. */
export function packInto(folder: string): Packed {
  const { status, stdout, stderr } = runNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], CHECKOUT);
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const [{ filename, files, size, unpackedSize }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[]; size: number; unpackedSize: number }];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path), packedBytes: size, unpackedBytes: unpackedSize };
}

/** Installs the tarball from the registry, as `npm install -g` does; gives the reason instead when the registry is out of reach. */
export function installGlobally(tarball: string, prefix: string): { readonly outOfReach: string | null } {
  const wait = ['--fetch-retries=1', '--fetch-timeout=20000', '--fetch-retry-mintimeout=1000'];
  const ping = runNpm(['ping', '--fetch-retries=0', '--fetch-timeout=5000'], prefix);
  if (ping.status !== 0) return { outOfReach: OUT_OF_REACH.exec(ping.stderr)?.[0] ?? 'npm ping failed' };
  const { status, stderr } = runNpm(['install', '-g', '--prefix', prefix, '--no-audit', '--no-fund', '--loglevel=error', ...wait, tarball], prefix);
  if (status === 0) return { outOfReach: null };
  const cause = OUT_OF_REACH.exec(stderr)?.[0];
  if (cause === undefined) throw new Error(`npm install -g failed: ${stderr}`);
  return { outOfReach: cause };
}

/**
 * Unpacks the tarball and lends it the checkout's copies of the packages that it declares, and of no other: what the package uses without
 * declaring it is not found. Gives the folder it lies in.
 */
export function installFromCheckout(tarball: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['xzf', tarball, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar failed: ${stderr}`);
  const home = join(folder, 'node_modules/plimsoll');
  mkdirSync(dirname(home), { recursive: true });
  renameSync(join(folder, 'package'), home);
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(CHECKOUT, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
  return home;
}

/** Types a block of a guide that installs, where `npm install -g` puts things into `prefix`. */
export function runInstallBlock(script: string, workingFolder: string, prefix: string): SpawnSyncReturns<string> {
  const quiet = { npm_config_prefix: prefix, npm_config_ignore_scripts: 'true', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_loglevel: 'error' };
  const env = { ...buildNpmEnvironment(), ...quiet, PATH: `${join(prefix, 'bin')}:${process.env['PATH']}`, NODE_OPTIONS: '', NO_COLOR: '1' };
  return spawnSync('bash', ['-c', script], { cwd: workingFolder, encoding: 'utf8', env, maxBuffer: 64e6 });
}

function runNpm(args: readonly string[], workingFolder: string): SpawnSyncReturns<string> {
  return spawnSync('npm', args, { cwd: workingFolder, encoding: 'utf8', env: buildNpmEnvironment(), maxBuffer: 64e6, shell: process.platform === 'win32' });
}

/** npm's settings of the run around it (a prefix, `npm test`'s own variables) must not decide where things go. */
function buildNpmEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_(?!registry|cafile|.*proxy|userconfig|globalconfig|cache)|lifecycle|package)/i.test(name)));
}
