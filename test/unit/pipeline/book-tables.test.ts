import { describe, expect, test } from '@jest/globals';
import { buildAccountsTable, summarisePositions } from '../../../src/pipeline/stages/book-tables.js';
import { buildBook } from '../../support/draw-scenario.js';

describe('the tables of a book', () => {
  const book = buildBook([
    { collateral: [{ asset: 1, valueUsd: 1000, thresholdRatio: 0.8 }, { asset: 3, valueUsd: 500, thresholdRatio: 0.9 }], debtAssets: [3], healthFactor: 1.25 },
    { collateral: [{ asset: 1, valueUsd: 200, thresholdRatio: 0.8 }], debtAssets: [], healthFactor: 1 },
  ]);

  test('an account’s health is its weighted collateral over its debt, and empty without debt', () => {
    const [first, second] = buildAccountsTable(book, book).rows as number[][];
    expect(first!.slice(1)).toEqual([expect.closeTo(1500, 6), expect.closeTo(1000, 6), expect.closeTo(1000, 6), expect.closeTo(1.25, 9), expect.closeTo(1.25, 9)]);
    expect(second!.slice(1)).toEqual([expect.closeTo(200, 6), 0, 0, null, null]);
  });

  test('positions are counted and added up by asset and side', async () => {
    const { columns, rows } = await summarisePositions(book);
    expect(columns).toEqual(['asset', 'side', 'positions', 'amountSum', 'valueSumUsd', 'valueMaxUsd']);
    expect(rows).toEqual([
      ['WETH', 'collateral', 2, expect.closeTo(1200 / 1701, 9), expect.closeTo(1200, 6), expect.closeTo(1000, 6)],
      ['USDC', 'collateral', 1, expect.closeTo(500, 6), expect.closeTo(500, 6), expect.closeTo(500, 6)],
      ['USDC', 'debt', 1, expect.closeTo(1000, 6), expect.closeTo(1000, 6), expect.closeTo(1000, 6)],
    ]);
  });
});
