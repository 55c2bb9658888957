import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { computeQuantile, findQuantileInterval } from '../../../src/numeric/quantile.js';

describe('computeQuantile', () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1), type = 7).
  test.each([
    [0, 1],
    [0.1, 1.4],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [1, 16],
  ])('type 7 at level %p is %p', (level, expected) => {
    expect(computeQuantile(Float64Array.of(1, 2, 4, 8, 16), level)).toBeCloseTo(expected, 12);
  });

  test('refuses an empty sample and a level outside [0, 1]', () => {
    expect(() => computeQuantile(new Float64Array(0), 0.5)).toThrow(InternalError);
    expect(() => computeQuantile(Float64Array.of(1), 1.1)).toThrow(InternalError);
  });
});

describe('findQuantileInterval', () => {
  // scipy 1.17.1: ranks from the cumulative binomial; 300 at 0.99 has no upper rank.
  test.each([
    [100, 0.5, 40, 61, true],
    [1000, 0.99, 983, 997, true],
    [500, 0.95, 465, 485, true],
    [4000, 0.99, 3947, 3973, true],
    [300, 0.99, 293, 300, false],
  ])('n = %p, level %p: ranks %p and %p, bounded: %p', (n, level, low, high, bounded) => {
    expect(findQuantileInterval(n, level, 0.95)).toEqual({ lowIndex: low - 1, highIndex: high - 1, bounded });
  });

  test('368 samples are the fewest that bound the 0.99 quantile, as 0.99^n ≤ 0.025 says', () => {
    expect(Math.ceil(Math.log(0.025) / Math.log(0.99))).toBe(368);
    expect(findQuantileInterval(367, 0.99, 0.95).bounded).toBe(false);
    expect(findQuantileInterval(368, 0.99, 0.95).bounded).toBe(true);
  });
});
