/**
 * Generalised Pareto tail of the Danish fire losses, 2,167 observations.
 *
 * Source: A. J. McNeil, ASTIN Bulletin 27 (1997): u = 10 leaves 109 exceedances, xi 0.497, beta 6.98. The other thresholds, further
 * digits, standard errors and profile intervals were computed apart with SciPy 1.17 (minimize, minimize_scalar, brentq).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { chooseThreshold } from '../../../src/market/tails/choose-threshold.js';
import { fitParetoTail } from '../../../src/market/tails/fit-pareto-tail.js';
import { extrapolateTail } from '../../../src/market/tails/stress.js';
import { computeTailRisk } from '../../../src/market/tails/tail-risk.js';

const LOSSES = Float64Array.from(
  readFileSync(new URL('../../fixtures/tails/danish-fire-losses.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1])),
);

test.each([
  [5, 254, 0.63154, 3.80913, -754.1115369],
  [10, 109, 0.496986, 6.97547, -374.8929902],
  [20, 36, 0.684152, 9.63513, -142.1844577],
])('u = %d: %d exceedances, xi %d, beta %d', (threshold, exceedances, xi, beta, logLikelihood) => {
  const fit = fitParetoTail(LOSSES, threshold);
  expect([LOSSES.length, fit.observations, fit.exceedances.length, fit.converged]).toEqual([2167, 2167, exceedances, true]);
  expect(Math.abs(fit.xi - xi)).toBeLessThan(1e-5);
  expect(Math.abs(fit.beta - beta)).toBeLessThan(1e-5 * beta);
  expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-6);
});

describe('the fit above 10', () => {
  const fit = fitParetoTail(LOSSES, 10);

  test('has the published digits and standard errors, and no warning', () => {
    expect([fit.xi.toFixed(3), fit.beta.toFixed(2)]).toEqual(['0.497', '6.98']);
    expect(Math.abs(fit.standardErrors.xi - 0.13628381)).toBeLessThan(1e-4);
    expect(Math.abs(fit.standardErrors.beta - 1.11349052)).toBeLessThan(1e-3);
    // Both kinds of error estimate the same under the law; on 109 values they agree roughly.
    expect(fit.robustStandardErrors.xi / fit.standardErrors.xi).toBeGreaterThan(0.7);
    expect(fit.robustStandardErrors.xi / fit.standardErrors.xi).toBeLessThan(1.4);
    expect(fit.warnings).toEqual([]);
  });

  test.each([
    [0.99, 27.28998778, [23.277306, 33.210354], 58.2401023, [41.08313, 154.98193]],
    [0.999, 94.33935507, [63.169239, 189.097674], 191.535283, [96.60913, 1001.512075]],
  ])('VaR and ES at %d with profile intervals', (level, valueAtRisk, varInterval, shortfall, esInterval) => {
    const risk = computeTailRisk(fit, level);
    const figures = [risk.var.value, risk.var.ciLow, risk.var.ciHigh, risk.es.value, risk.es.ciLow, risk.es.ciHigh];
    const expected = [valueAtRisk, ...varInterval, shortfall, ...esInterval];
    figures.forEach((figure, i) => expect(Math.abs(figure / expected[i]! - 1)).toBeLessThan(1e-4));
    expect([risk.var.n, risk.isExtrapolation]).toEqual([109, false]);
  });

  test('at the threshold VaR is the threshold; beyond the sample it says so; below it refuses', () => {
    expect(computeTailRisk(fit, 1 - 109 / 2167).var.value).toBeCloseTo(10, 9);
    expect(computeTailRisk(fit, 1 - 1 / 2168).isExtrapolation).toBe(true);
    expect(() => computeTailRisk(fit, 0.9)).toThrow(InternalError);
  });

  test('a stress once in ten samples lies beyond the largest loss seen once and is labelled', () => {
    const stress = extrapolateTail(fit, 10);
    expect(stress.label).toBe('extrapolation');
    expect(stress.logFall).toBeCloseTo(-computeTailRisk(fit, 1 - 1 / 21670).var.value, 9);
    expect(stress.interval.ciLow).toBeLessThan(stress.logFall);
    expect(stress.interval.ciHigh).toBeGreaterThan(stress.logFall);
  });
});

describe('chooseThreshold', () => {
  const choice = chooseThreshold(LOSSES);

  test('gives one row per candidate, with the mean excess taken over what exceeds', () => {
    const row = choice.diagnostics.find(({ exceedances }) => exceedances === 109) ?? choice.diagnostics.at(-1)!;
    const above = LOSSES.filter((value) => value > row.threshold);
    expect(row.meanExcess).toBeCloseTo(above.reduce((sum, value) => sum + value - row.threshold, 0) / above.length, 9);
    expect(choice.diagnostics.every(({ exceedances }) => exceedances >= 50)).toBe(true);
    expect(choice.diagnostics.every(({ distance }) => distance > 0 && distance < 0.12)).toBe(true);
  });

  test('says why, and its shape agrees with the published fit above 10 within two standard errors', () => {
    expect(choice.reason).toContain(`${choice.fit.exceedances.length} exceedances`);
    expect(Math.abs(choice.fit.xi - 0.497)).toBeLessThan(2 * 0.13628);
  });
});
