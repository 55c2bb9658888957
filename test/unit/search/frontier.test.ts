import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findNonDominated } from '../../../src/search/frontier.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('findNonDominated', () => {
  test('keeps trade-offs and equals, drops what is beaten', () => {
    expect(findNonDominated([[1, 2], [2, 1], [2, 2], [1, 2]])).toEqual([true, true, false, true]);
  });

  test('every dropped point is beaten by a kept one, and no kept point is beaten', () => {
    const drawPoints = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 40 });
    const beats = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => value <= b[i]!) && a.some((value, i) => value < b[i]!);
    fc.assert(
      fc.property(drawPoints, (points) => {
        const kept = findNonDominated(points);
        points.forEach((point, index) => {
          const isBeatenByKept = points.some((other, j) => kept[j] && beats(other, point));
          expect(isBeatenByKept).toBe(!kept[index]);
        });
      }),
      fuzzParameters(200),
    );
  });
});
