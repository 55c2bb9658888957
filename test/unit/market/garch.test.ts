import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../../src/core/errors.js';
import { computeQlike } from '../../../src/market/volatility/compute-qlike.js';
import { filterEwma, fitEwma } from '../../../src/market/volatility/fit-ewma.js';
import { fitGarch } from '../../../src/market/volatility/fit-garch.js';
import { filterGarch } from '../../../src/market/volatility/garch-recursion.js';
import { drawNormals, simulateReturnsPercent } from '../../support/simulate-returns.js';

const PARAMETERS = { mu: 0.01, omega: 0.02, alpha: 0.08, beta: 0.9 } as const;
const RETURNS = simulateReturnsPercent(PARAMETERS, Infinity, 2000, 11);

describe('filterGarch', () => {
  test('does what the formula says, step by step, in the slow and obvious way', () => {
    const { mu, omega, alpha, beta } = PARAMETERS;
    const few = [...RETURNS.slice(0, 60)];
    const squares = few.map((value) => (value - mu) ** 2);
    const presample = squares.reduce((sum, square) => sum + square) / squares.length;
    const variances: number[] = [];
    few.forEach((_, t) => {
      const [squareBefore, varianceBefore] = t === 0 ? [presample, presample] : [squares[t - 1]!, variances[t - 1]!];
      variances.push(omega + alpha * squareBefore + beta * varianceBefore);
    });
    const logDensities = few.map((value, t) => -0.5 * Math.log(2 * Math.PI * variances[t]!) - (value - mu) ** 2 / (2 * variances[t]!));

    const filter = filterGarch(PARAMETERS, Float64Array.from(few));
    variances.forEach((variance, t) => {
      expect(filter.conditionalVariance[t]).toBeCloseTo(variance, 12);
      expect(filter.standardisedResiduals[t]).toBeCloseTo((few[t]! - mu) / Math.sqrt(variance), 12);
    });
    expect(filter.nextVariance).toBeCloseTo(omega + alpha * squares[59]! + beta * variances[59]!, 12);
    expect(filter.logLikelihood).toBeCloseTo(logDensities.reduce((sum, value) => sum + value), 9);
  });

  test('goes on where an earlier filter ended, without a seam', () => {
    const whole = filterGarch(PARAMETERS, RETURNS, 1.5);
    const first = filterGarch(PARAMETERS, RETURNS.slice(0, 700), 1.5);
    const second = filterGarch(PARAMETERS, RETURNS.slice(700), first.nextVariance);
    expect(second.conditionalVariance).toEqual(whole.conditionalVariance.slice(700));
  });
});

describe('fitGarch', () => {
  test('finds the parameters of an hourly-sized series within 3 standard errors, in well under 1.5 s', () => {
    const returns = simulateReturnsPercent(PARAMETERS, Infinity, 40_000, 5);
    const start = performance.now();
    const fit = fitGarch(returns);
    expect(performance.now() - start).toBeLessThan(1500);
    expect(fit.converged).toBe(true);
    for (const name of ['mu', 'omega', 'alpha', 'beta'] as const) {
      expect(Math.abs(fit.parameters[name] - PARAMETERS[name]) / fit.standardErrors[name]).toBeLessThan(3);
    }
  });

  test('says that a series without clustering has none', () => {
    const fit = fitGarch(drawNormals(3000, 4));
    expect(fit.warnings.map(({ code }) => code)).toContain('garch-no-clustering');
    const { omega, alpha, beta } = fit.parameters;
    expect(Math.abs(omega / (1 - alpha - beta) - 1)).toBeLessThan(3 * Math.sqrt(2 / 3000)); // the sample variance of 3,000 normals
  });

  test('warns about returns that are not in percent', () => {
    const codes = fitGarch(RETURNS.map((value) => value / 10_000)).warnings.map(({ code }) => code);
    expect(codes).toContain('returns-scale');
  });

  test('warns when the search is cut short', () => {
    const fit = fitGarch(RETURNS, { iterationsMax: 0 });
    expect(fit.converged).toBe(false);
    expect(fit.warnings.map(({ code }) => code)).toContain('garch-not-converged');
  });
});

describe.each([
  ['fitGarch', fitGarch],
  ['fitEwma', fitEwma],
])('%s refuses', (_name, fit) => {
  test.each([
    ['49 returns', RETURNS.slice(0, 49), /at least 50 returns, got 49/],
    ['a constant series', new Float64Array(100).fill(0.3), /all 100 returns are equal/],
    ['a NaN', RETURNS.map((value, t) => (t === 60 ? NaN : value)), /return 60 of 2000 is NaN/],
    ['an infinite return', RETURNS.map((value, t) => (t === 3 ? -Infinity : value)), /return 3 of 2000 is -Infinity/],
  ])('%s with a remedy', (_case, returns, message) => {
    let error: unknown;
    try {
      fit(returns);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ModelError);
    expect((error as ModelError).message).toMatch(message);
    expect((error as ModelError).suggestions.length).toBeGreaterThan(0);
  });
});

describe('fitEwma', () => {
  const fit = fitEwma(RETURNS);

  test('no lambda on a fine grid has a higher likelihood', () => {
    const grid = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
    const best = Math.max(...grid.map((lambda) => filterEwma(lambda, RETURNS).logLikelihood));
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(best);
    expect(fit.converged).toBe(true);
  });

  test('its standard error is where the likelihood has fallen by one half (to first order)', () => {
    const fallen = (filterEwma(fit.lambda + fit.lambdaStandardError, RETURNS).logLikelihood + filterEwma(fit.lambda - fit.lambdaStandardError, RETURNS).logLikelihood) / 2;
    expect(fit.logLikelihood - fallen).toBeCloseTo(0.5, 1);
  });

  test('is GARCH with mu = omega = 0, alpha = 1 − lambda, beta = lambda', () => {
    const garch = filterGarch({ mu: 0, omega: 0, alpha: 1 - fit.lambda, beta: fit.lambda }, RETURNS);
    expect(fit.conditionalVariance).toEqual(garch.conditionalVariance);
  });
});

describe('computeQlike', () => {
  test('by hand: variances 1 and e, returns 1 and 0, mean of 0 + 1 and 1 + 0', () => {
    expect(computeQlike(Float64Array.of(1, Math.E), Float64Array.of(1, 0))).toBeCloseTo(1, 14);
  });

  test('prefers the true variance to one 30 % too low or too high', () => {
    const { conditionalVariance } = filterGarch(PARAMETERS, RETURNS);
    const residuals = RETURNS.map((value) => value - PARAMETERS.mu);
    const score = (factor: number): number => computeQlike(conditionalVariance.map((h) => factor * h), residuals);
    expect(score(1)).toBeLessThan(Math.min(score(0.7), score(1.3)));
  });
});
