import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitGarch } from '../../../src/market/volatility/fit-garch.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { simulateReturnsPercent } from '../../support/simulate-returns.js';

const NAMES = ['mu', 'omega', 'alpha', 'beta'] as const;
const OBSERVATIONS = 8000;

/** Stationary sets in which all four parameters are identified: alpha well above zero, persistence below one. */
const stationary = fc.record({
  mu: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  longRunVariance: fc.double({ min: 0.1, max: 5, noNaN: true }),
  alpha: fc.double({ min: 0.08, max: 0.2, noNaN: true }),
  persistence: fc.double({ min: 0.9, max: 0.98, noNaN: true }),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
});

test('a series drawn from GARCH(1,1) gives its parameters back', () => {
  fc.assert(
    fc.property(stationary, ({ mu, longRunVariance, alpha, persistence, seed }) => {
      const truth = { mu, omega: longRunVariance * (1 - persistence), alpha, beta: persistence - alpha };
      const fit = fitGarch(simulateReturnsPercent(truth, Infinity, OBSERVATIONS, seed));
      const scores = NAMES.map((name) => (fit.parameters[name] - truth[name]) / fit.standardErrors[name]);
      expect(fit.converged).toBe(true);
      // Four scores in each of many draws: 4.5 standard errors is passed by chance once in 30,000 draws.
      for (const score of scores) expect(Math.abs(score)).toBeLessThan(4.5);
    }),
    fuzzParameters(25),
  );
});

test.each([
  ['hourly ether-like', { mu: 0.01, omega: 0.008, alpha: 0.06, beta: 0.93 }, 1],
  ['quick to forget', { mu: 0, omega: 0.5, alpha: 0.2, beta: 0.5 }, 2],
  ['daily exchange rate-like', { mu: -0.006, omega: 0.011, alpha: 0.15, beta: 0.8 }, 3],
])('%s parameters come back within 3 standard errors', (_name, truth, seed) => {
  const fit = fitGarch(simulateReturnsPercent(truth, Infinity, 20_000, seed));
  for (const name of NAMES) expect(Math.abs(fit.parameters[name] - truth[name]) / fit.standardErrors[name]).toBeLessThan(3);
});
