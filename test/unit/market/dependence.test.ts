import { describe, expect, test } from '@jest/globals';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { computeAutocovariances } from '../../../src/market/dependence/autocovariance.js';
import { estimateCorrelation } from '../../../src/market/dependence/correlation.js';
import { fitPegProcess } from '../../../src/market/dependence/peg-process.js';
import { drawNormals } from '../../support/simulate-returns.js';

describe('estimateCorrelation', () => {
  const x = drawNormals(5000, 1);
  const noise = drawNormals(5000, 2);
  const y = x.map((value, t) => 3 + 2 * (0.6 * value + 0.8 * noise[t]!));

  test('finds a correlation of 0.6 within 3 standard errors, whatever mean and scale', () => {
    const { matrix, observations, shrinkage, warnings } = estimateCorrelation([x, y]);
    expect([matrix[0], matrix[3], matrix[1]! - matrix[2]!]).toEqual([1, 1, 0]);
    expect(Math.abs(matrix[1]! - 0.6)).toBeLessThan((3 * (1 - 0.36)) / Math.sqrt(5000));
    expect([observations, shrinkage, warnings]).toEqual([5000, 0, []]);
  });

  test('its Cholesky factor multiplies back to the matrix', () => {
    const { matrix, cholesky } = estimateCorrelation([x, y]);
    expect(cholesky[2]).toBeCloseTo(matrix[1]!, 14);
    expect(cholesky[2]! ** 2 + cholesky[3]! ** 2).toBeCloseTo(1, 14);
    expect([cholesky[0], cholesky[1]]).toEqual([1, 0]);
  });

  test('shrinks two series that say the same, and warns', () => {
    const { matrix, shrinkage, warnings } = estimateCorrelation([x, x.map((value) => 2 * value)]);
    expect(shrinkage).toBe(0.001);
    expect(matrix[1]).toBeCloseTo(0.999, 12);
    expect(warnings.map(({ code }) => code)).toEqual(['correlation-shrunk']);
  });

  test('refuses 49 common hours, a constant series, and different lengths', () => {
    expect(() => estimateCorrelation([x.slice(0, 49), y.slice(0, 49)])).toThrow(ModelError);
    expect(() => estimateCorrelation([x, new Float64Array(5000)])).toThrow(ModelError);
    expect(() => estimateCorrelation([x, y.slice(1)])).toThrow(InternalError);
  });
});

test('computeAutocovariances by hand, with a hole: 1, ·, 3, 5 has mean 3 and one pair each at lags 1 and 2', () => {
  const result = computeAutocovariances(Float64Array.of(1, NaN, 3, 5), [0, 1, 2]);
  expect([result.mean, result.observations]).toEqual([3, 3]);
  expect(result.at[0]).toBeCloseTo(8 / 3, 14);
  expect(result.at.slice(1)).toEqual([0, 0]);
});

describe('fitPegProcess', () => {
  const PHI = 0.98;
  const STD_DEV = 0.001;
  const N = 30_000;
  const LEVEL = -0.01;

  /** The true ratio: an AR(1) around −1 %. */
  function drawPeg(seed: number): Float64Array {
    let deviation = 0;
    return drawNormals(N, seed).map((z) => LEVEL + (deviation = PHI * deviation + STD_DEV * z));
  }

  const NOISE = 0.003;
  const noise = drawNormals(N, 99);
  const withNoise = (ratio: Float64Array): Float64Array => ratio.map((value, t) => value + NOISE * noise[t]!);

  // An AR(1) coefficient estimated at lag 24 has a standard error near 0.0023 here; the bounds are four of it.
  test.each([
    ['seen exactly', drawPeg(1), 0],
    ['seen through quote noise three times the innovation', withNoise(drawPeg(2)), NOISE],
    ['seen in three of four hours', drawPeg(3).map((value, t) => (t % 4 === 1 ? NaN : value)), 0],
  ])('finds the process %s', (_name, logRatio, noiseStdDev) => {
    const fit = fitPegProcess(logRatio);
    expect(Math.abs(fit.meanReversionPerStep - (1 - PHI))).toBeLessThan(0.009);
    expect(Math.abs(fit.innovationStdDev / STD_DEV - 1)).toBeLessThan(0.25);
    expect(Math.abs(fit.longRunLogRatio - LEVEL)).toBeLessThan(4 * (STD_DEV / (1 - PHI) / Math.sqrt(N)));
    expect(fit.halfLifeSteps).toBeCloseTo(Math.LN2 / -Math.log(1 - fit.meanReversionPerStep), 9);
    expect(Math.abs(fit.noiseStdDev - noiseStdDev)).toBeLessThan(0.0012);
    expect(fit.warnings).toEqual([]);
  });

  test('a plain AR(1) regression would take quote noise for reversion (why lag 0 is not used)', () => {
    const { mean, at } = computeAutocovariances(withNoise(drawPeg(2)), [0, 1]);
    expect(mean).toBeLessThan(0);
    expect(1 - at[1]! / at[0]!).toBeGreaterThan(0.2); // ten times the true 0.02
  });

  test('its residuals have mean 0, the stated size and no memory, also under quote noise', () => {
    const { residuals, innovationStdDev } = fitPegProcess(withNoise(drawPeg(2)));
    const { mean, at } = computeAutocovariances(residuals, [0, 1, 2]);
    expect(Math.abs(mean)).toBeLessThan(1e-12);
    expect(Math.sqrt(at[0]!) / innovationStdDev).toBeCloseTo(1, 9);
    expect(Math.abs(at[1]! / at[0]!)).toBeLessThan(0.04);
    expect(Math.abs(at[2]! / at[0]!)).toBeLessThan(0.04);
  });

  test('leaves NaN where the ratio was not observed', () => {
    const logRatio = drawPeg(3).map((value, t) => (t % 4 === 1 ? NaN : value));
    const { residuals } = fitPegProcess(logRatio);
    expect(residuals.findIndex((value, t) => t > 0 && Number.isNaN(value) !== (t % 4 === 1))).toBe(-1);
  });

  test('takes a long-run level that is known from elsewhere', () => {
    expect(fitPegProcess(drawPeg(1), { longRunLogRatio: 0 }).longRunLogRatio).toBe(0);
  });

  test('warns about a ratio without memory and about one that does not return', () => {
    // Alternating signs: no positive autocovariance at lag 1, so nothing persists.
    const restless = drawNormals(1000, 4).map((z, t) => (t % 2 === 0 ? 1 : -1) * (0.01 + 0.001 * z));
    expect(fitPegProcess(restless).warnings.map(({ code }) => code)).toContain('peg-no-memory');
    const leaving = drawNormals(1000, 6).map((z, t) => 0.001 * t + 0.0001 * z);
    expect(fitPegProcess(leaving).warnings.map(({ code }) => code)).toContain('peg-no-return');
  });

  test('refuses too few observations and a constant ratio', () => {
    expect(() => fitPegProcess(drawPeg(1).slice(0, 199))).toThrow(ModelError);
    expect(() => fitPegProcess(new Float64Array(500).fill(-0.01))).toThrow(ModelError);
  });
});
