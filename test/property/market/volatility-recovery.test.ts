import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { fitVolatility } from '../../../src/market/volatility/fit-volatility.js';
import type { InnovationName } from '../../../src/market/volatility/innovations/innovation.js';
import type { RecursionName } from '../../../src/market/volatility/recursions/recursion.js';
import { simulateVolatility } from '../../../src/market/volatility/simulate-volatility.js';
import { INNOVATIONS, RECURSIONS } from '../../../src/market/volatility/volatility-model.js';
import { chooseRuns, fuzzParameters } from '../../support/fuzz.js';
import { ALL_MODELS } from '../../support/volatility-models.js';

const OBSERVATIONS = 6000;
const share = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Stationary sets in which every parameter is identified: news well above zero, persistence below one, tails that differ from normal. */
const TRUTHS: Readonly<Record<RecursionName | InnovationName, fc.Arbitrary<number[]>>> = {
  garch: fc.tuple(share(0.1, 4), share(0.08, 0.2), share(0.9, 0.97)).map(([level, alpha, persistence]) => [level * (1 - persistence), alpha, persistence - alpha]),
  gjr: fc
    .tuple(share(0.1, 4), share(0.04, 0.1), share(0.05, 0.15), share(0.9, 0.97))
    .map(([level, alpha, gamma, persistence]) => [level * (1 - persistence), alpha, gamma, persistence - alpha - gamma / 2]),
  egarch: fc.tuple(share(-0.1, 0.1), share(0.1, 0.35), share(-0.15, -0.03), share(0.85, 0.97)).map((values) => [...values]),
  ewma: share(0.92, 0.95).map((lambda) => [lambda]),
  normal: fc.constant([]),
  t: share(4.5, 9).map((nu) => [nu]),
  skewt: fc.tuple(share(4.5, 9), share(-0.25, 0.25)).map((values) => [...values]),
};

describe.each(ALL_MODELS)('%s with %s', (recursionName, innovationName) => {
  const model = { recursion: RECURSIONS[recursionName], innovation: INNOVATIONS[innovationName] };
  const truths = fc.tuple(share(-0.05, 0.05), TRUTHS[recursionName], TRUTHS[innovationName], fc.integer({ min: 0, max: 1_000_000 }));

  /** Standardised errors of the estimates, and whether the fit had anything to say against itself. */
  function refit([mu, variance, tail, seed]: [number, number[], number[], number]): { scores: number[]; converged: boolean } {
    const truth = Float64Array.from([...(model.recursion.hasMean ? [mu] : []), ...variance, ...tail]);
    const fit = fitVolatility(recursionName, innovationName, recursionName === 'ewma' ? drawEwma(truth, seed) : draw(truth, OBSERVATIONS, seed, 0));
    return { scores: fit.parameterNames.map((_, i) => (fit.parameters[i]! - truth[i]!) / fit.standardErrors[i]!), converged: fit.converged };
  }

  function draw(truth: Float64Array, n: number, seed: number, index: number): Float64Array {
    return simulateVolatility(model, truth, n, createRandomStream(seed, 'test/recovery', index));
  }

  /** A drawn EWMA variance tends to zero, and its first value is not the mean square that the fit takes: so short draws in which it is. */
  function drawEwma(truth: Float64Array, seed: number): Float64Array {
    for (let index = 0; ; index++) {
      const returns = draw(truth, 600, seed, index);
      const meanSquare = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
      if (meanSquare > 0.8 && meanSquare < 1.25) return returns;
    }
  }

  test('a simulated series gives its parameters back', () => {
    fc.assert(
      fc.property(truths, (truth) => {
        const { scores, converged } = refit(truth);
        expect(converged).toBe(true);
        // Up to seven scores in each of many draws: 4.5 standard errors is passed by chance once in some 20,000 draws.
        for (const score of scores) expect(Math.abs(score)).toBeLessThan(4.5);
      }),
      { ...fuzzParameters(chooseRuns(20, 2)), endOnFailure: true },
    );
  });

  test('within 3 standard errors in 98.5 % of the estimates or more', () => {
    const drawn = fc.sample(truths, { numRuns: 5, seed: 20 }).flatMap((truth) => refit(truth).scores);
    const outside = drawn.filter((score) => !(Math.abs(score) < 3)).length;
    expect(outside).toBeLessThanOrEqual(Math.ceil(0.015 * drawn.length));
  });
});
