import { describe, expect, test } from '@jest/globals';
import { evaluateBookLosses } from '../../../../src/backtest/coverage/evaluate-book-losses.js';
import type { BookLossWindow } from '../../../../src/backtest/coverage/roll-book-losses.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';

const PATHS = 400;
const WINDOWS = 400;

/** Exponential losses that come with a chance; what happens is drawn from the same law, times a scale. */
function drawWindows(seed: number, chance: number, actualScale: number): BookLossWindow[] {
  return Array.from({ length: WINDOWS }, (_, index) => {
    const stream = createRandomStream(seed, 'test', index);
    const draw = (): number => (stream.nextUniform() < chance ? -1e6 * Math.log(stream.nextUniform()) : 0);
    const losses = Float64Array.from({ length: PATHS }, draw);
    const actual = actualScale * draw();
    return { unixSeconds: index, badDebtUsd: losses, liquidatedDebtUsd: losses, actualBadDebtUsd: actual, actualLiquidatedDebtUsd: actual };
  });
}

describe('forecasts of losses against what happened', () => {
  test('right ones pass nearly always, in number and in shortfall', () => {
    const outcomes = Array.from({ length: 20 }, (_, seed) => evaluateBookLosses(drawWindows(seed, 0.6, 1), 'liquidatedDebt', 1));
    // Four tests at 5 % each: about 16 of 20.
    expect(outcomes.filter(({ passes }) => passes).length).toBeGreaterThanOrEqual(13);
    expect(outcomes.filter(({ levels }) => levels.some(({ shortfallP }) => shortfallP! < 0.05)).length).toBeLessThanOrEqual(6);
  });

  test('losses twice as large as forecast are noticed, by number and by shortfall', () => {
    const { passes, levels, expectedUsd, actualUsd } = evaluateBookLosses(drawWindows(3, 0.6, 2), 'liquidatedDebt', 1);
    expect(passes).toBe(false);
    expect(levels.map(({ kupiecP }) => kupiecP < 0.01)).toEqual([true, true]);
    expect(levels.map(({ shortfallP }) => shortfallP! < 0.01)).toEqual([true, true]);
    expect(actualUsd / expectedUsd).toBeGreaterThan(1.6);
  });

  test('where most windows lose nothing, the number due is that of the chances and not 1 − level', () => {
    const { levels, passes, expectedWindows, actualWindows } = evaluateBookLosses(drawWindows(5, 0.02, 1), 'badDebt', 1);
    // Value-at-risk at 95 % is 0 in nearly every window, and passed with a chance of 2 %.
    expect(levels[0]!.expectedExceedances).toBeGreaterThan(0.013 * WINDOWS);
    expect(levels[0]!.expectedExceedances).toBeLessThan(0.03 * WINDOWS);
    expect(expectedWindows).toBeCloseTo(0.02 * WINDOWS, -1);
    expect(actualWindows).toBe(levels[0]!.exceedances);
    expect(levels[0]!.shortfallP).toBeNull();
    expect(passes).toBe(true);
  });

  test('the right number of losses with a heavier tail passes by number, and does not hold', () => {
    // What passes the forecast of 99 % goes ten times as far beyond it: as many exceedances at both levels.
    const windows = drawWindows(3, 0.6, 1).map((window) => {
      const bound = window.liquidatedDebtUsd.slice().sort()[Math.ceil(0.99 * PATHS) - 1]!;
      const actual = window.actualLiquidatedDebtUsd;
      return { ...window, actualLiquidatedDebtUsd: actual > bound ? bound + 10 * (actual - bound) : actual };
    });
    const { passes, holds, levels } = evaluateBookLosses(windows, 'liquidatedDebt', 1);
    expect(levels[1]!.shortfallP).toBeLessThan(0.05);
    expect([passes, holds]).toEqual([true, false]);
    expect(evaluateBookLosses(drawWindows(3, 0.6, 1), 'liquidatedDebt', 1)).toMatchObject({ passes: true, holds: true });
  });

  test('where next to nothing was due and nothing came, it cannot be told', () => {
    expect(evaluateBookLosses(drawWindows(7, 0.001, 1).map((window) => ({ ...window, actualBadDebtUsd: 0 })), 'badDebt', 1).passes).toBeNull();
  });
});
