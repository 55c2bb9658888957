import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as T;
}

describe('the packages the user chose work together under jest on this Node', () => {
  test('graphql-request sends a query with variables and reads the answer', async () => {
    const { GraphQLClient, gql } = await import('graphql-request');
    let body = '';
    const server = createServer((request, response) => {
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => response.setHeader('content-type', 'application/json').end('{"data":{"accounts":[{"id":"0x1"}]}}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const client = new GraphQLClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/subgraph`);
      const answer = await client.request(gql`query Accounts($first: Int!) { accounts(first: $first) { id } }`, { first: 1000 });
      expect(answer).toEqual({ accounts: [{ id: '0x1' }] });
      expect(JSON.parse(body)).toMatchObject({ variables: { first: 1000 }, query: expect.stringContaining('accounts(first: $first)') });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('ml-regression finds an exact power law', async () => {
    const { PowerRegression } = (await import('ml-regression')) as unknown as {
      PowerRegression: new (x: number[], y: number[]) => { A: number; B: number };
    };
    const sizes = [1, 2, 5, 10, 100, 1000];
    const fit = new PowerRegression(sizes, sizes.map((size) => 0.003 * size ** 0.7));
    expect(fit.A).toBeCloseTo(0.003, 12);
    expect(fit.B).toBeCloseTo(0.7, 12);
  });

  test('inquirer and chalk import and do their work', async () => {
    const [{ default: inquirer }, { Chalk }] = await Promise.all([import('inquirer'), import('chalk')]);
    expect(typeof inquirer.prompt).toBe('function');
    expect(new Chalk({ level: 1 }).green('x')).toBe('\u001B[32mx\u001B[39m');
  });

  test('the danfojs bundle groups and writes CSV, and says nothing on stdout or stderr', () => {
    const script = `
      const { tableToCsv, summariseByGroup } = await import('./dist/src/frame/table.js');
      const table = { columns: ['asset', 'debtUsd'], rows: [['ETH', 1.5], ['BTC', 2], ['ETH', 0.25]] };
      process.stdout.write(await tableToCsv(await summariseByGroup(table, { by: ['asset'], aggregate: { debtUsd: ['sum'] } })));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'asset,debtUsd_sum\nETH,1.75\nBTC,2\n', stderr: '' });
  });

  test('the bundle has the licences of its packages beside it', () => {
    const licences = readFileSync(new URL('../../dist/src/frame/vendor/THIRD-PARTY-LICENSES.txt', import.meta.url), 'utf8');
    for (const name of ['danfojs-node 1.2.0', 'mathjs ', '@tensorflow/tfjs-core ', 'papaparse ']) expect(licences).toContain(`\n${name}`);
    expect(licences).toContain('Apache License');
    expect(licences).not.toMatch(/^xlsx |^request |^plotly/m);
  });
});

describe('package-lock.json', () => {
  const { packages } = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json');

  test('holds no download addresses, so that any registry serves it', () => {
    const located = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(located.map(([name]) => name)).toEqual([]);
  });

  test('names hosts only where packages ask for money, and in the wish of danfojs that an override replaces', () => {
    const withAddress = Object.entries(packages).flatMap(([name, entry]) =>
      Object.entries(entry).flatMap(([field, value]) => (field !== 'funding' && /:\/\//.test(JSON.stringify(value)) ? [`${name} ${field}`] : [])),
    );
    expect(withAddress).toEqual(['node_modules/danfojs-node dependencies']);
  });

  test('lists the binaries of every platform, without which `npm ci` refuses it', () => {
    const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
    const isListed = (name: string): boolean => Object.keys(packages).some((place) => place.endsWith(`node_modules/${name}`));
    expect(wanted.filter((name) => !isListed(name))).toEqual([]);
  });

  test.each([
    ['node_modules/xlsx', '@e965/xlsx', /^0\.20\.([3-9]|\d\d)/],
    ['node_modules/@tensorflow/tfjs-node', '@tensorflow/tfjs', /^4\./],
    ['node_modules/is-any-array', 'is-any-array', /^2\.0\.1$/],
    ['node_modules/ml-kernel-polynomial', 'ml-kernel-polynomial', /^2\.0\.1$/],
    ['node_modules/ml-kernel-sigmoid', 'ml-kernel-sigmoid', /^1\.0\.1$/],
    ['node_modules/ml-matrix', 'ml-matrix', /^6\.12\.1$/],
  ])('the override of %s is installed, and no second copy', (folder, name, version) => {
    const { name: installedName, version: installedVersion } = readJson<{ name: string; version: string }>(`${folder}/package.json`);
    expect(installedName).toBe(name);
    expect(installedVersion).toMatch(version);
    expect(Object.keys(packages).filter((place) => place.endsWith(`/${folder}`))).toEqual([]);
  });
});

describe('bin/setup.js', () => {
  /** Runs the set-up of an otherwise empty checkout with a stand-in for npm. */
  function setUp(npmScript: string, prepare: (folder: string) => void = () => {}) {
    const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-setup-'));
    try {
      cpSync(path.join(ROOT, 'bin'), path.join(folder, 'bin'), { recursive: true });
      writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
      writeFileSync(path.join(folder, 'package-lock.json'), '{"packages":{"":{},"node_modules/absent":{"version":"1.0.0"}}}');
      writeFileSync(path.join(folder, 'npm.js'), npmScript);
      prepare(folder);
      const env = { ...process.env, npm_execpath: path.join(folder, 'npm.js') };
      const result = spawnSync(process.execPath, [path.join(folder, 'bin/setup.js')], { encoding: 'utf8', env });
      return { ...result, isLockLeft: existsSync(path.join(folder, '.setup/lock')) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const FAILING_NPM = "console.log('noise'); console.error('npm error code ECONNREFUSED'); process.exit(1);";

  test('a registry out of reach is exit code 4, with the cause and the remedy, and nothing on stdout', () => {
    const { status, stdout, stderr, isLockLeft } = setUp(FAILING_NPM);
    expect({ status, stdout, isLockLeft }).toEqual({ status: 4, stdout: '', isLockLeft: false });
    expect(stderr).toMatch(/`npm ci` failed \(exit code 1, ECONNREFUSED\).*\n {2}What to do: check the network and the registry/);
  });

  test('the lock of a set-up that died is taken over', () => {
    const deadPid = spawnSync(process.execPath, ['-e', '']).pid;
    const { status, stderr } = setUp(FAILING_NPM, (folder) => {
      mkdirSync(path.join(folder, '.setup'));
      writeFileSync(path.join(folder, '.setup/lock'), String(deadPid));
    });
    expect(status).toBe(4);
    expect(stderr).not.toContain('waiting');
  });
});

describe('lint', () => {
  test('forbids clock, randomness, environment and output in floors', () => {
    const source = [
      'export const a = Date.now();',
      'export const b = new Date();',
      'export const c = Math.random();',
      "export const d = process.env['SEED'];",
      "console.log('x');",
      'export const e = performance.now();',
      'export default a;',
      'export const f = new Date(0);',
    ].join('\n');
    const argv = ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', 'src/core/assert.ts', '--format', 'json'];
    // Single-run mode reads the file from disk instead of stdin.
    const env = { ...process.env, TSESTREE_SINGLE_RUN: 'false' };
    const { stdout } = spawnSync(process.execPath, argv, { cwd: ROOT, input: source, encoding: 'utf8', env });
    const [{ messages }] = JSON.parse(stdout) as [{ messages: { line: number; ruleId: string }[] }];
    const found = new Map(messages.filter(({ ruleId }) => ruleId !== 'no-console').map(({ line, ruleId }) => [line, ruleId]));
    expect(Object.fromEntries(found)).toEqual({
      1: 'no-restricted-properties',
      2: 'no-restricted-syntax',
      3: 'no-restricted-properties',
      4: 'no-restricted-globals',
      5: 'no-restricted-globals',
      6: 'no-restricted-globals',
      7: 'no-restricted-syntax',
    });
  });
});
