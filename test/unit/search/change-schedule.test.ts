import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planSteps, type ClipMove } from '../../../src/search/change-schedule.js';
import { fuzzParameters } from '../../support/fuzz.js';

const within = (...reach: readonly number[]): ClipMove => (dimension, from, wanted) => Math.max(from - reach[dimension]!, Math.min(from + reach[dimension]!, wanted));

describe('planSteps', () => {
  test('moves as far as the limits let it, and ends at the target', () => {
    expect(planSteps([7200, 8300], [7320, 8260], within(50, 50), () => true)).toEqual([[7250, 8260], [7300, 8260], [7320, 8260]]);
    expect(planSteps([7200], [7200], within(50), () => true)).toEqual([]);
  });

  test('lets a move wait that would break a rule on the way: the threshold leads up, the loan-to-value leads down', () => {
    const isOrdered = ([ltv, threshold]: readonly number[]): boolean => ltv! <= threshold!;
    expect(planSteps([80, 80], [84, 84], within(4, 1), isOrdered)).toEqual([[80, 81], [80, 82], [80, 83], [84, 84]]);
    expect(planSteps([84, 84], [80, 80], within(1, 4), isOrdered)).toEqual([[83, 84], [82, 84], [81, 84], [80, 80]]);
  });

  test('never passes a limit nor a rule, and takes ⌈distance/limit⌉ steps where no rule is in the way', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 7, max: 90 })), { minLength: 1, maxLength: 4 }), (rows) => {
        const [from, to, reach] = [0, 1, 2].map((column) => rows.map((row) => row[column]!)) as [number[], number[], number[]];
        const steps = planSteps(from, to, within(...reach), () => true);
        expect(steps).toHaveLength(Math.max(...rows.map(([a, b, limit]) => Math.ceil(Math.abs(b - a) / limit))));
        [from, ...steps].slice(0, -1).forEach((before, index) => steps[index]!.forEach((value, i) => expect(Math.abs(value - before[i]!)).toBeLessThanOrEqual(reach[i]!)));
        if (steps.length > 0) expect(steps.at(-1)).toEqual(to);
      }),
      fuzzParameters(100),
    );
  });

  test('a target that cannot be reached is our own fault, and said so', () => {
    expect(() => planSteps([0], [10], within(0), () => true)).toThrow('no update leads from 0 towards 10');
  });
});
