import { describe, expect, test } from '@jest/globals';
import { computeNormalBarrierProbability, computeShareBelow, drawLowestPrices } from '../../../../src/backtest/forecast/lowest-price.js';
import { standardiseResiduals } from '../../../../src/market/paths/filtered-history.js';
import { drawNormals } from '../../../support/simulate-returns.js';

const SIGMA = 0.01;
const NORMAL_MODEL = {
  volatility: [{ omega: SIGMA ** 2, alpha: 0, beta: 0, startVariance: SIGMA ** 2, driftPerStep: 0 }],
  residuals: standardiseResiduals([drawNormals(50_000, 1)]),
};

describe('the lowest price of the next steps', () => {
  // Two independent roads to one number: simulated paths of normal shocks, and the reflection principle shifted for discrete steps.
  test.each([
    [0.98, 22],
    [0.95, 22],
    [0.9, 166],
  ])('falls below %s of the price within %i steps as often as the formula says', (barrier, steps) => {
    const sortedRatios = drawLowestPrices(NORMAL_MODEL, 7, 0, 20_000, steps);
    const expected = computeNormalBarrierProbability(barrier, SIGMA, steps);
    const standardError = Math.sqrt((expected * (1 - expected)) / 20_000);
    expect(Math.abs(computeShareBelow(sortedRatios, barrier) - expected)).toBeLessThan(4 * standardError + 0.003);
  });

  test('is sorted, at most the price itself, and lower over a longer horizon of the same paths', () => {
    const [day, week] = [drawLowestPrices(NORMAL_MODEL, 7, 0, 500, 22), drawLowestPrices(NORMAL_MODEL, 7, 0, 500, 166)];
    expect(day.every((ratio, i) => ratio <= 1 && ratio >= (day[i - 1] ?? 0) && week[i]! <= ratio)).toBe(true);
  });

  test('knows the ends: a barrier above the price is passed, one at zero never', () => {
    expect([1, 1.2, 0].map((barrier) => computeNormalBarrierProbability(barrier, SIGMA, 22))).toEqual([1, 1, 0]);
    expect(computeShareBelow(Float64Array.of(0.8, 0.9, 0.9, 1), 0.9)).toBe(0.25);
  });
});
