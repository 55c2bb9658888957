import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { findPage, listExports, MODEL_PAGES, renderModelIndex } from '../support/model-pages.js';

const INDEX = 'docs/models/README.md';
const PAGES = Object.values(MODEL_PAGES).flat();

test('the index of models says what the pages cover', () => {
  const current = renderModelIndex();
  if (process.env['PLIMSOLL_UPDATE_DOCS'] === '1') writeFileSync(INDEX, current);
  expect(readFileSync(INDEX, 'utf8')).toBe(current);
});

test('every page is in the index, once, and every module that it names is there', () => {
  expect([...PAGES.map(({ page }) => page), 'README.md'].sort()).toEqual(readdirSync('docs/models').sort());
  expect(PAGES.flatMap(({ modules }) => modules).filter((module) => !existsSync(`src/${module}`))).toEqual([]);
});

test('every module of the models and mechanics has a page', () => {
  const modules = ['market', 'protocol', 'simulation', 'search', 'backtest'].flatMap((folder) => readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file}`));
  expect(modules.length).toBeGreaterThan(250);
  expect(modules.filter((module) => findPage(module) === null)).toEqual([]);
});

test('every name that the library exports is in the index, with its page', () => {
  expect(listExports().filter(({ page }) => page === null).map(({ name }) => name)).toEqual(['runToEnd']);
});

test('every page says where its model comes from or what holds it, and where it fails', () => {
  // Written from the rules themselves; what it says is held by the conformance tests.
  const written = PAGES.map(({ page }) => page).filter((page) => page !== 'parameter-rules.md');
  const lacking = written.filter((page) => {
    const text = readFileSync(`docs/models/${page}`, 'utf8');
    return !/Evidence|Measured|Agrees/.test(text) || !/Limits/.test(text);
  });
  expect(lacking).toEqual([]);
});
