import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** CONTRIBUTING.md: a larger file hides a concept. */
const LINES_MAX = 300;
/** Files that may be longer, with the reason; none is. */
const REASONS: Readonly<Record<string, string>> = {};

test('no source file is longer than 300 lines without a reason', () => {
  const files = ['src', 'commands', 'bin', 'test'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)).filter((file) => /\.(ts|js|py)$/.test(file));
  expect(files.length).toBeGreaterThan(800);
  const long = files.map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 })).filter(({ lines }) => lines > LINES_MAX);
  expect(long.filter(({ file }) => REASONS[file] === undefined)).toEqual([]);
  expect(Object.keys(REASONS).filter((file) => !long.some((found) => found.file === file))).toEqual([]);
});
