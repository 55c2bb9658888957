import { describe, expect, test } from '@jest/globals';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { generateFilteredPath, standardiseResiduals } from '../../../src/market/paths/filtered-history.js';
import { generateJumpPath } from '../../../src/market/paths/jump-path.js';
import { chooseThreshold } from '../../../src/market/tails/choose-threshold.js';
import { fitJumpDiffusion } from '../../../src/market/tails/fit-jump-diffusion.js';
import { fitParetoTail } from '../../../src/market/tails/fit-pareto-tail.js';
import { computeParetoCdf, computeParetoExcess, computeParetoLoss } from '../../../src/market/tails/generalised-pareto.js';
import { computeJumpLoss, type JumpParameters } from '../../../src/market/tails/jump-diffusion.js';
import { HISTORICAL_DRAWDOWNS, mapDrawdown } from '../../../src/market/tails/stress.js';
import { averageOverPaths, drawNormals } from '../../support/simulate-returns.js';

const { abs, exp, log, sqrt } = Math;

function drawPareto(xi: number, n: number, seed: number): Float64Array {
  const stream = createRandomStream(seed, 'test/pareto', 0);
  return new Float64Array(n).map(() => computeParetoExcess(stream.nextUniform(), { xi, beta: 2 }));
}

describe('generalised Pareto', () => {
  test.each([0.5, 1e-7, 0, -0.2])('quantile and distribution function invert each other, xi %d', (xi) => {
    for (const survival of [0.9, 0.5, 0.01, 1e-6]) {
      const y = computeParetoExcess(survival, { xi, beta: 3 });
      expect(abs(1 - computeParetoCdf(y, { xi, beta: 3 }) - survival)).toBeLessThan(1e-12);
    }
  });

  test('ends where a law with xi < 0 ends', () => {
    expect([computeParetoCdf(-1, { xi: 0.1, beta: 1 }), computeParetoCdf(2, { xi: -0.5, beta: 1 })]).toEqual([0, 1]);
  });

  test.each([0.4, 2e-5, 0.9e-5, 0, -0.9e-5, -0.3])('the gradient is that of the loss, xi %d, on both sides of the series', (xi) => {
    const sample = drawPareto(0.1, 50, 1).map((y) => y * 0.2);
    const gradient = new Float64Array(2);
    const scratch = new Float64Array(2);
    computeParetoLoss(sample, Float64Array.of(xi, 2), gradient);
    const h = 1e-4;
    const loss = (a: number, b: number): number => computeParetoLoss(sample, Float64Array.of(a, b), scratch);
    expect(abs((loss(xi + h, 2) - loss(xi - h, 2)) / (2 * h) - gradient[0]!)).toBeLessThan(1e-5);
    expect(abs((loss(xi, 2 + h) - loss(xi, 2 - h)) / (2 * h) - gradient[1]!)).toBeLessThan(1e-5);
  });

  test('the likelihood does not jump where the series takes over', () => {
    const sample = drawPareto(0.1, 50, 1);
    const at = (xi: number): number => computeParetoLoss(sample, Float64Array.of(xi, 2), new Float64Array(2));
    expect(abs(at(1.0001e-5) - at(0.9999e-5))).toBeLessThan(1e-6);
  });
});

describe('tail fits refuse or warn, never return a NaN', () => {
  test.each([
    ['twelve points', drawPareto(0.3, 12, 1), 0],
    ['a constant', new Float64Array(500).fill(3), 0],
    ['a NaN', drawPareto(0.3, 100, 1).fill(NaN, 3, 4), 0],
    ['a threshold above all', drawPareto(0.3, 100, 1), 1e9],
    ['a NaN threshold', drawPareto(0.3, 100, 1), NaN],
    ['sums that overflow', drawPareto(0.3, 100, 1).map(() => 1.5e308), 0],
  ])('%s: ModelError with a remedy', (_name, values, threshold) => {
    const fit = (): unknown => fitParetoTail(values, threshold);
    expect(fit).toThrow(ModelError);
    try {
      fit();
    } catch (error) {
      expect((error as ModelError).suggestions.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ['few exceedances', drawPareto(0.3, 30, 2), 'tail-few-exceedances'],
    ['a mean that does not exist', drawPareto(1.6, 4000, 3), 'tail-infinite-mean'],
    ['a tail that ends abruptly', drawPareto(-0.75, 4000, 4), 'tail-irregular'],
  ])('%s: a warning', (_name, values, code) => {
    const fit = fitParetoTail(values, 0);
    expect(fit.warnings.map((warning) => warning.code)).toContain(code);
    expect([fit.xi, fit.beta, fit.logLikelihood].every(Number.isFinite)).toBe(true);
  });

  test('no threshold to choose: ModelError', () => {
    expect(() => chooseThreshold(drawPareto(0.3, 60, 1))).toThrow(ModelError);
    expect(() => chooseThreshold(new Float64Array(5000).fill(1))).toThrow(ModelError);
    expect(() => chooseThreshold(new Float64Array(0))).toThrow(ModelError);
  });
});

test('the threshold is raised past a body that does not follow the law', () => {
  // Uniform body up to 1, Pareto tail on the last 4 %: below level 0.96 the shape is not the tail's.
  const stream = createRandomStream(5, 'test/mixture', 0);
  const values = new Float64Array(30_000).map(() => {
    const u = stream.nextUniform();
    return u < 0.96 ? u / 0.96 : 1 + computeParetoExcess(stream.nextUniform(), { xi: 0.4, beta: 1 });
  });
  const { fit, reason } = chooseThreshold(values);
  expect(fit.threshold).toBeGreaterThan(0.97);
  expect(abs(fit.xi - 0.4)).toBeLessThan(3 * fit.standardErrors.xi + 0.05);
  expect(reason).toMatch(/lower ones refused/);
});

describe('jump diffusion', () => {
  const TRUTH: JumpParameters = { mu: 0.01, sigma: 0.6, intensity: 0.02, jumpMean: -1, jumpStdDev: 4 };
  const path = new Float64Array(20_001);
  generateJumpPath(TRUTH, 3, 0, path);
  const returns = new Float64Array(20_000).map((_, t) => 100 * (path[t + 1]! - path[t]!));

  test('comes back from its own paths within 3 standard errors', () => {
    const { parameters, standardErrors, converged, warnings, likelihoodRatio } = fitJumpDiffusion(returns);
    for (const name of ['mu', 'sigma', 'intensity', 'jumpMean', 'jumpStdDev'] as const) {
      expect(abs(parameters[name] - TRUTH[name]) / standardErrors[name]).toBeLessThan(3);
    }
    expect([converged, warnings]).toEqual([true, []]);
    expect(likelihoodRatio).toBeGreaterThan(1000);
  });

  test('paths have the cumulants of the model: mean mu + λm, variance σ² + λ(m² + s²)', () => {
    const steps = 50;
    const out = new Float64Array(steps + 1);
    const moment = (power: number): { mean: number; standardError: number } =>
      averageOverPaths(20_000, (index) => {
        generateJumpPath(TRUTH, 11, index, out);
        return (100 * out[steps]! - steps * (0.01 - 0.02)) ** power;
      });
    const mean = moment(1);
    const variance = moment(2);
    expect(abs(mean.mean) / mean.standardError).toBeLessThan(3.5);
    expect(abs(variance.mean - steps * (0.36 + 0.02 * 17)) / variance.standardError).toBeLessThan(3.5);
  });

  test('the gradient is that of the loss', () => {
    const point = Float64Array.of(0.01, log(0.6), log(0.1), -1, log(4));
    const gradient = new Float64Array(5);
    computeJumpLoss(returns.slice(0, 300), point, gradient);
    const scratch = new Float64Array(5);
    for (let i = 0; i < 5; i++) {
      const at = (h: number): number => computeJumpLoss(returns.slice(0, 300), point.map((x, j) => (i === j ? x + h : x)), scratch);
      expect(abs((at(1e-5) - at(-1e-5)) / 2e-5 - gradient[i]!)).toBeLessThan(1e-4);
    }
  });

  test('with no jumps allowed to matter the likelihood is the Gaussian one', () => {
    const z = drawNormals(500, 3);
    const loss = computeJumpLoss(z, Float64Array.of(0, 0, -40, 0, 0), new Float64Array(5));
    expect(loss).toBeCloseTo(z.reduce((sum, x) => sum + 0.5 * (x * x + log(2 * Math.PI)), 0), 8);
  });

  test('normal returns: a warning; constant, short and broken ones: ModelError', () => {
    const codes = fitJumpDiffusion(drawNormals(2000, 8)).warnings.map(({ code }) => code);
    expect(codes.includes('jumps-not-needed') || codes.includes('jumps-not-rare')).toBe(true);
    expect(() => fitJumpDiffusion(new Float64Array(300))).toThrow(ModelError);
    expect(() => fitJumpDiffusion(drawNormals(100, 8))).toThrow(ModelError);
    expect(() => fitJumpDiffusion(drawNormals(300, 8).fill(NaN, 5, 6))).toThrow(ModelError);
  });
});

describe('filtered historical simulation', () => {
  const STATE = { omega: 1e-5, alpha: 0.1, beta: 0.8, startVariance: 4e-4, driftPerStep: 0 };
  const a = drawNormals(4000, 1);
  const residuals = standardiseResiduals([a, a.map((x, t) => 0.8 * x + 0.6 * a[(t + 7) % 4000]!)]);
  const model = { volatility: [STATE, STATE], residuals };
  const draw = (index: number, steps: number): Float64Array => {
    const out = new Float64Array((steps + 1) * 2);
    generateFilteredPath(model, 5, index, steps, out);
    return out;
  };

  test('the variance after t steps is that of GARCH started at today’s, and a row keeps its factors together', () => {
    const expected = Array.from({ length: 20 }, (_, t) => 1e-4 + 0.9 ** t * 3e-4).reduce((sum, h) => sum + h, 0);
    const { mean, standardError } = averageOverPaths(8000, (index) => draw(index, 20)[40]! ** 2);
    expect(abs(mean - expected) / standardError).toBeLessThan(3.5);
    const cross = averageOverPaths(8000, (index) => draw(index, 1)[2]! * draw(index, 1)[3]!);
    const rho = residuals.reduce((sum, z, i) => (i % 2 === 0 ? sum + z * residuals[i + 1]! : sum), 0) / 4000;
    expect(abs(cross.mean - rho * 4e-4) / cross.standardError).toBeLessThan(3.5);
  });

  test('the first step is √h times a residual of the past; the same index gives the same path', () => {
    const z = draw(3, 1)[2]! / sqrt(4e-4);
    expect(residuals.some((value, i) => i % 2 === 0 && abs(value - z) < 1e-12)).toBe(true);
    expect(draw(3, 5)).toEqual(draw(3, 5));
    expect(() => generateFilteredPath({ ...model, residuals: new Float64Array(3) }, 1, 0, 1, new Float64Array(4))).toThrow(InternalError);
    expect(() => standardiseResiduals([new Float64Array(9)])).toThrow(InternalError);
  });
});

describe('stress beyond history', () => {
  test('a fall maps to itself at its own volatility, doubles with it, and is labelled', () => {
    for (const drawdown of HISTORICAL_DRAWDOWNS) {
      const same = mapDrawdown(drawdown, drawdown.hourlyVolatilityBefore);
      expect(same.logFall).toBeCloseTo(drawdown.logFall, 12);
      expect(mapDrawdown(drawdown, 2 * drawdown.hourlyVolatilityBefore).logFall).toBeCloseTo(2 * drawdown.logFall, 12);
      expect([same.label, exp(same.logFall) < 0.75]).toEqual(['extrapolation', true]);
    }
  });

  test('never falls below 0.1 % of the price, and refuses a volatility of 0', () => {
    expect(mapDrawdown(HISTORICAL_DRAWDOWNS[3]!, 0.1).logFall).toBe(-7);
    expect(() => mapDrawdown(HISTORICAL_DRAWDOWNS[0]!, 0)).toThrow(InternalError);
  });
});
