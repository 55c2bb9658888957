import { describe, expect, test } from '@jest/globals';
import { applyReserveParameters, sumLeverageUsd, sumStartValueUsd, type BorrowerResponse } from '../../../src/simulation/book.js';
import { healthFactorOf } from '../../../src/simulation/valuation.js';
import { buildBook } from '../../support/draw-scenario.js';

const CURRENT = { ltvBps: 7200, liquidationThresholdBps: 8000, liquidationBonusBps: 700 };
const RE_LEVER: BorrowerResponse = { kind: 're-lever', shareRatio: 1 };
const NONE: BorrowerResponse = { kind: 'none', shareRatio: 0 };

/** Two accounts: one only in the reserve (asset 0, LT 0.8, LTV 0.72), one that does not hold it. */
const book = buildBook([
  { collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.8 }], debtAssets: [3], healthFactor: 1.6 },
  { collateral: [{ asset: 1, valueUsd: 1000, thresholdRatio: 0.85 }], debtAssets: [3], healthFactor: 1.2 },
]);
const prices = Float64Array.from(book.assets, ({ startPriceUsd }) => startPriceUsd);
const apply = (change: Partial<typeof CURRENT>, response: BorrowerResponse): typeof book =>
  applyReserveParameters(book, 0, CURRENT, { ...CURRENT, ...change }, response);
const health = (changed: typeof book, account: number): number => healthFactorOf(changed, changed, prices, account);

test('maximum leverage weighted by value leaves the reserve under study out', () => {
  // The other collateral: 1,000 USD at an LTV of 0.9 · 0.85.
  expect(sumLeverageUsd(book, [0])).toBeCloseTo(1000 / (1 - 0.9 * 0.85), 9);
  expect(sumLeverageUsd(book, [1])).toBeCloseTo(1000 / (1 - 0.9 * 0.8), 9);
});

describe('applyReserveParameters', () => {
  test('changes several reserves at once, and each account finds the room that its own collateral gets', () => {
    const further = { ltvBps: 7650, liquidationThresholdBps: 8500, liquidationBonusBps: 500 };
    const [before, after] = [{ ...CURRENT, furtherReserves: { [book.assets[1]!.asset]: further } }, { ...CURRENT, ltvBps: 7500, furtherReserves: { [book.assets[1]!.asset]: { ltvBps: 7803, liquidationThresholdBps: 8670, liquidationBonusBps: 600 } } }];
    const changed = applyReserveParameters(book, 0, before, after, RE_LEVER);
    // The first account: LTV 7500/7200 of all it has. The second: threshold and LTV 2 % up.
    expect(changed.debtAmount[0]! / book.debtAmount[0]!).toBeCloseTo(7500 / 7200, 12);
    expect(changed.debtAmount[1]! / book.debtAmount[1]!).toBeCloseTo(1.02, 12);
    expect(Array.from(changed.collateralThresholdRatio)).toEqual([CURRENT.liquidationThresholdBps / 10_000, 0.867]);
    expect(changed.assets.slice(0, 2).map(({ liquidationBonusRatio }) => liquidationBonusRatio)).toEqual([CURRENT.liquidationBonusBps / 10_000, 0.06]);
    expect(Array.from(applyReserveParameters(book, 0, before, before, RE_LEVER).debtAmount)).toEqual(Array.from(book.debtAmount));
  });

  test('leaves the book as it is when nothing changes', () => {
    expect(Array.from(apply({}, RE_LEVER).debtAmount)).toEqual(Array.from(book.debtAmount));
  });

  test('keeps the health factor of a re-levering borrower when only the threshold rises', () => {
    expect(health(book, 0)).toBeCloseTo(1.6, 12);
    expect(health(apply({ liquidationThresholdBps: 8400 }, RE_LEVER), 0)).toBeCloseTo(1.6, 12);
    expect(health(apply({ liquidationThresholdBps: 8400 }, NONE), 0)).toBeCloseTo(1.6 * 1.05, 12);
  });

  test('keeps the used share of borrowing capacity when only the LTV rises', () => {
    const after = apply({ ltvBps: 7560 }, RE_LEVER);
    expect(after.debtAmount[0]! / book.debtAmount[0]!).toBeCloseTo(1.05, 12);
    expect(after.debtAmount[1]).toBe(book.debtAmount[1]);
  });

  test('never lets a borrower past the new borrowing capacity, and never shrinks a debt', () => {
    // HF 1.05 with LT 0.8 means a debt of 762 against a capacity of 720: over it already, so no room opens.
    const tight = buildBook([{ collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.8 }], debtAssets: [3], healthFactor: 1.05 }]);
    const grown = applyReserveParameters(tight, 0, CURRENT, { ...CURRENT, ltvBps: 7500 }, RE_LEVER);
    expect(grown.debtAmount[0]).toBe(tight.debtAmount[0]);
    const tightened = applyReserveParameters(tight, 0, CURRENT, { ...CURRENT, liquidationThresholdBps: 7400 }, RE_LEVER);
    expect(tightened.debtAmount[0]).toBe(tight.debtAmount[0]);
  });

  test('sets the bonus of the reserve only', () => {
    const { assets } = apply({ liquidationBonusBps: 900 }, NONE);
    expect(assets.map(({ liquidationBonusRatio }, index) => liquidationBonusRatio - book.assets[index]!.liquidationBonusRatio)).toEqual([0.09 - 0.07, 0, 0, 0, 0]);
  });
});

describe('sumStartValueUsd', () => {
  test('adds one side up at start prices, whole or for one asset', () => {
    expect(sumStartValueUsd(book, 'collateral')).toBeCloseTo(2000, 9);
    expect(sumStartValueUsd(book, 'collateral', 0)).toBeCloseTo(1000, 9);
    expect(sumStartValueUsd(book, 'debt')).toBeCloseTo(800 / 1.6 + 850 / 1.2, 9);
  });
});
