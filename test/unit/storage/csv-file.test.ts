import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataError, UsageError } from '../../../src/core/errors.js';
import { readCsvFile, readNumberColumn } from '../../../src/storage/csv-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-csv-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function write(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'series.csv');
  await writeFile(path, content);
  return path;
}

async function readColumn(content: string | Uint8Array, name: string): Promise<number[]> {
  return [...readNumberColumn(await readCsvFile(await write(content)), name)];
}

describe('reading a column of a CSV file', () => {
  test.each([
    ['commas and a header', 'a,b\n1,2.5\n3,-4e-1\n', 'b', [2.5, -0.4]],
    ['semicolons and Windows line ends', 'a;b\r\n1;2\r\n', 'b', [2]],
    ['tabs and no line end at the end', 'a\tb\n1\t2', 'a', [1]],
    ['a byte order mark', '\uFEFFa,b\n7,8\n', 'a', [7]],
    ['no header: columns by number', '1,2\n3,4\n', '2', [2, 4]],
    ['quoted cells with delimiter, line end and quote', 'note,a\n"x, ""y""\nz",5\n', 'a', [5]],
    ['every word for missing', 'a,b\n,1\nNaN,1\nNA,1\nnull,1\n-,1\n6,1\n', 'a', [NaN, NaN, NaN, NaN, NaN, 6]],
    ['one column, where an empty line is a gap and the end is not', 'a\n1\n\n2\n\n\n', 'a', [1, NaN, 2]],
    ['gzip, whatever its name', gzipSync('a,b\n1,2\n'), 'b', [2]],
  ])('%s', async (_name, content, column, expected) => {
    expect(await readColumn(content, column)).toEqual(expected);
  });

  test.each([
    ['a text among numbers', 'a,b\n1,2\n"3\n",4\nx7,5\n', ':5, column a'],
    ['a number with thousands separators', 'a;b\n1,000;2\n', ':2, column a'],
    ['an infinity', 'a,b\n1e999,2\n', ':2, column a'],
    ['a row cut off', 'a,b\n1,2\n\n3\n', ':4'],
    ['a quote left open', 'a,b\n1,2\n"3,4\n', ':3'],
    ['broken gzip', gzipSync('a,b\n1,2\n'.repeat(100)).subarray(0, 30), 'series.csv'],
    ['nothing', '', 'series.csv'],
  ])('%s is a DataError that says where', async (_name, content, where) => {
    const error = await readColumn(content, 'a').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).where).toMatch(new RegExp(`${where}$`));
  });

  test('an unknown column is a UsageError that lists the columns; so is a missing file', async () => {
    const error = await readColumn('open,close\n1,2\n', 'price').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).suggestions.join()).toContain('open, close');
    await expect(readCsvFile(join(folder, 'nope.csv'))).rejects.toBeInstanceOf(UsageError);
  });
});
