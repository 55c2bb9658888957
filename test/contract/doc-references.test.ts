import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CHECKOUT } from '../support/run-plimsoll.js';

/** Folders that a user's work makes, and no checkout has. */
const MADE_BY_USE = new Set(['data/local']);

const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...['docs', 'docs/guide', 'docs/models', 'docs/cli', 'docs/decisions'].flatMap(listPages)];

function listPages(folder: string): string[] {
  return readdirSync(join(CHECKOUT, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

/** Headings as a forge names them: lower case, punctuation dropped, blanks to dashes. */
function listAnchors(text: string): Set<string> {
  const headings = text.split('\n').flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);
  return new Set(headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-')));
}

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(CHECKOUT, page), 'utf8');

  test('names files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|data|docs|commands|bin|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path!.replace(/\/$/, ''));
    expect(named.filter((path) => !MADE_BY_USE.has(path) && !existsSync(join(CHECKOUT, path)))).toEqual([]);
  });

  test('links to pages and headings that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path, anchor]) => {
      const target = path === '' ? join(CHECKOUT, page) : join(CHECKOUT, dirname(page), path!);
      return !existsSync(target) || (anchor !== undefined && !listAnchors(readFileSync(target, 'utf8')).has(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
