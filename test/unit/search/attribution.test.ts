import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attributeChange, planAttribution } from '../../../src/search/attribution.js';
import { fuzzParameters } from '../../support/fuzz.js';

const FROM = [0, 0, 0];
const TO = [1, 1, 1];

/** Reads `1,0,1` as the coalition of the first and third. */
function game(worth: (members: readonly number[]) => number): (key: string) => number {
  return (key) => worth(key.split(',').flatMap((bit, index) => (bit === '1' ? [index] : [])));
}

describe('attributeChange', () => {
  const plan = planAttribution(FROM, TO, () => true);

  // The glove market: a left glove each for the first two, the only right one for the third. Shapley (1953): 1/6, 1/6, 2/3.
  test('gives the Shapley value of the glove market', () => {
    const shares = attributeChange(plan, FROM, TO, game((members) => (members.includes(2) && members.length > 1 ? 1 : 0)));
    [1 / 6, 1 / 6, 2 / 3].forEach((share, index) => expect(shares[index]).toBeCloseTo(share, 14));
    expect([plan.orders.length, plan.candidates.length, plan.isComplete]).toEqual([6, 8, true]);
  });

  test('adds up to the whole for any game, and gives nothing to who changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 }), (values) => {
        // The third member never matters.
        const worth = game((members) => values[(members.includes(0) ? 1 : 0) + (members.includes(1) ? 2 : 0)]!);
        const shares = attributeChange(plan, FROM, TO, worth);
        expect(shares[2]).toBeCloseTo(0, 6);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(values[3]! - values[0]!, 5);
      }),
      fuzzParameters(100),
    );
  });

  test('goes only where every set on the way may be set, and still adds up', () => {
    const risingOnly = planAttribution(FROM, TO, ([first, second]) => first! <= second!);
    expect([risingOnly.orders.length, risingOnly.isComplete]).toEqual([3, false]);
    expect(risingOnly.candidates.every(([first, second]) => first! <= second!)).toBe(true);
    const shares = attributeChange(risingOnly, FROM, TO, game((members) => (members.includes(0) ? 10 : 0) + members.length ** 2));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(19, 12);
  });

  test('goes the rotations of one order where there are too many, adds up, and lets symmetric parameters share alike', () => {
    const [from, to] = [Array.from({ length: 7 }, () => 0), Array.from({ length: 7 }, () => 1)];
    const many = planAttribution(from, to, () => true);
    expect([many.orders.length, many.isComplete, many.isRotated, many.candidates.length]).toEqual([7, true, true, 2 + 7 * 6]);
    // Every parameter takes every turn once: in a game that only counts members each gets the same.
    for (const share of attributeChange(many, from, to, game((members) => members.length ** 2))) expect(share).toBeCloseTo(7, 12);
    expect(planAttribution([0, ...from], [0, ...to], () => true).changed).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('leaves unchanged parameters out, and has nothing to share out where nothing or no way is', () => {
    expect(planAttribution([1, 2, 3], [1, 5, 3], () => true)).toMatchObject({ changed: [1], orders: [[1]], candidates: [[1, 2, 3], [1, 5, 3]] });
    expect(planAttribution(FROM, FROM, () => true)).toMatchObject({ changed: [], orders: [], candidates: [FROM] });
    expect(planAttribution(FROM, TO, () => false)).toMatchObject({ orders: [], isComplete: false });
  });
});
