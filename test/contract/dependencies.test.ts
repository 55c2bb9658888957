import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { listDependencies, renderDependencies } from '../support/render-dependencies.js';

const PAGE = 'docs/dependencies.md';

test('the page of dependencies says what an installation brings', () => {
  const current = renderDependencies();
  if (process.env['PLIMSOLL_UPDATE_DOCS'] === '1') writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, 'utf8')).toBe(current);
});

test('every licence is one that may be passed on under MIT', () => {
  const found = listDependencies();
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(({ licence }) => !/^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0)/.test(licence))).toEqual([]);
});

describe('packages with known weaknesses, which danfojs names', () => {
  const RISKY = ['xlsx', 'request', 'plotly.js-dist-min', '@tensorflow/tfjs-node', 'node-fetch'];

  test('are no part of an installation', () => {
    expect(listDependencies().filter(({ name }) => RISKY.includes(name) || name === 'danfojs-node')).toEqual([]);
  });

  test('are not in the bundle: their licences are not in its list, nor their marks in its text', () => {
    const bundle = readFileSync('dist/src/frame/vendor/danfo.mjs', 'utf8');
    const licences = readFileSync('dist/src/frame/vendor/THIRD-PARTY-LICENSES.txt', 'utf8');
    expect(licences).toContain('\ndanfojs-node 1.2.0');
    expect(['xlsx', '@e965/xlsx', 'request', 'plotly.js-dist-min'].filter((name) => new RegExp(`^${name} \\d`, 'm').test(licences))).toEqual([]);
    // Marks that the packages' own texts carry: SheetJS's part names, and packages that request cannot do without.
    expect(['[Content_Types].xml', 'tunnel-agent', 'har-validator'].filter((mark) => bundle.includes(mark))).toEqual([]);
  });

  test('the bundle gives nothing but the table and its CSV', async () => {
    const danfo = (await import(new URL('../../dist/src/frame/vendor/danfo.mjs', import.meta.url).href)) as object;
    expect(Object.keys(danfo).sort()).toEqual(['DataFrame', 'toCSV']);
  });
});
