import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DatasetListing, DatasetReport } from '../../src/pipeline/data.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

const DATASET = 'aave-v2-steth_2023-06';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('plimsoll data', () => {
  test('lists the bundled dataset with its licence', async () => {
    const text = await runPlimsoll(['data', 'list'], folder);
    expect([text.exitCode, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toMatch(new RegExp(`${DATASET}[\\s\\S]*Licence: `));
    const { datasets } = JSON.parse((await runPlimsoll(['data', 'list', '--json'], folder)).stdout) as DatasetListing;
    expect(datasets.map(({ name }) => name)).toContain(DATASET);
  });

  test('finds the bundled dataset sound, health factors included', async () => {
    const outcome = await runPlimsoll(['data', 'verify', DATASET, '--json'], folder);
    expect(outcome.exitCode).toBe(0);
    const report = JSON.parse(outcome.stdout) as DatasetReport;
    expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.checks.at(-1)!.detail).toMatch(/^1030 accounts/);
  });

  test('names the table that was altered and ends with exit code 3', async () => {
    const path = join(folder, 'data', DATASET);
    await cp(join(CHECKOUT, 'data', DATASET), path, { recursive: true });
    const bytes = await readFile(join(path, 'reserves.parquet'));
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(join(path, 'reserves.parquet'), bytes);
    const outcome = await runPlimsoll(['data', 'verify', DATASET], folder);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toMatch(/✘ .*reserves/);
    expect(outcome.stdout).toContain('do not use it');
  });
});
