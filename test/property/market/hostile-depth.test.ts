import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ModelError } from '../../../src/core/errors.js';
import { fitDcc } from '../../../src/market/dependence/fit-dcc.js';
import { shrinkCorrelation } from '../../../src/market/dependence/shrink-correlation.js';
import { fitTCopula } from '../../../src/market/dependence/t-copula.js';
import { compareDepthLaws } from '../../../src/market/depth/compare-depth-laws.js';
import { fitImpactLaw } from '../../../src/market/depth/fit-impact-law.js';
import { fitResilience } from '../../../src/market/depth/fit-resilience.js';
import { fuzzParameters } from '../../support/fuzz.js';

const odd = fc.constantFrom(0, 1, -1, NaN, Infinity, -Infinity, 1e-300, 1e300, 460);
const usual = fc.double({ min: -3, max: 3, noNaN: true });
const cell = fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: odd });
const series = fc.integer({ min: 0, max: 220 }).chain((length) =>
  fc.tuple(...[0, 1, 2].map(() => fc.oneof(fc.array(cell, { minLength: length, maxLength: length }), odd.map((value) => new Array<number>(length).fill(value))))),
);

test('hostile series: finite dependence and depth, or a ModelError with a remedy, never anything else', () => {
  fc.assert(
    fc.property(series, (columns) => {
      const [x, y, z] = columns.map((values) => Float64Array.from(values)) as [Float64Array, Float64Array, Float64Array];
      const positive = (values: Float64Array): Float64Array => values.map(Math.abs);
      const fits: (() => readonly number[])[] = [
        () => [...shrinkCorrelation([x, y, z]).matrix],
        () => Object.values(fitDcc([x, y]).parameters),
        () => [...fitTCopula([x, y]).correlation, fitTCopula([x, y]).degreesOfFreedom],
        () => compareDepthLaws(positive(x), positive(y).map((value) => value / 4), 0).scores.map(({ crossValidatedError }) => crossValidatedError),
        () => [fitImpactLaw({ sizes: positive(x), volatilities: positive(y), impactRatios: positive(z) })].flatMap(({ sizeExponent, volatilityExponent }) => [sizeExponent.value, volatilityExponent.value]),
        () => [fitResilience(positive(x), y, [1, 2, 3, 5])].flatMap(({ halfLifeSteps, permanent }) => [halfLifeSteps.value, permanent.value]),
      ];
      for (const fit of fits) {
        try {
          expect(fit().filter((value) => !Number.isFinite(value))).toEqual([]);
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
          expect(error.suggestions.length).toBeGreaterThan(0);
        }
      }
    }),
    fuzzParameters(60),
  );
});
