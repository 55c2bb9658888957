import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';
import { DuckDbSession, quoteSql } from '../../../src/storage/duckdb-session.js';

const DATA_FOLDER = fileURLToPath(new URL('../../../data', import.meta.url));
const NAME = 'aave-v2-steth_2023-06';
const store = createDatasetStore({ folders: [DATA_FOLDER] });

describe('the bundled dataset', () => {
  test('passes every check of `data verify`', async () => {
    const verification = await store.verifyDataset(NAME);
    expect(verification.checks.filter((item) => !item.holds)).toEqual([]);
    expect(verification.checks).toHaveLength(7 + 7 + 5 + 3);
  });

  test('stays below 5 MB with everything in its folder', async () => {
    let bytes = 0;
    for (const name of await readdir(join(DATA_FOLDER, NAME))) bytes += (await stat(join(DATA_FOLDER, NAME, name))).size;
    expect(bytes).toBeLessThan(5_000_000);
  });

  test('accounts for every account of the source and says what is unresolved', async () => {
    const { accounts } = await store.readDatasetManifest(NAME);
    const leftOut = accounts!.leftOut.reduce((sum, item) => sum + item.accounts, 0);
    expect(accounts!.inSource).toBe(1309);
    expect(accounts!.kept + leftOut).toBe(1309);
    expect(accounts!.figures['accountsFullyResolved']! + accounts!.figures['accountsWithRemainder']!).toBe(accounts!.kept);
    const { positions } = await store.loadLendingDataset(NAME);
    const other = positions.filter((row) => row.asset === 'OTHER-COLLATERAL');
    const otherEth = other.reduce((sum, row) => sum + Number(row.amountRaw) / 1e18, 0);
    expect(otherEth / accounts!.figures['collateralEth']!).toBeCloseTo(accounts!.figures['unresolvedCollateralRatio']!, 9);
    expect(other.every((row) => row.liquidationThresholdBps! > 0 && row.liquidationThresholdBps! <= 9000)).toBe(true);
  });

  test('says in the manifest that the stETH/ETH prices come with CoinGecko’s terms', async () => {
    const manifest = await store.readDatasetManifest(NAME);
    expect(manifest.tables['prices']!.licence).toMatch(/CoinGecko, whose terms restrict redistribution/);
    expect(manifest.licence).toMatch(/CoinGecko/);
  });

  // Source: the exchange's own extremes as verified in the source tables' notes: ETH 86.00 in the hour from 2020-03-13 02:00,
  // BTC 3782 in the same hour, ETH 881.56 on 2022-06-18. A bar is stamped with its close, so 02:00 becomes 03:00.
  test.each([
    ['ETH', '2020-03-13T03:00:00Z', '2020-03-13T03:00:00Z', 86],
    ['BTC', '2020-03-13T03:00:00Z', '2020-03-13T03:00:00Z', 3782.13],
    ['ETH', '2022-06-18T01:00:00Z', '2022-06-19T00:00:00Z', 881.56],
  ])('has the low of %s between bar closes %s and %s', async (asset, from, to, low) => {
    const file = quoteSql(join(DATA_FOLDER, NAME, 'prices.parquet'));
    const [row] = await DuckDbSession.use((session) =>
      session.readRows(
        `SELECT min(low) AS low FROM read_parquet(${file}) WHERE asset = ${quoteSql(asset)} AND quote = 'USD' ` +
          `AND unix_seconds BETWEEN ${Date.parse(from) / 1000} AND ${Date.parse(to) / 1000}`,
      ),
    );
    expect(row!['low']).toBe(low);
  });

  test('has every price series on full hours with a constant step and positive closes', async () => {
    const { prices } = await store.loadLendingDataset(NAME);
    expect([...prices.keys()]).toEqual(['BTC/USD', 'BUSD/USD', 'ETH/USD', 'TUSD/USD', 'USDC/USD', 'USDP/USD', 'stETH/ETH']);
    for (const series of prices.values()) {
      const start = series.unixSeconds[0]!;
      expect(start % 3600).toBe(0);
      expect(series.unixSeconds.every((stamp, index) => stamp === start + index * 3600)).toBe(true);
      expect(series.close.every((close) => close > 0)).toBe(true);
    }
  });
});
