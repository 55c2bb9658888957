import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseRuns } from '../support/fuzz.js';
import { readGuide, stopAtFailure } from '../support/guide.js';
import { installFromCheckout, installGlobally, packInto, runInstallBlock, type Packed } from '../support/packed.js';

/** What docs/guide/install.md promises. */
const PACKED_MEGABYTES_MAX = 11;
const UNPACKED_MEGABYTES_MAX = 19;
/** Processor time over that of Node without a program, which takes about 40 ms where 300 ms are the promise. */
const START_UP_RATIO_MAX = 7.5;

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-install-'));
// Packed and installed while the file loads, because whether the registry answers decides which tests there are.
const packed: Packed = packInto(scratch);
const prefix = join(scratch, 'prefix');
mkdirSync(prefix);
const { outOfReach } = chooseRuns(1, 0) === 1 ? installGlobally(packed.tarball, prefix) : { outOfReach: 'continuous integration asks it' };
if (outOfReach !== null) process.stderr.write(`install.test: the registry was not asked (${outOfReach}), so the global install is not tried\n`);
const globally = outOfReach === null ? describe : describe.skip;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('what the package contains', () => {
  test('no tests, no sources, no build scripts, nothing of this checkout', () => {
    const allowed = /^(package\.json|README\.md|LICENSE|oclif\.manifest\.json|bin\/run\.js|dist\/(src|commands)\/.*\.(js|d\.ts|mjs)|dist\/src\/(frame|report)\/vendor\/(\.stamp|THIRD-PARTY-LICENSES\.txt)|data\/[^/]+\/[^/]+\.(json|yaml|parquet|md)|docs\/[a-z]+\/[^/]+\.json|docs\/sbom\.cdx\.json|docs\/third-party\/[^/]+)$/;
    expect(packed.files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(packed.files.filter((file) => /(^|\/)test\/|\.test\.|build\.mjs|\.map$/.test(file))).toEqual([]);
  });

  test('the command line, the bundles with their licences, every bundled dataset, the policies, the limits and the schemas', () => {
    const sets = readdirSync('data').filter((name) => existsSync(`data/${name}/manifest.json`));
    const needed = [
      'bin/run.js',
      'oclif.manifest.json',
      'LICENSE',
      'docs/sbom.cdx.json',
      'dist/src/frame/vendor/danfo.mjs',
      'dist/src/frame/vendor/THIRD-PARTY-LICENSES.txt',
      'dist/src/report/vendor/report.js',
      'dist/src/report/vendor/THIRD-PARTY-LICENSES.txt',
      ...['run', 'perp-run'].map((name) => `docs/schemas/${name}.schema.json`),
      ...readdirSync('data/policies').map((name) => `data/policies/${name}`),
      ...readdirSync('data/limits').map((name) => `data/limits/${name}`),
      ...sets.flatMap((name) => readdirSync(`data/${name}`).filter((file) => /\.(json|yaml|parquet)$/.test(file)).map((file) => `data/${name}/${file}`)),
    ];
    expect(needed.filter((file) => !packed.files.includes(file))).toEqual([]);
    expect(sets).toContain('aave-v2-steth_2023-06');
  });

  test('stays within the stated size', () => {
    expect(packed.packedBytes / 1e6).toBeLessThan(PACKED_MEGABYTES_MAX);
    expect(packed.unpackedBytes / 1e6).toBeLessThan(UNPACKED_MEGABYTES_MAX);
  });
});

/** Runs an installed command line in an empty folder, without a checkout around it; gives the folder's entries afterwards too. */
function runInEmptyFolder(entry: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string; left: string[]; folder: string } {
  const folder = mkdtempSync(join(scratch, 'empty-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } });
  return { status, stdout, stderr, left: readdirSync(folder), folder };
}

function checkQuickRun(entry: string): void {
  const { status, stdout, stderr, left, folder } = runInEmptyFolder(entry, ['run', '--quick', '--json', '--workers', '2']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const result = JSON.parse(stdout) as { folder: string; recommended: object };
  expect(result.recommended).toMatchObject({ ltvBps: expect.any(Number), liquidationThresholdBps: expect.any(Number), liquidationBonusBps: expect.any(Number) });
  expect(left).toEqual(['reports']);
  checkRunFolder(join(folder, 'reports'));
}

function checkRunFolder(reports: string): void {
  const [run, ...more] = readdirSync(reports);
  expect(more).toEqual([]);
  expect(readdirSync(join(reports, run!))).toEqual(expect.arrayContaining(['manifest.json', 'market.yaml', 'policy.yaml', 'proposal', 'report.html', 'report.md', 'result.json', 'tables']));
}

describe('the package with the packages that it declares and no other', () => {
  let home: string;
  beforeAll(() => {
    home = installFromCheckout(packed.tarball, join(scratch, 'declared'));
  });

  test('runs the main job quickly from an empty folder', () => checkQuickRun(join(home, 'bin/run.js')));

  test('makes tables with danfojs, which it carries in its build and does not declare', () => {
    expect(existsSync(join(home, '../danfojs-node'))).toBe(false);
    const script = `
      const { summariseByGroup, tableToCsv } = await import(${JSON.stringify(join(home, 'dist/src/frame/table.js'))});
      const table = { columns: ['asset', 'debtUsd'], rows: [['ETH', 1.5], ['ETH', 0.25]] };
      process.stdout.write(await tableToCsv(await summariseByGroup(table, { by: ['asset'], aggregate: { debtUsd: ['sum'] } })));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: scratch, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'asset,debtUsd_sum\nETH,1.75\n', stderr: '' });
  });

  /** Processor time of a script in a process of its own: the least of five. */
  const measureSeconds = (script: string): number => {
    const measured = `process.on('exit', () => { const { userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write(String((userCPUTime + systemCPUTime) / 1e6)); });${script}`;
    const seconds = Array.from({ length: 5 }, () => Number(spawnSync(process.execPath, ['--input-type=module', '-e', measured], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } }).stderr));
    return Math.min(...seconds);
  };

  test.each([[['--version']], [['--help']], [['run', '--help']]])('%j answers in a few times what Node needs to start', (args) => {
    const entry = JSON.stringify(join(home, 'bin/run.js'));
    const seconds = measureSeconds(`process.argv = [process.argv[0], ${entry}, ...${JSON.stringify(args)}]; await import(${entry});`);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds / measureSeconds('')).toBeLessThan(START_UP_RATIO_MAX);
  });
});

globally('npm install -g of the tarball into an empty prefix', () => {
  const entry = join(prefix, process.platform === 'win32' ? 'node_modules' : 'lib/node_modules', 'plimsoll/bin/run.js');

  test('needs none of the overrides of the checkout', () => {
    const installed = readdirSync(join(entry, '../../node_modules'));
    expect(installed.filter((name) => /^(xlsx|request|danfojs-node|@tensorflow)$/.test(name))).toEqual([]);
  });

  test('puts `plimsoll` on the path, which says its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const bin = join(prefix, process.platform === 'win32' ? 'plimsoll.cmd' : 'bin/plimsoll');
    const { status, stdout } = spawnSync(bin, ['--version'], { encoding: 'utf8', cwd: prefix, shell: process.platform === 'win32' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(`plimsoll/${version} `) });
  });
});

globally('a guide that installs works from top to bottom', () => {
  const follow = (page: string, folder: string): void => {
    for (const block of readGuide(page).blocks) {
      const { status, stderr } = runInstallBlock(stopAtFailure(block), folder, prefix);
      expect({ block, status, stderr: status === 0 ? '' : stderr }).toEqual({ block, status: 0, stderr: '' });
    }
  };

  test('docs/guide/install.md', () => {
    // What was packed stands for the checkout: packing it again gives the same files.
    spawnSync('tar', ['xzf', packed.tarball, '-C', scratch]);
    const home = join(scratch, 'package');
    follow('docs/guide/install.md', home);
    expect(readdirSync(join(home, 'empty'))).toEqual(['reports']);
    checkRunFolder(join(home, 'empty/reports'));
  });

  test('docs/guide/library.md, with the example of the README', () => {
    const home = join(scratch, 'program');
    mkdirSync(home);
    copyFileSync(packed.tarball, join(home, basename(packed.tarball)));
    writeFileSync(join(home, 'example.mjs'), /```js\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1]!);
    follow('docs/guide/library.md', home);
    checkRunFolder(join(home, 'reports'));
  });
});
