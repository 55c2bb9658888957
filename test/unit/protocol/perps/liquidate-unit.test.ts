import { describe, expect, test } from '@jest/globals';
import { splitMarginUnits, type MarkedMarkets } from '../../../../src/protocol/perps/account/margin-unit.js';
import { createAccount } from '../../../../src/protocol/perps/account/position.js';
import { deleveragePosition } from '../../../../src/protocol/perps/backstop/deleverage-position.js';
import { liquidateUnit } from '../../../../src/protocol/perps/liquidation/liquidate-unit.js';
import { buildFlatSchedule } from '../../../../src/protocol/perps/margin-schedule/build-curves.js';

const schedule = buildFlatSchedule(0.2, 0.1);
const markets: MarkedMarkets = new Map(['A', 'B', 'C'].map((name) => [name, { schedule, priceUsd: 100, openInterestUsd: 0, fundingUsdPerBase: 0 }]));
const moment = { nowSeconds: 0, historyOf: () => [] };
const mark = (): number => 100;
const unitOf = (collateralUsd: number) =>
  splitMarginUnits(
    createAccount('a', collateralUsd, [
      { market: 'A', side: 'long', sizeBase: 1, entryPriceUsd: 100 },
      { market: 'B', side: 'short', sizeBase: 5, entryPriceUsd: 100 },
      { market: 'C', side: 'long', sizeBase: 1, entryPriceUsd: 100 },
    ]),
  )[0]!;

describe('liquidating a cross-margined unit', () => {
  // Requirements 10, 50, 10; equity 30.
  test('closes the largest requirement first and stops once the margin suffices', () => {
    const { closes, unit } = liquidateUnit(unitOf(30), markets, { mode: { kind: 'full' }, feeRate: 0 }, moment, mark);
    expect(closes).toEqual([{ market: 'B', deltaBase: 5, priceUsd: 100, feeUsd: 0 }]);
    expect(unit.positions.map(({ market }) => market)).toEqual(['A', 'C']);
  });

  test('goes by name where requirements are equal', () => {
    const { closes } = liquidateUnit(unitOf(15), markets, { mode: { kind: 'full' }, feeRate: 0 }, moment, mark);
    expect(closes.map(({ market }) => market)).toEqual(['B', 'A']);
  });

  test('takes fees as far as equity reaches', () => {
    const { closes, unit, deficitUsd } = liquidateUnit(unitOf(4), markets, { mode: { kind: 'full' }, feeRate: 0.005 }, moment, mark);
    expect(closes.map(({ feeUsd }) => feeUsd)).toEqual([2.5, 0.5, 0.5]);
    expect([unit.collateralUsd, deficitUsd]).toEqual([0.5, 0]);
    const broke = liquidateUnit(unitOf(1), markets, { mode: { kind: 'full' }, feeRate: 0.005 }, moment, mark);
    expect(broke.closes.map(({ feeUsd }) => feeUsd)).toEqual([1, 0, 0]);
    expect([broke.unit.collateralUsd, broke.deficitUsd]).toEqual([0, 0]);
  });

  test('reports what fills below the mark leave owing', () => {
    const { unit, deficitUsd } = liquidateUnit(unitOf(10), markets, { mode: { kind: 'full' }, feeRate: 0.01 }, moment, (_, deltaBase) => (deltaBase > 0 ? 104 : 96));
    // 7 base at 4 dollars off each cost 28; 10 were there.
    expect([unit.collateralUsd, deficitUsd]).toEqual([0, 18]);
  });
});

describe('splitting a quote between fills', () => {
  test('rounds each running total down, so that thirds of −10 are −4, −3 and −3', () => {
    const queue = ['x', 'y', 'z'].map((account) => ({ account, sizeRaw: 1n, quoteRaw: 0n }));
    const { fills } = deleveragePosition({ account: 'b', sizeRaw: -3n, quoteRaw: 10n }, queue, -9n);
    expect(fills.map(({ deltaQuoteRaw }) => deltaQuoteRaw)).toEqual([4n, 3n, 3n]);
  });

  test('a venue that closes at a past mark takes what that differs from the present one, not what was needed', () => {
    // Long of 10 owing 1,050: missing 50 at a mark of 1,000. Closed at 1,100 instead of 1,050 the winners give up 100: 50 too much.
    const outcome = deleveragePosition({ account: 'b', sizeRaw: 10n, quoteRaw: -1_050n }, [{ account: 'c', sizeRaw: -10n, quoteRaw: 2_000n }], 1_000n, 1_100n);
    expect(outcome.takenValueRaw).toBe(100n);
    expect(outcome.bankrupt).toEqual({ account: 'b', sizeRaw: 0n, quoteRaw: 50n });
  });
});
