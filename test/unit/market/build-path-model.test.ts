import { describe, expect, test } from '@jest/globals';
import { buildPathModel, MEAN_BLOCK_STEPS_DEFAULT, type PathModelInput } from '../../../src/market/paths/build-path-model.js';
import { alignSeries, computeLogRatio, computeReturnsPercent } from '../../../src/market/paths/time-series.js';
import { drawNormals } from '../../support/simulate-returns.js';

const HOUR = 3600;
const hours = (...values: number[]): Float64Array => Float64Array.from(values, (value) => value * HOUR);

describe('computeReturnsPercent', () => {
  test('takes 100 × log returns between neighbouring observed hours only', () => {
    const prices = {
      unixSeconds: hours(0, 1, 2, 3, 4, 7, 8),
      close: Float64Array.of(100, 110, 110, 121, 121, 100, 90),
      filled: Uint8Array.of(0, 0, 1, 0, 0, 0, 0),
    };
    const { unixSeconds, values } = computeReturnsPercent(prices, HOUR);
    expect(unixSeconds).toEqual(hours(1, 4, 8)); // not 2 and 3 (filled), not 7 (three hours)
    expect(values[0]).toBeCloseTo(100 * Math.log(1.1), 12);
    expect(values[1]).toBe(0);
    expect(values[2]).toBeCloseTo(100 * Math.log(0.9), 12);
  });
});

test('computeLogRatio is NaN where the ratio was filled', () => {
  const ratio = { unixSeconds: hours(0, 1), close: Float64Array.of(Math.exp(-0.01), 0.9), filled: Uint8Array.of(0, 1) };
  expect([...computeLogRatio(ratio)]).toEqual([expect.closeTo(-0.01, 14), NaN]);
});

test('alignSeries keeps the hours that all have, and drops NaN', () => {
  const aligned = alignSeries([
    { unixSeconds: hours(1, 2, 3, 5), values: Float64Array.of(1, 2, 3, 5) },
    { unixSeconds: hours(2, 3, 4, 5), values: Float64Array.of(20, NaN, 40, 50) },
  ]);
  expect(aligned.unixSeconds).toEqual(hours(2, 5));
  expect(aligned.values).toEqual([Float64Array.of(2, 5), Float64Array.of(20, 50)]);
});

describe('buildPathModel', () => {
  const N = 400;
  const GAP_AT = 250;
  const stamps = Float64Array.from({ length: N }, (_, t) => HOUR * (t < GAP_AT ? t : t + 10));
  const residualsA = drawNormals(N, 1);
  const residualsB = residualsA.map((value, t) => 0.6 * value + 0.8 * drawNormals(N, 2)[t]!);
  const pegInnovations = drawNormals(N, 3).map((value, t) => (t < 100 ? NaN : 0.001 * value));
  const volatilityFactor = (factor: string, residuals: Float64Array): PathModelInput['volatility'][number] => ({
    factor,
    unixSeconds: stamps,
    returnsPercent: residuals.map((value) => 0.3 + 2 * value),
    garch: { parameters: { mu: 0.3, omega: 0.08, alpha: 0.05, beta: 0.93 }, standardisedResiduals: residuals, nextVariance: 0.5 },
  });
  const input: PathModelInput = {
    volatility: [volatilityFactor('ETH/USD', residualsA), volatilityFactor('BTC/USD', residualsB)],
    pegs: [
      {
        factor: 'stETH/ETH',
        unixSeconds: stamps,
        peg: { meanReversionPerStep: 0.01, longRunLogRatio: -0.008, innovationStdDev: 0.001, degreesOfFreedom: 2.5, residuals: pegInnovations },
        startLogRatio: -0.0005,
      },
    ],
    stepSeconds: HOUR,
  };
  const { model, correlation } = buildPathModel(input);

  test('puts volatility factors first and converts percent² to log-return² once', () => {
    expect(model.factors).toEqual(['ETH/USD', 'BTC/USD', 'stETH/ETH']);
    expect(model.volatility[0]).toEqual({
      omega: expect.closeTo(8e-6, 18),
      alpha: 0.05,
      beta: 0.93,
      startVariance: expect.closeTo(5e-5, 18),
      driftPerStep: 0,
    });
    expect(model.pegs[0]!.startDeviation).toBeCloseTo(0.0075, 12);
    expect(model.meanBlockSteps).toBe(MEAN_BLOCK_STEPS_DEFAULT);
  });

  test('history holds the common hours, as log returns without their mean', () => {
    const rows = N - 100;
    expect(model.history.length).toBe(rows * 3);
    const column = (factor: number): number[] => Array.from({ length: rows }, (_, row) => model.history[row * 3 + factor]!);
    for (const factor of [0, 1, 2]) expect(Math.abs(column(factor).reduce((sum, value) => sum + value))).toBeLessThan(1e-12);
    const eth = column(0);
    expect(eth[7]! - eth[3]!).toBeCloseTo(0.02 * (residualsA[107]! - residualsA[103]!), 12);
    const peg = column(2);
    expect(peg[7]! - peg[3]!).toBeCloseTo(pegInnovations[107]! - pegInnovations[103]!, 12);
  });

  test('marks where a run of hours starts', () => {
    const starts = [...model.runStart.keys()].filter((row) => model.runStart[row] === 1);
    expect(starts).toEqual([0, GAP_AT - 100]);
  });

  test('correlates residuals over the common hours', () => {
    const pair = (a: Float64Array, b: Float64Array): number => {
      const [x, y] = [a.slice(100), b.slice(100)];
      const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value) / values.length;
      const product = (p: Float64Array, q: Float64Array): number => p.reduce((sum, value, t) => sum + (value - mean(p)) * (q[t]! - mean(q)), 0);
      return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
    };
    expect(correlation.observations).toBe(300);
    expect(correlation.matrix[1]).toBeCloseTo(pair(residualsA, residualsB), 12);
    expect(correlation.matrix[2]).toBeCloseTo(pair(residualsA, pegInnovations), 12);
    expect(model.cholesky).toBe(correlation.cholesky);
  });
});
