import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { listBinaries, listBundled, listDependencies, renderDependencies } from '../support/render-dependencies.js';
import { buildSbom, renderSbom, type Sbom } from '../support/render-sbom.js';
import { CHECKOUT } from '../support/run-plimsoll.js';

const PAGE = 'docs/dependencies.md';
const SBOM = 'docs/sbom.cdx.json';
const IS_UPDATE = process.env['PLIMSOLL_UPDATE_DOCS'] === '1';

test('the page of dependencies says what an installation brings', () => {
  const current = renderDependencies();
  if (IS_UPDATE) writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, 'utf8')).toBe(current);
});

describe('the bill of materials', () => {
  test('is that of the lockfile and the bundles, with a name, a version, a licence and the registry’s hash of each package', () => {
    const current = renderSbom();
    if (IS_UPDATE) writeFileSync(SBOM, current);
    expect(readFileSync(SBOM, 'utf8')).toBe(current);
    const { components } = JSON.parse(current) as Sbom;
    expect(new Set(components.map((component) => component['bom-ref'])).size).toBe(components.length);
    expect(components.filter(({ name, version, hashes }) => name === '' || !/^\d/.test(version) || !/^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? ''))).toEqual([]);
  });

  test('has every package that npm itself would list, with the same hash', () => {
    const { stdout } = spawnSync('npm', ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'], { cwd: CHECKOUT, encoding: 'utf8', maxBuffer: 64e6, shell: process.platform === 'win32' });
    const listed = (JSON.parse(stdout) as Sbom).components;
    expect(listed.length).toBeGreaterThan(60);
    const ours = new Map(buildSbom().components.map(({ purl, hashes }) => [purl, hashes]));
    expect(listed.filter(({ purl, hashes }) => JSON.stringify(ours.get(purl)) !== JSON.stringify(hashes)).map(({ purl }) => purl)).toEqual([]);
  });

  test('has every package that the bundles say they contain', () => {
    const bundled = buildSbom().components.filter(({ properties }) => properties.some(({ value }) => value === 'bundled'));
    expect(bundled.map(({ name }) => name)).toEqual(expect.arrayContaining(['danfojs-node', '@tensorflow/tfjs-core', 'mathjs', 'echarts', 'zrender']));
    expect(bundled.length).toBe(listBundled().length);
  });
});

test('every licence is one that may be passed on under MIT', () => {
  const found = [...listDependencies(), ...listBinaries(), ...listBundled()];
  expect(found.length).toBeGreaterThan(150);
  expect(found.filter(({ licence }) => !/^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0)/.test(licence))).toEqual([]);
});

describe('packages with known weaknesses, which danfojs names', () => {
  const RISKY = ['xlsx', '@e965/xlsx', 'request', 'tough-cookie', 'form-data', 'tar', 'plotly.js-dist-min', '@tensorflow/tfjs-node', 'node-fetch'];

  test('are no part of an installation', () => {
    expect(listDependencies().filter(({ name }) => RISKY.includes(name) || name === 'danfojs-node')).toEqual([]);
  });

  test('are not in the bundle: their licences are not in its list, nor their marks in its text', () => {
    const bundle = readFileSync('dist/src/frame/vendor/danfo.mjs', 'utf8');
    const licences = readFileSync('dist/src/frame/vendor/THIRD-PARTY-LICENSES.txt', 'utf8');
    expect(licences).toContain('\ndanfojs-node 1.2.0');
    expect(['xlsx', '@e965/xlsx', 'request', 'tough-cookie', 'form-data', 'tar', 'plotly.js-dist-min'].filter((name) => new RegExp(`^${name} \\d`, 'm').test(licences))).toEqual([]);
    // Marks that the packages' own texts carry: SheetJS's part names, and packages that request cannot do without.
    expect(['[Content_Types].xml', 'tunnel-agent', 'har-validator'].filter((mark) => bundle.includes(mark))).toEqual([]);
  });

  test('the bundle gives nothing but the table and its CSV', async () => {
    const danfo = (await import(new URL('../../dist/src/frame/vendor/danfo.mjs', import.meta.url).href)) as object;
    expect(Object.keys(danfo).sort()).toEqual(['DataFrame', 'toCSV']);
  });

  test('a table is made without one of them, and without a connection', () => {
    const script = `
      import net from 'node:net';
      import { Module } from 'node:module';
      net.Socket.prototype.connect = () => { throw new Error('a connection'); };
      const load = Module._load;
      Module._load = (name, ...rest) => { if (${JSON.stringify(RISKY)}.includes(name)) throw new Error('loads ' + name); return load(name, ...rest); };
      const { summariseByGroup, tableToCsv } = await import(${JSON.stringify(new URL('../../dist/src/frame/table.js', import.meta.url).href)});
      const table = { columns: ['asset', 'debtUsd'], rows: [['ETH', 1.5], ['ETH', 0.25]] };
      process.stdout.write(await tableToCsv(await summariseByGroup(table, { by: ['asset'], aggregate: { debtUsd: ['sum'] } })));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: CHECKOUT, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'asset,debtUsd_sum\nETH,1.75\n', stderr: '' });
  });
});
