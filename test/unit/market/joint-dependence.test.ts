import { describe, expect, test } from '@jest/globals';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { fitDepegTail } from '../../../src/market/dependence/depeg-tail.js';
import { filterDcc, fitDcc } from '../../../src/market/dependence/fit-dcc.js';
import { shrinkCorrelation } from '../../../src/market/dependence/shrink-correlation.js';
import { computeTailDependence, drawTCopula, fitTCopula } from '../../../src/market/dependence/t-copula.js';
import { computeParetoExcess } from '../../../src/market/tails/generalised-pareto.js';
import { computeKendallTau } from '../../../src/numeric/kendall.js';
import { drawNormals } from '../../support/simulate-returns.js';

const { abs, sqrt } = Math;

describe('Ledoit–Wolf shrinkage', () => {
  const independent = Array.from({ length: 20 }, (_, i) => drawNormals(60, i + 1));

  test('shrinks noise almost away, and is nearer to the truth than the sample', () => {
    const { matrix, shrinkage, cholesky } = shrinkCorrelation(independent);
    expect(shrinkage).toBeGreaterThan(0.8);
    expect(matrix.every((value, p) => (p % 21 === 0 ? value === 1 : abs(value) < 0.1))).toBe(true);
    expect(cholesky.every(Number.isFinite)).toBe(true);
  });

  test('works with more series than observations, where the sample has no inverse', () => {
    const { matrix, shrinkage } = shrinkCorrelation(independent.map((series) => series.slice(0, 12)));
    expect([matrix.length, shrinkage > 0.5 && shrinkage <= 1]).toEqual([400, true]);
  });

  test('leaves a long sample alone', () => {
    const x = drawNormals(20_000, 1);
    const y = drawNormals(20_000, 2).map((z, t) => 0.8 * x[t]! + 0.6 * z);
    const { matrix, shrinkage } = shrinkCorrelation([x, y]);
    expect(shrinkage).toBeLessThan(0.002);
    expect(abs(matrix[1]! - 0.8)).toBeLessThan(0.01);
  });

  test('by hand: x = ±1, y = x but for one of eight pairs', () => {
    // S_xy = 6/8 − means 0; ‖x xᵀ‖² = 4 at each step, ‖S‖² = 2 + 2 (3/4)².
    const x = Float64Array.from({ length: 16 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    const y = x.map((value, t) => (t < 2 ? -value : value));
    const { shrinkage, matrix } = shrinkCorrelation([x, y]);
    const expected = (4 - 2 - 2 * 0.5625) / 16 / (2 * 0.5625);
    expect(shrinkage).toBeCloseTo(expected, 14);
    expect(matrix[1]).toBeCloseTo(0.75 * (1 - expected), 14);
  });

  test('refuses short, constant and broken series', () => {
    expect(() => shrinkCorrelation(independent.map((series) => series.slice(0, 9)))).toThrow(ModelError);
    expect(() => shrinkCorrelation([drawNormals(60, 1), new Float64Array(60)])).toThrow(ModelError);
    expect(() => shrinkCorrelation([drawNormals(60, 1), drawNormals(60, 2).fill(NaN, 3, 4)])).toThrow(ModelError);
    expect(() => shrinkCorrelation([drawNormals(60, 1), drawNormals(59, 2)])).toThrow(InternalError);
  });
});

describe('dynamic conditional correlation', () => {
  /** Two series whose correlation follows DCC(1,1) around 0.5. */
  function simulate(a: number, b: number, n: number, seed: number): [Float64Array, Float64Array] {
    const stream = createRandomStream(seed, 'test/dcc', 0);
    const x = new Float64Array(n);
    const y = new Float64Array(n);
    let [q11, q12, q22] = [1, 0.5, 1];
    for (let t = 0; t < n; t++) {
      const rho = q12 / sqrt(q11 * q22);
      x[t] = stream.nextNormal();
      y[t] = rho * x[t]! + sqrt(1 - rho * rho) * stream.nextNormal();
      q11 = 1 - a - b + a * x[t]! ** 2 + b * q11;
      q12 = (1 - a - b) * 0.5 + a * x[t]! * y[t]! + b * q12;
      q22 = 1 - a - b + a * y[t]! ** 2 + b * q22;
    }
    return [x, y];
  }

  test.each([
    [0.04, 0.94],
    [0.08, 0.85],
  ])('a = %d, b = %d come back within 3 standard errors', (a, b) => {
    const { parameters, standardErrors, converged, warnings } = fitDcc(simulate(a, b, 4000, 3));
    expect(abs(parameters.a - a) / standardErrors.a).toBeLessThan(3);
    expect(abs(parameters.b - b) / standardErrors.b).toBeLessThan(3);
    expect([converged, warnings]).toEqual([true, []]);
  });

  test('the likelihood of constant correlation is the closed form of two normals', () => {
    const [x, y] = simulate(0, 0, 500, 1);
    const rho = 0.5;
    const expected = x.reduce((sum, value, t) => {
      const square = value ** 2 + y[t]! ** 2;
      return sum - 0.5 * (Math.log(1 - rho ** 2) + (square - 2 * rho * value * y[t]!) / (1 - rho ** 2) - square);
    }, 0);
    expect(filterDcc({ a: 0, b: 0 }, [x, y], Float64Array.of(1, rho, rho, 1)).logLikelihood).toBeCloseTo(expected, 9);
  });

  test('says when correlation does not change, and refuses what estimateCorrelation refuses', () => {
    expect(fitDcc(simulate(0, 0, 2000, 5)).warnings.map(({ code }) => code)).toContain('dcc-constant');
    expect(() => fitDcc([drawNormals(100, 1), new Float64Array(100)])).toThrow(ModelError);
    expect(() => fitDcc([drawNormals(100, 1)])).toThrow(InternalError);
  });
});

describe('t copula', () => {
  test('tail dependence as published: McNeil, Frey and Embrechts, Quantitative Risk Management, table of the t copula', () => {
    for (const [v, rho, published] of [
      [2, 0, 0.18],
      [2, 0.5, 0.39],
      [2, 0.9, 0.72],
      [4, 0, 0.08],
      [4, 0.5, 0.25],
      [4, 0.9, 0.63],
      [10, 0.5, 0.08],
      [10, 0.9, 0.46],
    ] as const) {
      expect(abs(computeTailDependence(rho, v) - published)).toBeLessThan(0.00501);
    }
  });

  test('Kendall’s tau: by hand 1 2 3 4 against 1 3 2 4 is 4/6, ties count as neither, and it agrees with counting pairs', () => {
    expect(computeKendallTau(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 3, 2, 4))).toBeCloseTo(4 / 6, 14);
    const x = drawNormals(101, 1).map((z) => Math.round(2 * z));
    const y = drawNormals(101, 2).map((z, t) => Math.round(z + x[t]!));
    let sum = 0;
    for (let i = 0; i < 101; i++) for (let j = 0; j < i; j++) sum += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
    expect(computeKendallTau(x, y)).toBeCloseTo(sum / 5050, 14);
  });

  const truth = { degreesOfFreedom: 4, cholesky: Float64Array.of(1, 0, 0, 0.7, sqrt(0.51), 0, 0.3, 0.2, sqrt(1 - 0.13)) };
  const stream = createRandomStream(9, 'test/copula', 0);
  const draws = [0, 1, 2].map(() => new Float64Array(2000));
  const u = new Float64Array(3);
  for (let t = 0; t < 2000; t++) {
    drawTCopula(truth, stream, u);
    draws.forEach((series, i) => (series[t] = u[i]!));
  }

  test('its draws have uniform margins (Kolmogorov–Smirnov at 0.1 %)', () => {
    for (const series of draws) {
      const distance = [...series].sort((a, b) => a - b).reduce((most, value, i) => Math.max(most, abs(value - (i + 0.5) / 2000)), 0);
      expect(distance).toBeLessThan(1.95 / sqrt(2000));
    }
  });

  test('degrees of freedom and correlation come back, whatever the margins', () => {
    const fit = fitTCopula([draws[0]!, draws[1]!.map((value) => Math.exp(9 * value)), draws[2]!.map((value) => value ** 3)]);
    expect(abs(fit.degreesOfFreedom - 4)).toBeLessThan(3 * fit.degreesOfFreedomStandardError);
    expect(abs(fit.correlation[1]! - 0.7)).toBeLessThan(0.05);
    expect(abs(fit.correlation[2]! - 0.3)).toBeLessThan(0.08);
    expect(fit.warnings).toEqual([]);
  });

  test('normal dependence: a warning; short, constant and broken series: ModelError', () => {
    const x = drawNormals(1500, 1);
    const y = drawNormals(1500, 2).map((z, t) => 0.5 * x[t]! + z);
    const fit = fitTCopula([x, y]);
    expect(fit.degreesOfFreedom).toBeGreaterThan(15);
    expect(() => fitTCopula([x.slice(0, 99), y.slice(0, 99)])).toThrow(ModelError);
    expect(() => fitTCopula([x, x.map(() => 1)])).toThrow(ModelError);
    expect(() => fitTCopula([x, y.slice().fill(Infinity, 0, 1)])).toThrow(ModelError);
    expect(() => fitTCopula([x, y.slice(1)])).toThrow(InternalError);
  });
});

test('the depeg tail is that of falls, not of rises', () => {
  const stream = createRandomStream(4, 'test/depeg', 0);
  const residuals = new Float64Array(20_000).map(() => {
    const size = computeParetoExcess(stream.nextUniform(), { xi: 0.3, beta: 0.001 });
    return stream.nextUniform() < 0.5 ? -size : 0.001 * stream.nextUniform();
  });
  residuals[5] = NaN;
  const { fit } = fitDepegTail({ residuals, innovationStdDev: 0.001 });
  expect(abs(fit.xi - 0.3)).toBeLessThan(3 * fit.standardErrors.xi);
  expect(fit.observations).toBe(19_999);
});
