import { describe, expect, test } from '@jest/globals';
import { filterVolatility } from '../../../../src/market/volatility/filter-volatility.js';
import { VolatilityLikelihood } from '../../../../src/market/volatility/likelihood.js';
import { constrainVector } from '../../../../src/market/volatility/search-maximum.js';
import { INNOVATIONS, nameParameters, RECURSIONS } from '../../../../src/market/volatility/volatility-model.js';
import { drawNormals } from '../../../support/simulate-returns.js';
import { ALL_MODELS } from '../../../support/volatility-models.js';

const RETURNS = drawNormals(300, 8).map((z, t) => 0.05 + z * (1 + (t % 50) / 40));
/** Some point inside the constraints, away from symmetry. */
const FREE = { mu: 0.02, garch: [-2, 1.8, -1.2], gjr: [-2, 1.8, -1.2, -0.4], egarch: [0.02, 0.2, -0.07, 1.4], ewma: [2], normal: [], t: [-3.5], skewt: [-3.5, -0.3] };

describe.each(ALL_MODELS)('the likelihood of %s with %s', (recursionName, innovationName) => {
  const model = { recursion: RECURSIONS[recursionName], innovation: INNOVATIONS[innovationName] };
  const free = Float64Array.from([...(model.recursion.hasMean ? [FREE.mu] : []), ...FREE[recursionName], ...FREE[innovationName]]);
  const point = constrainVector(model, free);
  const likelihood = new VolatilityLikelihood(model, RETURNS);
  const k = point.length;
  const valueAt = (at: Float64Array): number => likelihood.evaluate(at, new Float64Array(k));
  const shift = (vector: Float64Array, j: number, h: number): Float64Array => vector.map((x, i) => (i === j ? x + h : x));

  test('has as many parameters as names', () => {
    expect(nameParameters(model)).toHaveLength(k);
  });

  test('has a gradient equal to central differences of its value', () => {
    const gradient = new Float64Array(k);
    likelihood.evaluate(point, gradient);
    for (let j = 0; j < k; j++) {
      const difference = (valueAt(shift(point, j, 1e-6)) - valueAt(shift(point, j, -1e-6))) / 2e-6;
      expect(Math.abs(gradient[j]! - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
    }
  });

  test('has an outer product whose diagonal is that of numerical scores', () => {
    const outer = likelihood.computeOuterProduct(point);
    const densities = (at: Float64Array): Float64Array => logDensities(model, at, RETURNS);
    for (let j = 0; j < k; j++) {
      const above = densities(shift(point, j, 1e-6));
      const below = densities(shift(point, j, -1e-6));
      const squares = above.reduce((sum, value, t) => sum + ((value - below[t]!) / 2e-6) ** 2, 0);
      expect(outer[j * k + j]! / squares).toBeCloseTo(1, 4);
    }
  });

  test('equals the sum of log densities over the filter', () => {
    const total = logDensities(model, point, RETURNS).reduce((sum, value) => sum + value, 0);
    expect(valueAt(point)).toBeCloseTo(total, 8);
  });

  test('has free numbers whose pulled-back gradient is that of the composition', () => {
    const { recursion, innovation } = model;
    for (const [part, vector] of [
      [recursion, Float64Array.from(FREE[recursionName])],
      [innovation, Float64Array.from(FREE[innovationName])],
    ] as const) {
      const weights = part.constrain(vector).map((_, i) => 1 + i);
      const weigh = (at: Float64Array): number => part.constrain(at).reduce((sum, value, i) => sum + weights[i]! * value, 0);
      const pulled = part.pullBack(vector, weights);
      vector.forEach((_, j) => {
        const difference = (weigh(shift(vector, j, 1e-6)) - weigh(shift(vector, j, -1e-6))) / 2e-6;
        expect(pulled[j]).toBeCloseTo(difference, 6);
      });
    }
  });
});

/** ln f(z_t) − ½ ln h_t one by one, from a one-observation likelihood of the innovation. */
function logDensities(model: { recursion: (typeof RECURSIONS)['garch']; innovation: (typeof INNOVATIONS)['t'] }, vector: Float64Array, returns: Float64Array): Float64Array {
  const { conditionalVariance, standardisedResiduals } = filterVolatility(model, vector, returns);
  const tail = vector.subarray(vector.length - model.innovation.parameterNames.length);
  const one = (): Float64Array => new Float64Array(1);
  return conditionalVariance.map((h, t) =>
    model.innovation.evaluate(tail, Float64Array.of(standardisedResiduals[t]! * Math.sqrt(h)), Float64Array.of(h), {
      byLogVariance: one(),
      byResidual: one(),
      gradient: new Float64Array(tail.length),
      scores: null,
    }),
  );
}
