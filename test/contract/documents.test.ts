import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Config } from '@oclif/core';
import { listCommands, readGuide } from '../support/guide.js';
import { CHECKOUT } from '../support/run-plimsoll.js';

const PAGES = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'data'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)),
].filter((page) => !page.startsWith('data/local/'));
const PICTURE_BYTES_MAX = 300_000;
const read = (page: string): string => readFileSync(page, 'utf8');
const withoutFences = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

const { commands } = await Config.load(CHECKOUT);
const flagsByCommand = new Map(commands.map(({ id, flags }) => [id.replaceAll(':', ' '), new Set(Object.keys(flags))]));
const topics = new Set(commands.flatMap(({ id }) => (id.includes(':') ? [id.split(':')[0]!] : [])));

/** What is wrong with a command as it is written: no such command, or flags that it does not have. */
function findMistake(written: string): string | null {
  const words = written.split(/\s+/).slice(1);
  const [first = '', second = ''] = words;
  if (first === '' || first === '…' || first === 'help' || first.startsWith('--')) return null;
  const name = flagsByCommand.has(`${first} ${second}`) ? `${first} ${second}` : first;
  const flags = flagsByCommand.get(name);
  if (flags === undefined) return topics.has(first) && (second === '' || second === '…') ? null : `${written}: no command \`${name}\``;
  const unknown = words.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []).filter((flag) => !flags.has(flag) && flag !== 'help');
  return unknown.length === 0 ? null : `${written}: no flag ${unknown.join(', ')}`;
}

test('every command that a document names exists, with the flags it is given', () => {
  const written = PAGES.flatMap((page) => {
    const text = read(page);
    const inline = [...withoutFences(text).matchAll(/`((?:npx )?plimsoll [^`]+)`/g)].map(([, code]) => code!.replaceAll('\\|', '|'));
    const blocks = [...text.matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
    return [...inline, ...blocks].flatMap(listCommands).map((command) => ({ page, command }));
  });
  expect(written.length).toBeGreaterThan(100);
  expect(written.flatMap(({ page, command }) => findMistake(command)?.replace(/^/, `${page}: `) ?? [])).toEqual([]);
});

test('commands in a guide stand in blocks that a test types', () => {
  const guides = readdirSync('docs/guide').filter((name) => name.endsWith('.md')).map((name) => `docs/guide/${name}`);
  const unmarked = guides.filter((page) => /^```\n(.*\n)*?\s*(npx )?plimsoll /m.test(read(page).replaceAll(/^```\w+\n[\s\S]*?^```$/gm, '')));
  expect(unmarked).toEqual([]);
  expect(guides.flatMap((page) => readGuide(page).blocks).join('\n')).not.toMatch(/<[a-z][^>]*>/);
});

test('every link inside the documents leads somewhere, and to a heading that is there', () => {
  const broken = PAGES.flatMap((page) =>
    [...withoutFences(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
      if (/^(https?:|mailto:)/.test(target!)) return [];
      const [path, anchor] = target!.split('#') as [string, string?];
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(file)) return [`${page}: ${target}`];
      if (anchor === undefined || statSync(file).isDirectory()) return [];
      return listAnchors(read(file)).includes(anchor) ? [] : [`${page}: ${target}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('every file of the source, the tests or the data that a document names is there', () => {
  const missing = PAGES.filter((page) => !page.startsWith('docs/decisions/') && page !== 'CHANGELOG.md').flatMap((page) =>
    [...withoutFences(read(page)).matchAll(/`((?:src|test|docs|commands|bin|data)\/[\w./-]+)`/g)].map(([, path]) => path!).filter((path) => !existsSync(path) && !/^data\/local/.test(path)).map((path) => `${page}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('every picture is small, shown somewhere, and said in words', () => {
  const shown = PAGES.flatMap((page) => [...read(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words, target]) => ({ page, words: words!, file: join(dirname(page), target!) })));
  expect([...new Set(shown.map(({ file }) => file))].sort()).toEqual(readdirSync('docs/images').map((name) => `docs/images/${name}`));
  expect(shown.filter(({ words }) => words.split(' ').length < 5)).toEqual([]);
  expect(shown.filter(({ file }) => statSync(file).size > PICTURE_BYTES_MAX)).toEqual([]);
});

/** GitHub's names of headings. */
function listAnchors(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}
