import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { enumerateGrid, stepsBetween, type ParameterSpace } from '../../../src/search/space.js';
import { fuzzParameters } from '../../support/fuzz.js';

const drawDimension = fc
  .record({ current: fc.integer({ min: 0, max: 1000 }), below: fc.integer({ min: 0, max: 30 }), above: fc.integer({ min: 0, max: 30 }), step: fc.integer({ min: 4, max: 15 }) })
  .map(({ current, below, above, step }) => ({ name: 'x', current, minimum: current - below, maximum: current + above, step }));

describe('enumerateGrid', () => {
  test('starts with the point in force and holds every allowed point within the bounds once, whole steps away', () => {
    fc.assert(
      fc.property(fc.array(drawDimension, { minLength: 1, maxLength: 3 }), (dimensions) => {
        const space: ParameterSpace = { dimensions, isAllowed: (candidate) => candidate.reduce((sum, value) => sum + value, 0) % 2 === 0 };
        const grid = enumerateGrid(space);
        expect(grid[0]).toEqual(dimensions.map(({ current }) => current));
        expect(new Set(grid.map(String)).size).toBe(grid.length);
        for (const point of grid.slice(1)) {
          expect(space.isAllowed(point)).toBe(true);
          point.forEach((value, index) => {
            const { minimum, maximum, current, step } = dimensions[index]!;
            expect(value >= minimum && value <= maximum && Math.abs(value - current) % step === 0).toBe(true);
          });
          expect(Number.isInteger(stepsBetween(space, grid[0]!, point))).toBe(true);
        }
        const all = dimensions.reduce((product, { current, minimum, maximum, step }) => product * (Math.floor((current - minimum) / step) + Math.floor((maximum - current) / step) + 1), 1);
        expect(enumerateGrid({ dimensions, isAllowed: () => true })).toHaveLength(all);
      }),
      fuzzParameters(60),
    );
  });
});
