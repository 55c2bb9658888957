import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { RUN_FILES } from '../../src/pipeline/stages/run-files.js';
import { TABLES } from '../../src/storage/schema.js';
import { renderTableDictionary } from '../support/render-table-dictionary.js';

const PAGE = 'docs/guide/tables.md';

test('the page of tables says what the schema is', () => {
  const current = renderTableDictionary(TABLES);
  if (process.env['PLIMSOLL_UPDATE_DOCS'] === '1') writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, 'utf8')).toBe(current);
});

test('every table of a run is described there', () => {
  const page = readFileSync(PAGE, 'utf8');
  const tables = Object.values(RUN_FILES).flatMap((path) => /^tables\/(.+)\.csv$/.exec(path)?.[1] ?? []);
  expect(tables.length).toBeGreaterThan(3);
  for (const table of tables) expect(page).toContain(`| \`${table}\` |`);
});
