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

  test('imports CSV files, names the cell that is wrong with exit code 3, and answers questions about them', async () => {
    await writeFile(join(folder, 'prices.csv'), 'asset,quote,unix_seconds,close,filled\nWETH,USD,3600,1800,false\nWETH,USD,7200,cheap,false\n');
    const command = ['data', 'import', 'prices=prices.csv', '--name', 'mine', '--licence', 'CC0-1.0'];
    const refused = await runPlimsoll(command, folder);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('prices.csv:3, column close');
    await writeFile(join(folder, 'prices.csv'), 'asset,quote,unix_seconds,close,filled\nWETH,USD,3600,1800,false\nWETH,USD,7200,1810,false\n');
    expect((await runPlimsoll(command, folder)).exitCode).toBe(0);
    const answer = await runPlimsoll(['data', 'query', 'SELECT max(close) AS highest FROM prices', '--dataset', 'mine', '--json'], folder);
    expect(JSON.parse(answer.stdout)).toEqual({ columns: ['highest'], rows: [[1810]] });
    expect((await runPlimsoll(['data', 'verify', 'mine'], folder)).exitCode).toBe(0);
  });
});
