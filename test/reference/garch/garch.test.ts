/**
 * GARCH(1,1) on the Bollerslev–Ghysels DEM/GBP series, 1,974 observations, presample h0 = e0² = mean squared residual.
 *
 * Sources: G. Fiorentini, G. Calzolari and L. Panattoni, J. Applied Econometrics 11 (1996), as the benchmark program bgfcp of TSP
 * International prints it: estimates to ten digits, log-likelihood −1106.60788104129; Hessian standard errors from the same
 * benchmark; Bollerslev–Wooldridge standard errors computed from the published formula (Econometric Reviews 11, 1992).
 * Score: log relative error −log10(|x − b|/|b|); good packages reach 4, McCullough and Renfro (1999).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fitGarch } from '../../../src/market/volatility/fit-garch.js';
import { filterGarch } from '../../../src/market/volatility/garch-recursion.js';
import { PRESAMPLE_RULE } from '../../../src/market/volatility/volatility-model.js';

const RETURNS = Float64Array.from(
  readFileSync(new URL('../../fixtures/econometrics/dem-gbp-returns.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1])),
);

const PUBLISHED = {
  estimate: { mu: -0.0061904083799, omega: 0.0107613978518, alpha: 0.15313406182, beta: 0.80597367031 },
  standardError: { mu: 0.00846212, omega: 0.00285271, alpha: 0.0265228, beta: 0.0335527 },
  robustStandardError: { mu: 0.0091893, omega: 0.0064931, alpha: 0.0535311, beta: 0.0724606 },
  logLikelihood: -1106.60788104129,
} as const;

const NAMES = ['mu', 'omega', 'alpha', 'beta'] as const;
const scoreDigits = (value: number, benchmark: number): number => -Math.log10(Math.abs(value - benchmark) / Math.abs(benchmark));

describe('fitGarch on DEM/GBP', () => {
  const fit = fitGarch(RETURNS);

  test('has read the whole published series and says how it starts', () => {
    expect(fit.observations).toBe(1974);
    expect(PRESAMPLE_RULE).toBe('mean-squared-residual');
    expect([fit.presampleRule, fit.converged, fit.warnings]).toEqual([PRESAMPLE_RULE, true, []]);
  });

  test.each(NAMES)('%s: estimate to 9 digits, Hessian s.e. to 5, robust s.e. to 4.5', (name) => {
    const digits = {
      estimate: scoreDigits(fit.parameters[name], PUBLISHED.estimate[name]),
      standardError: scoreDigits(fit.standardErrors[name], PUBLISHED.standardError[name]),
      robustStandardError: scoreDigits(fit.robustStandardErrors[name], PUBLISHED.robustStandardError[name]),
    };
    expect(digits.estimate).toBeGreaterThan(9);
    expect(digits.standardError).toBeGreaterThan(5); // published with six digits
    expect(digits.robustStandardError).toBeGreaterThan(4.5); // published with five to six digits
  });

  test('log-likelihood to 1e-9', () => {
    expect(Math.abs(fit.logLikelihood - PUBLISHED.logLikelihood)).toBeLessThan(1e-9);
  });

  test('the recursion gives the published log-likelihood at the published parameters', () => {
    expect(filterGarch(PUBLISHED.estimate, RETURNS).logLikelihood).toBeCloseTo(PUBLISHED.logLikelihood, 8);
  });

  test('scaling the returns by 10 scales mu by 10 and omega by 100 and leaves the dynamics alone', () => {
    const scaled = fitGarch(RETURNS.map((value) => 10 * value)).parameters;
    expect(scoreDigits(scaled.mu, 10 * fit.parameters.mu)).toBeGreaterThan(6);
    expect(scoreDigits(scaled.omega, 100 * fit.parameters.omega)).toBeGreaterThan(6);
    expect(scoreDigits(scaled.alpha, fit.parameters.alpha)).toBeGreaterThan(6);
    expect(scoreDigits(scaled.beta, fit.parameters.beta)).toBeGreaterThan(6);
  });
});
