import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/core/errors.js';
import { checkRunFolder, publishRunFolder } from '../../../src/storage/run-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('publishRunFolder', () => {
  test('writes all files, folders in between included, and leaves nothing else', async () => {
    const target = await publishRunFolder(join(folder, 'a/b/run'), { 'manifest.json': '{}', 'tables/x.csv': 'x\n' });
    expect(await readFile(join(target, 'tables/x.csv'), 'utf8')).toBe('x\n');
    expect(await readdir(join(folder, 'a/b'))).toEqual(['run']);
  });

  test('replaces an earlier run whole', async () => {
    await publishRunFolder(join(folder, 'run'), { 'manifest.json': '1', 'old.txt': 'old' });
    await publishRunFolder(join(folder, 'run'), { 'manifest.json': '2' });
    expect(await readdir(join(folder, 'run'))).toEqual(['manifest.json']);
    expect(await readdir(folder)).toEqual(['run']);
  });

  test('keeps the earlier run and leaves no part of the new one when a file cannot be written', async () => {
    await publishRunFolder(join(folder, 'run'), { 'manifest.json': '1' });
    // `a` cannot be a file and a folder at once.
    await expect(publishRunFolder(join(folder, 'run'), { a: 'file', 'a/b': 'file in a folder' })).rejects.toThrow(UsageError);
    expect(await readdir(folder)).toEqual(['run']);
    expect(await readFile(join(folder, 'run/manifest.json'), 'utf8')).toBe('1');
  });
});

describe('checkRunFolder', () => {
  test('accepts a place that is free, empty or held by an earlier run, and leaves no trace', async () => {
    await mkdir(join(folder, 'empty'));
    await publishRunFolder(join(folder, 'run'), { 'manifest.json': '1' });
    for (const name of ['free/deep/run', 'empty', 'run']) await expect(checkRunFolder(join(folder, name))).resolves.toBeUndefined();
    expect((await readdir(folder)).sort()).toEqual(['empty', 'run']);
  });

  test('refuses a file, a place under a file, and a folder with somebody’s files', async () => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine/thesis.txt'), '');
    for (const name of ['file', 'file/run', 'mine']) await expect(checkRunFolder(join(folder, name))).rejects.toThrow(UsageError);
  });
});
