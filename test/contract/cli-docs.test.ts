import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderCliDocs } from '../support/render-cli-docs.js';

const FOLDER = 'docs/cli';

test('the pages of the command line say what the commands say of themselves', async () => {
  const pages = await renderCliDocs();
  if (process.env['PLIMSOLL_UPDATE_DOCS'] === '1') {
    if (existsSync(FOLDER)) rmSync(FOLDER, { recursive: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const [name, text] of pages) writeFileSync(`${FOLDER}/${name}`, text);
  }
  expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
  for (const [name, text] of pages) expect(readFileSync(`${FOLDER}/${name}`, 'utf8')).toBe(text);
});

test('the topics name every environment variable that a flag or the code reads', async () => {
  const topics = (await renderCliDocs()).get('topics.md')!;
  const read = ['src', 'commands'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(`${folder}/${file}`, 'utf8')));
  const variables = new Set(read.flatMap((text) => [...text.matchAll(/(?:env|environment)\['([A-Z_]+)'\]|env: '(PLIMSOLL_[A-Z_]+)'/g)].map(([, looked, flag]) => looked ?? flag!)));
  expect(variables.size).toBeGreaterThan(10);
  // TERM belongs to the terminal; topics say what `dumb` does.
  expect([...variables].filter((name) => !topics.includes(name))).toEqual([]);
});
