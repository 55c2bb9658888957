import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { ModelError } from '../../../src/core/errors.js';
import { fitVolatility } from '../../../src/market/volatility/fit-volatility.js';
import { chooseRuns, fuzzParameters } from '../../support/fuzz.js';
import { ALL_MODELS } from '../../support/volatility-models.js';

const LENGTHS = [0, 1, 12, 49, 50, 51, 80, 150, 400];

/** What real feeds do to a series, applied to noise of any scale. */
const HOSTILITIES: Readonly<Record<string, (returns: Float64Array, at: number) => void>> = {
  'nothing wrong': () => undefined,
  constant: (returns) => returns.fill(returns[0] ?? 0),
  'all zero': (returns) => returns.fill(0),
  'one NaN': (returns, at) => returns.fill(NaN, at, at + 1),
  'one infinity': (returns, at) => returns.fill(Infinity, at, at + 1),
  'a wick of 100×': (returns, at) => {
    returns.fill(100 * Math.log(100), at, at + 1);
    returns.fill(-100 * Math.log(100), at + 1, at + 2);
  },
  'delisted: nothing but zeros at the end': (returns, at) => returns.fill(0, at),
  'not yet listed: zeros at the beginning': (returns, at) => returns.fill(0, 0, at),
  'mostly zeros': (returns) => returns.forEach((_, t) => t % 7 !== 0 && (returns[t] = 0)),
  'two values': (returns) => returns.forEach((value, t) => (returns[t] = value > 0 ? 1 : -1)),
  alternating: (returns) => returns.forEach((_, t) => (returns[t] = t % 2 === 0 ? 1 : -1)),
  trend: (returns) => returns.forEach((_, t) => (returns[t] = t)),
  'a level, not returns': (returns) => returns.forEach((value, t) => (returns[t] = 1e9 + value)),
  exploding: (returns) => returns.forEach((value, t) => (returns[t] = value * Math.exp(t / 8))),
  'dying out': (returns) => returns.forEach((value, t) => (returns[t] = value * Math.exp(-t / 8))),
  'one move': (returns, at) => returns.fill(0).fill(1, at, at + 1),
  'a crash to nothing': (returns, at) => returns.fill(-100 * Math.log(1e18), at, at + 1),
};

const series = fc
  .record({
    length: fc.constantFrom(...LENGTHS),
    scale: fc.constantFrom(1e-300, 1e-12, 1e-6, 0.01, 1, 100, 1e8, 1e150),
    hostility: fc.constantFrom(...Object.keys(HOSTILITIES)),
    at: fc.double({ min: 0, max: 0.99, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1e9 }),
    model: fc.constantFrom(...ALL_MODELS),
  })
  .map((draw) => {
    const stream = createRandomStream(draw.seed, 'test/hostile', 0);
    const returns = new Float64Array(draw.length).map(() => draw.scale * stream.nextNormal());
    HOSTILITIES[draw.hostility]!(returns, Math.floor(draw.at * draw.length));
    return { ...draw, returns };
  });

test('no series crashes a fit or gets a NaN back: a usable fit, a warning, or a ModelError with a remedy', () => {
  let fitted = 0;
  fc.assert(
    fc.property(series, ({ returns, model: [recursion, innovation], hostility }) => {
      try {
        const fit = fitVolatility(recursion, innovation, returns);
        fitted++;
        expect([...fit.parameters, fit.logLikelihood, fit.aic, fit.bic, fit.nextVariance].every(Number.isFinite)).toBe(true);
        expect(fit.conditionalVariance.every((variance) => variance > 0 && variance < Infinity)).toBe(true);
        if (!fit.converged) expect(fit.warnings.map(({ code }) => code)).toContain(`${recursion}-not-converged`);
        if (fit.robustStandardErrors.some(Number.isNaN)) expect(fit.warnings.map(({ code }) => code)).toContain(`${recursion}-no-standard-errors`);
        expect(hostility).not.toMatch(/NaN|infinity|constant|all zero/);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        expect(error.suggestions.length).toBeGreaterThan(0);
      }
    }),
    { ...fuzzParameters(chooseRuns(10_000, 150)), endOnFailure: true },
  );
  expect(fitted).toBeGreaterThan(20);
}, 900_000);
