import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computeNormalCdf, computeNormalQuantile } from '../../../src/numeric/normal.js';
import { computeTCdf, computeTQuantile } from '../../../src/numeric/student-t.js';
import { fuzzParameters } from '../../support/fuzz.js';

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const degreesOfFreedom = fc.double({ min: 1, max: 200, noNaN: true });

describe('a quantile function is the inverse of its distribution function', () => {
  test('normal', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(Math.abs(computeNormalCdf(computeNormalQuantile(p)) - p) / Math.min(p, 1 - p)).toBeLessThan(1e-9);
      }),
      fuzzParameters(200),
    );
  });

  test('Student t', () => {
    fc.assert(
      fc.property(probability, degreesOfFreedom, (p, v) => {
        expect(Math.abs(computeTCdf(computeTQuantile(p, v), v) - p) / Math.min(p, 1 - p)).toBeLessThan(1e-9);
      }),
      fuzzParameters(200),
    );
  });

  test('Student t comes between Cauchy and normal in the tails and is symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.001, max: 200, noNaN: true }), fc.double({ min: 0.001, max: 0.05, noNaN: true }), (v, p) => {
        const quantile = computeTQuantile(p, v);
        expect(quantile).toBeLessThan(computeNormalQuantile(p));
        expect(quantile).toBeGreaterThan(Math.tan(Math.PI * (p - 0.5))); // the Cauchy quantile in closed form
        expect(computeTQuantile(1 - p, v)).toBeCloseTo(-quantile, 6);
      }),
      fuzzParameters(200),
    );
  });
});
