import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseMarketFile, type MarketFile } from '../../../src/pipeline/config/market-file.js';
import type { LendingDataset, PriceSeries } from '../../../src/pipeline/ports.js';
import { buildBook } from '../../../src/pipeline/stages/build-book.js';
import { fitModels } from '../../../src/pipeline/stages/fit-models.js';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DATA = join(import.meta.dirname, '../../../data');
const NAME = 'aave-v2-steth_2023-06';
const readData = (path: string): string => readFileSync(join(DATA, path), 'utf8');
/** Whole dollars of one ETH: nothing is lost when prices in ETH are multiplied by it. */
const ETH_USD = 1723n;

/** The bundled book as a subgraph would give it: prices in dollars, ETH by the name of its token. */
function toDollars(dataset: LendingDataset): LendingDataset {
  const rename = (series: PriceSeries): PriceSeries => ({ ...series, asset: series.asset === 'ETH' ? 'WETH' : series.asset, quote: series.quote === 'ETH' ? 'WETH' : series.quote });
  return {
    ...dataset,
    reserves: dataset.reserves.map((row) => ({ ...row, oraclePriceRaw: row.oraclePriceRaw * ETH_USD })),
    prices: new Map([...dataset.prices.values()].map(rename).map((series) => [`${series.asset}/${series.quote}`, series])),
  };
}

let dataset: LendingDataset;
let market: MarketFile;

beforeAll(async () => {
  dataset = await createDatasetStore({ folders: [DATA] }).loadLendingDataset(NAME);
  market = parseMarketFile(readData(`${NAME}/market.yaml`), 'market.yaml');
});

describe('a book with prices in dollars', () => {
  test('starts paths and values accounts as the same book with prices in ETH does', () => {
    const inDollars = parseMarketFile(readData(`${NAME}/market.yaml`).replace('dataset:', 'baseCurrency: USD\ndataset:').replaceAll('ETH/USD', 'WETH/USD').replaceAll('stETH/ETH', 'stETH/WETH'), 'market.yaml');
    const [inEth, dollars] = [fitModels(dataset, market), fitModels(toDollars(dataset), inDollars)];
    expect(dollars.pathModel.factors).toEqual(['WETH/USD', 'BTC/USD', 'stETH/WETH']);
    expect(dollars.pathModel.pegs[0]!.startDeviation).toBeCloseTo(inEth.pathModel.pegs[0]!.startDeviation, 12);
    const [left, right] = [buildBook(dataset, market, Number(ETH_USD)), buildBook(toDollars(dataset), inDollars, 1)];
    right.assets.forEach(({ startPriceUsd }, index) => expect(startPriceUsd / left.assets[index]!.startPriceUsd).toBeCloseTo(1, 12));
  });

  test('needs the reserve that a pegged asset is pegged to', () => {
    const wrong = { ...market, baseCurrency: 'USD' };
    expect(() => fitModels(dataset, wrong)).toThrow('ETH of the peg stETH/ETH is not among the reserves that are held');
  });
});
