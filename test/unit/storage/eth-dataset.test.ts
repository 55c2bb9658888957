import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../src/pipeline/data.js';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const NAME = 'eth-usd_2017-2023';
const store = createDatasetStore({ folders: [join(CHECKOUT, 'data')] });

describe('the bundled series of ETH', () => {
  test('passes every check of `data verify` and stays below half a megabyte', async () => {
    const { checks, holds } = await verifyDataset(NAME, { packageFolder: CHECKOUT, workingFolder: CHECKOUT });
    expect(checks.filter((check) => !check.holds)).toEqual([]);
    expect(holds).toBe(true);
    let bytes = 0;
    for (const name of await readdir(join(CHECKOUT, 'data', NAME))) bytes += (await stat(join(CHECKOUT, 'data', NAME, name))).size;
    expect(bytes).toBeLessThan(500_000);
  });

  test('has the closes of the other bundled series from 2019 on, and the fall of March 2020 as it was recorded', async () => {
    const long = (await store.loadPrices(NAME)).prices.get('ETH/USD')!;
    const short = (await store.loadPrices('aave-v2-steth_2023-06')).prices.get('ETH/USD')!;
    const shift = (short.unixSeconds[0]! - long.unixSeconds[0]!) / 3600;
    expect(Array.from(long.close.subarray(shift, shift + short.close.length))).toEqual(Array.from(short.close));
    const day = long.close.filter((_, index) => long.unixSeconds[index]! > Date.UTC(2020, 2, 12) / 1000 && long.unixSeconds[index]! <= Date.UTC(2020, 2, 14) / 1000);
    expect(Math.min(...day)).toBeLessThan(110);
  });
});
