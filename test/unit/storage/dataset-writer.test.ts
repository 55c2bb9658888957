import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DataError } from '../../../src/core/errors.js';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';
import { writeDataset } from '../../../src/storage/dataset-writer.js';
import { TABLES } from '../../../src/storage/schema.js';
import type { TableRow } from '../../../src/storage/duckdb-session.js';
import { SMALL_HEADER, SMALL_ROWS, toTables } from './small-dataset.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plimsoll-storage-'));
});

afterEach(async () => rm(root, { recursive: true, force: true }));

describe('writing a dataset', () => {
  test('gives equal bytes for equal rows in any order', async () => {
    const reversed = Object.fromEntries(Object.entries(SMALL_ROWS).map(([name, rows]) => [name, [...rows].reverse()]));
    await writeDataset(join(root, 'one'), SMALL_HEADER, toTables(SMALL_ROWS));
    await writeDataset(join(root, 'two'), SMALL_HEADER, toTables(reversed));
    const files = await readdir(join(root, 'one'));
    expect(files).toHaveLength(Object.keys(SMALL_ROWS).length + 1);
    for (const file of files) {
      expect((await readFile(join(root, 'two', file))).equals(await readFile(join(root, 'one', file)))).toBe(true);
    }
  });

  test('records rows and time range per table', async () => {
    const manifest = await writeDataset(join(root, 'one'), SMALL_HEADER, toTables(SMALL_ROWS));
    expect(manifest.tables['prices']).toMatchObject({ rows: 5, timeRange: { fromUnixSeconds: 3600, toUnixSeconds: 10800 } });
    expect(manifest.tables['assets']).toMatchObject({ rows: 2, timeRange: null });
  });

  const asset: TableRow = { asset: 'DAI', decimals: 18, kind: 'stable' };
  const reserve = SMALL_ROWS['reserves']![0]!;
  test.each<[string, string, TableRow[], string]>([
    ['an unknown table', 'vaults', [], 'the schema has no table `vaults`'],
    ['an unknown column', 'assets', [{ ...asset, colour: 'red' }], 'the schema has no column `colour` in table `assets`'],
    ['an empty required column', 'assets', [{ ...asset, kind: null }], 'required column `kind` is empty'],
    ['a repeated key', 'assets', [asset, { ...asset, kind: 'volatile' }], 'the key ["DAI"] comes twice in table `assets`'],
    ['a number that is not finite', 'assets', [{ ...asset, decimals: NaN }], '`decimals` is not a finite number'],
    ['a raw integer of 39 digits', 'reserves', [{ ...reserve, oracle_price_raw: 10n ** 38n }], 'raw integer `oracle_price_raw` has more than 38 digits'],
    ['a raw integer given as number', 'reserves', [{ ...reserve, oracle_price_raw: 1 }], 'raw integer `oracle_price_raw` must be given as bigint'],
  ])('refuses %s and writes nothing', async (_, table, rows, message) => {
    const writing = writeDataset(join(root, 'one'), SMALL_HEADER, toTables({ [table]: rows }));
    await expect(writing).rejects.toThrow(new DataError(message));
    expect(await readdir(root)).toEqual([]);
  });
});

describe('verifying a dataset', () => {
  const verify = () => createDatasetStore({ folders: [root] }).verifyDataset('small');

  test('passes a sound dataset', async () => {
    await writeDataset(join(root, 'small'), SMALL_HEADER, toTables(SMALL_ROWS));
    const verification = await verify();
    expect(verification.checks.filter((item) => !item.holds)).toEqual([]);
    expect(verification.holds).toBe(true);
    expect(verification.checks).toHaveLength(6 + 6 + 5 + 3);
  });

  test('finds positions without asset, reserve or account', async () => {
    const stray: TableRow = { market: 'm', account: 'b', asset: 'GOLD', side: 'debt', amount_raw: 1n, liquidation_threshold_bps: null };
    const rows = { ...SMALL_ROWS, lending_positions: [...SMALL_ROWS['lending_positions']!, stray] };
    await writeDataset(join(root, 'small'), SMALL_HEADER, toTables(rows));
    const verification = await verify();
    expect(verification.holds).toBe(false);
    expect(verification.checks.filter((item) => !item.holds).map((item) => item.check)).toEqual([
      'lending_positions: every asset is in assets',
      'lending_positions: every market and asset is in reserves',
      'lending_positions: every market and account is in lending_accounts',
    ]);
  });

  test('lists a damaged table and goes on with the others', async () => {
    await writeDataset(join(root, 'small'), SMALL_HEADER, toTables(SMALL_ROWS));
    await rm(join(root, 'small', 'reserves.parquet'));
    const verification = await verify();
    expect(verification.checks.filter((item) => !item.holds).map((item) => item.check)).toEqual(['reserves: hash and schema']);
    expect(verification.checks.length).toBeGreaterThan(10);
  });
});

describe('the schema', () => {
  test.each(TABLES)('table $name: key and time column are among its columns, none nullable, no name twice', (table) => {
    const required = table.columns.filter((item) => !item.nullable).map((item) => item.name);
    expect(required).toEqual(expect.arrayContaining([...table.key, ...(table.timeColumn === null ? [] : [table.timeColumn])]));
    expect(new Set(table.columns.map((item) => item.name)).size).toBe(table.columns.length);
  });

  test('declares each table once', () => {
    expect(new Set(TABLES.map((table) => table.name)).size).toBe(TABLES.length);
  });
});
