import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DataError } from '../../../src/core/errors.js';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';
import { writeDataset } from '../../../src/storage/dataset-writer.js';
import { DuckDbSession } from '../../../src/storage/duckdb-session.js';
import { hashSha256 } from '../../../src/core/hash.js';
import { LARGE_AMOUNT_RAW, SMALL_HEADER, SMALL_ROWS, toTables } from './small-dataset.js';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plimsoll-storage-'));
  folder = join(root, 'small');
  await writeDataset(folder, SMALL_HEADER, toTables(SMALL_ROWS));
});

afterEach(async () => rm(root, { recursive: true, force: true }));

const open = () => createDatasetStore({ folders: [join(root, 'no-such-folder'), root] });

async function loadError(name = 'small'): Promise<DataError> {
  const error: unknown = await open()
    .loadLendingDataset(name)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(DataError);
  const dataError = error as DataError;
  expect(dataError.where).not.toBe('');
  expect(dataError.suggestions.length).toBeGreaterThan(0);
  return dataError;
}

/** Edits the manifest's text; `rehash` also records the present bytes of one table, as a careless builder would. */
async function editManifest(edit: (manifest: Record<string, any>) => void, rehash?: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  edit(manifest);
  if (rehash !== undefined) {
    const bytes = await readFile(join(folder, `${rehash}.parquet`));
    Object.assign(manifest.tables[rehash], { bytes: bytes.length, sha256: hashSha256(bytes) });
  }
  await writeFile(file, JSON.stringify(manifest));
}

describe('loading a lending dataset', () => {
  test('gives back every row, sorted by key, with raw integers exact beyond 2^64', async () => {
    const dataset = await open().loadLendingDataset('small');
    expect(dataset.positions).toEqual([
      { market: 'm', account: 'a', asset: 'WETH', side: 'collateral', amountRaw: LARGE_AMOUNT_RAW, liquidationThresholdBps: null },
      { market: 'm', account: 'a', asset: 'DAI', side: 'debt', amountRaw: 7n, liquidationThresholdBps: 8100 },
    ]);
    expect(dataset.assets.map((row) => row.asset)).toEqual(['DAI', 'WETH']);
    expect(dataset.reserves[1]).toEqual({
      market: 'm',
      asset: 'WETH',
      ltvBps: 7000,
      liquidationThresholdBps: 8000,
      liquidationBonusBps: 500,
      usageAsCollateral: true,
      oraclePriceRaw: 10n ** 18n,
    });
    expect(dataset.accounts).toEqual([
      { market: 'm', account: 'a', collateralBaseRaw: 20n, debtBaseRaw: 7n, liquidationThresholdBps: 8000, healthFactor: 1.5 },
    ]);
    expect(dataset.depthQuotes).toEqual([
      { sellAsset: 'WETH', buyAsset: 'USDC', unixSeconds: 7200, sellAmount: 2, buyAmount: 20, impactRatio: 0.01 },
    ]);
    expect(dataset).toMatchObject({ name: 'small', accountsLeftOut: 2, snapshotUnixSeconds: 1_687_342_559, licence: 'MIT' });
  });

  test('gives each price series its own arrays in rising time', async () => {
    const { prices } = await open().loadLendingDataset('small');
    expect([...prices.keys()]).toEqual(['BTC/USD', 'ETH/USD']);
    expect(prices.get('ETH/USD')).toEqual({
      asset: 'ETH',
      quote: 'USD',
      unixSeconds: Float64Array.of(3600, 7200, 10800),
      close: Float64Array.of(10, 20, 30),
      filled: Uint8Array.of(0, 1, 0),
    });
    expect(prices.get('BTC/USD')?.close).toEqual(Float64Array.of(1, 2));
  });

  test('takes the first folder that holds the name, and lists each name once', async () => {
    const first = join(root, 'first');
    await writeDataset(join(first, 'small'), { ...SMALL_HEADER, description: 'the first' }, toTables(SMALL_ROWS));
    const store = createDatasetStore({ folders: [first, root] });
    expect((await store.loadLendingDataset('small')).description).toBe('the first');
    expect(await store.listDatasets()).toEqual(['small']);
  });

  test('gives a hash that follows the tables and not the description', async () => {
    const before = await open().loadLendingDataset('small');
    await writeDataset(folder, { ...SMALL_HEADER, description: 'other words' }, toTables(SMALL_ROWS));
    expect((await open().loadLendingDataset('small')).sha256).toBe(before.sha256);
    const assets = [...SMALL_ROWS['assets']!, { asset: 'USDC', decimals: 6, kind: 'stable' }];
    await writeDataset(folder, SMALL_HEADER, toTables({ ...SMALL_ROWS, assets }));
    expect((await open().loadLendingDataset('small')).sha256).not.toBe(before.sha256);
  });
});

describe('loading refuses', () => {
  test('an unknown dataset, and names the known ones', async () => {
    const error = await loadError('smal');
    expect(error.message).toBe('there is no dataset `smal`');
    expect(error.suggestions).toEqual(['use one of: small']);
  });

  test.each(['../small', 'small/../small', '', '.'])('the name %j, which is not one folder', async (name) => {
    expect((await loadError(name)).message).toContain('there is no dataset');
  });

  test.each(Object.keys(SMALL_ROWS))('table %s after one flipped bit', async (table) => {
    const file = join(folder, `${table}.parquet`);
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(file, bytes);
    const error = await loadError();
    expect(error.message).toMatch(new RegExp(`^table \`${table}\` was altered: its SHA-256 is [0-9a-f]{64}, the manifest records [0-9a-f]{64}$`));
    expect(error.where).toBe(file);
  });

  test('a truncated table', async () => {
    const file = join(folder, 'prices.parquet');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, 100));
    expect((await loadError()).message).toBe(`table \`prices\` is truncated: 100 of ${bytes.length} bytes`);
  });

  test('a truncated table whose hash was recorded after the damage', async () => {
    const file = join(folder, 'prices.parquet');
    await writeFile(file, (await readFile(file)).subarray(0, 100));
    await editManifest(() => undefined, 'prices');
    expect((await loadError()).message).toBe('table `prices` is not readable Parquet');
  });

  test('a missing table file', async () => {
    await rm(join(folder, 'assets.parquet'));
    expect((await loadError()).message).toContain('table `assets` is in the manifest but its file cannot be read');
  });

  test('a manifest without a table that a lending run needs', async () => {
    await editManifest((manifest) => delete manifest['tables'].reserves);
    expect((await loadError()).message).toContain('no table `reserves`');
  });

  test('a table with wrong columns', async () => {
    const file = join(folder, 'assets.parquet');
    await DuckDbSession.use((session) => session.run(`COPY (SELECT 'DAI' AS asset, 18 AS digits) TO '${file}' (FORMAT parquet)`));
    await editManifest(() => undefined, 'assets');
    expect((await loadError()).message).toBe(
      'table `assets` has the wrong columns: expected asset VARCHAR, decimals INTEGER, kind VARCHAR; found asset VARCHAR, digits INTEGER',
    );
  });

  test('a table with an empty cell in a required column', async () => {
    const file = join(folder, 'assets.parquet');
    const rows = "SELECT 'DAI' AS asset, 18 AS decimals, 'stable' AS kind UNION ALL SELECT 'WETH', 18, NULL";
    await DuckDbSession.use((session) => session.run(`COPY (${rows}) TO '${file}' (FORMAT parquet)`));
    await editManifest(() => undefined, 'assets');
    expect((await loadError()).message).toBe('table `assets` has 1 empty cells in the required column `kind`');
  });

  test('a row count that is not the manifest’s', async () => {
    await editManifest((manifest) => (manifest['tables'].assets.rows = 3));
    expect((await loadError()).message).toBe('table `assets` has 2 rows, the manifest records 3');
  });

  test('a missing manifest', async () => {
    await rm(join(folder, 'manifest.json'));
    expect((await loadError()).message).toBe('the dataset has no readable manifest');
  });

  test('a manifest that is not JSON', async () => {
    await writeFile(join(folder, 'manifest.json'), '{"schemaVersion": 1,');
    expect((await loadError()).message).toBe('the manifest is not JSON');
  });

  test('a manifest of another schema version', async () => {
    await editManifest((manifest) => (manifest['schemaVersion'] = 2));
    expect((await loadError()).message).toBe('the dataset has schema version 2, this Plimsoll reads version 1');
  });

  test.each([
    ['an unknown table', (manifest: Record<string, any>) => (manifest['tables'].secrets = manifest['tables'].assets), 'tables.secrets'],
    ['a hash that is none', (manifest: Record<string, any>) => (manifest['tables'].assets.sha256 = 'abc'), 'tables.assets.sha256'],
    ['a missing licence', (manifest: Record<string, any>) => delete manifest['licence'], 'licence'],
  ])('a manifest with %s', async (_, edit, place) => {
    await editManifest(edit);
    expect((await loadError()).message).toContain(`the manifest breaks its contract at ${place}:`);
  });
});
