import { describe, expect, test } from '@jest/globals';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { testTwoSamples } from '../../../src/numeric/two-sample.js';

const count = (n: number, from = 0): Float64Array => Float64Array.from({ length: n }, (_, index) => from + index);

describe('testTwoSamples', () => {
  test('finds no distance between a sample and itself, and the whole between samples that do not meet', () => {
    expect(testTwoSamples(count(50), count(50))).toEqual({ distance: 0, pValue: 1 });
    expect(testTwoSamples(count(50), count(50, 100)).distance).toBe(1);
    expect(testTwoSamples(count(50), count(50, 100)).pValue).toBeLessThan(1e-20);
  });

  test('counts ties together: the distance of 1 2 2 3 and 2 2 2 4 is a quarter', () => {
    expect(testTwoSamples(Float64Array.of(3, 2, 1, 2), Float64Array.of(2, 4, 2, 2)).distance).toBe(0.25);
  });

  // Source: N. Smirnov (1948), percentage points of the limit law: 1.2238 at 10 %, 1.3581 at 5 %, 1.6276 at 1 %.
  test.each([
    [1.2238, 0.1],
    [1.3581, 0.05],
    [1.6276, 0.01],
  ])('has the published tail of its law: λ = %d at p = %d', (lambda, p) => {
    const n = 20_000;
    const shift = Math.round(lambda * Math.sqrt(2 / n) * n);
    expect(Math.abs(testTwoSamples(count(n), count(n, shift)).pValue / p - 1)).toBeLessThan(0.02);
  });

  test('rejects samples of one law in about 5 of 100 cases', () => {
    const stream = createRandomStream(1, 'two-samples', 0);
    const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => stream.nextNormal());
    const rejected = Array.from({ length: 1000 }, () => testTwoSamples(draw(200), draw(150)).pValue < 0.05).filter(Boolean).length;
    expect(rejected).toBeGreaterThan(25);
    expect(rejected).toBeLessThan(65);
  });
});
