import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dimension } from '../../../src/search/dimension.js';
import { createOrderedVector, keepsOrder } from '../../../src/search/ordered-vector.js';
import { createSobolSampler } from '../../../src/search/samplers/sobol.js';
import { maySet, stepsBetween, toCandidate, type ParameterSpace } from '../../../src/search/space.js';
import { fuzzParameters } from '../../support/fuzz.js';

const WHOLE: Omit<Dimension, 'name'> = { current: 0, minimum: 0, maximum: 1, step: null };

/** Tier bounds around values in force that rise by `gap` or more, each with its own reach and step. */
const drawVector = fc
  .record({
    rises: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
    reach: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 6, maxLength: 6 }),
    step: fc.constantFrom(1, 3, 7, null),
    gap: fc.integer({ min: 0, max: 9 }),
    direction: fc.constantFrom('rising' as const, 'falling' as const),
  })
  .map(({ rises, reach, step, gap, direction }) => {
    let value = 50;
    const rising = rises.map((rise, index): Omit<Dimension, 'name'> => ({ current: (value += rise + gap), minimum: value - reach[index]!, maximum: value + reach[index]!, step }));
    const entries = direction === 'rising' ? rising : rising.reverse();
    return createOrderedVector({ name: 'bound', entries, direction, minimumGap: gap }, 0);
  });

describe('ordered vectors', () => {
  test('every point of the cube gives entries in order, within bounds, whole steps from those in force', () => {
    fc.assert(
      fc.property(drawVector, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), ({ dimensions, ordering }, point) => {
        const space: ParameterSpace = { dimensions, orderings: [ordering], isAllowed: () => true };
        const candidate = toCandidate(space, Float64Array.from(point.slice(0, dimensions.length)));
        expect(maySet(space, candidate)).toBe(true);
        candidate.forEach((value, index) => {
          const { minimum, maximum, current, step } = dimensions[index]!;
          expect(value).toBeGreaterThanOrEqual(minimum - 1e-9);
          expect(value).toBeLessThanOrEqual(maximum + 1e-9);
          if (step !== null) expect(Math.abs(value - current) % step).toBe(0);
        });
      }),
      fuzzParameters(300),
    );
  });

  // The k-th of n uniform numbers in order has mean k/(n + 1): the law of order statistics.
  test('entries with equal bounds are spread as order statistics are', () => {
    const { dimensions, ordering } = createOrderedVector({ name: 'x', entries: [WHOLE, WHOLE, WHOLE, WHOLE], direction: 'falling', minimumGap: 0 }, 0);
    const space: ParameterSpace = { dimensions, orderings: [ordering], isAllowed: () => true };
    const points = createSobolSampler({ dimensions: 4, objectives: 1, constraints: 0, seed: 1 }).ask(4096);
    const sums = [0, 0, 0, 0];
    for (let row = 0; row < 4096; row++) toCandidate(space, points.subarray(row * 4, row * 4 + 4)).forEach((value, index) => (sums[index]! += value / 4096));
    [0.8, 0.6, 0.4, 0.2].forEach((mean, index) => expect(sums[index]!).toBeCloseTo(mean, 2));
  });

  test('every vector of a small grid is met', () => {
    const entry: Omit<Dimension, 'name'> = { current: 1, minimum: 0, maximum: 4, step: 1 };
    const { dimensions, ordering } = createOrderedVector({ name: 'x', entries: [{ ...entry, current: 0 }, entry, { ...entry, current: 2 }], direction: 'rising', minimumGap: 1 }, 0);
    const points = createSobolSampler({ dimensions: 3, objectives: 1, constraints: 0, seed: 1 }).ask(1024);
    const met = new Set(Array.from({ length: 1024 }, (_, row) => String(toCandidate({ dimensions, orderings: [ordering], isAllowed: () => true }, points.subarray(row * 3, row * 3 + 3)))));
    // Three of five levels, in order: 5 choose 3.
    expect(met.size).toBe(10);
  });

  test('an order without room is refused, and neighbours closer than the gap do not keep it', () => {
    expect(() => createOrderedVector({ name: 'tier', entries: [WHOLE, WHOLE], direction: 'rising', minimumGap: 2 }, 0)).toThrow('tier: no entries within the bounds are rising by 2 or more');
    const ordering = { indices: [2, 0], direction: 'falling', minimumGap: 1 } as const;
    expect([[3, 0, 4], [3, 0, 3.5], [5, 0, 4]].map((candidate) => keepsOrder(ordering, candidate))).toEqual([true, false, false]);
  });

  test('a continuous width counts as a hundred steps', () => {
    const space: ParameterSpace = { dimensions: [{ name: 'x', current: 2, minimum: 0, maximum: 10, step: null }, { name: 'y', current: 0, minimum: 0, maximum: 10, step: 5 }], isAllowed: () => true };
    expect(stepsBetween(space, [2, 0], [4, 10])).toBeCloseTo(22, 12);
  });
});
