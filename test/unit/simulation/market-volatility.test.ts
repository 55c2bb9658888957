import { describe, expect, test } from '@jest/globals';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import { MarketVolatility } from '../../../src/simulation/market-volatility.js';
import { buildPath, buildSmallScenario } from '../../support/small-scenario.js';

const HOUR = 3600;

describe('MarketVolatility', () => {
  test('is the running mean of squared moves by RiskMetrics, against its ordinary level', () => {
    // Half-life of one step: weights one half.
    const volatility = new MarketVolatility({ impactExponent: 1, halfLifeSeconds: HOUR, ordinaryPerSqrtStep: [0.01] }, HOUR);
    volatility.advance(Float64Array.of(-0.05));
    const first = Math.sqrt((0.01 ** 2 + 0.05 ** 2) / 2);
    expect(volatility.stepVolatility(0)).toBeCloseTo(first, 15);
    expect(volatility.impactMultiplier(0)).toBeCloseTo(first / 0.01, 12);
    volatility.advance(Float64Array.of(-0.05));
    expect(volatility.unrestRatio()).toBeCloseTo(first / Math.SQRT2 / 0.01, 12);
  });

  test('counts a market as at most twenty times as unquiet as it ordinarily is', () => {
    const volatility = new MarketVolatility({ impactExponent: 0.5, halfLifeSeconds: HOUR, ordinaryPerSqrtStep: [0.001] }, HOUR);
    volatility.advance(Float64Array.of(-3));
    expect([volatility.unrestRatio(), volatility.impactMultiplier(0)]).toEqual([20, Math.sqrt(20)]);
  });

  test('never makes a market deeper than it was quoted, nor knows a factor without ordinary level', () => {
    const volatility = new MarketVolatility({ impactExponent: 2, halfLifeSeconds: HOUR, ordinaryPerSqrtStep: [0.01, 0] }, HOUR);
    for (let step = 0; step < 50; step++) volatility.advance(Float64Array.of(0, step));
    expect([volatility.impactMultiplier(0), volatility.impactMultiplier(1)]).toEqual([1, 1]);
  });
});

test('a fall makes depth shrink, and so deepens itself', () => {
  const depth = [{ coefficient: 0.001, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e4 }];
  const impact = (impactExponent: number): number => {
    const volatility = { impactExponent, halfLifeSeconds: HOUR, ordinaryPerSqrtStep: [0.02] };
    return createFastEngine(buildSmallScenario([{ collateral: 1000, debt: 760 }], { depth, volatility })).runPath(buildPath([1, 0.94])).peakImpactRatio;
  };
  // One call sells 399: the marginal impact is 1.5 · 0.001 · √399, times the unrest of one move of ln 0.94.
  const calm = 1.5 * 0.001 * Math.sqrt(399);
  const unrest = Math.sqrt((0.02 ** 2 + Math.log(0.94) ** 2) / 2) / 0.02;
  expect(impact(0)).toBeCloseTo(calm, 9);
  expect(impact(1)).toBeCloseTo(calm * unrest, 9);
});
