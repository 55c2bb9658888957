import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computeHypervolume } from '../../../../src/search/samplers/hypervolume.js';
import { fuzzParameters } from '../../../support/fuzz.js';

/** Unit cells below the reference that some point of whole numbers dominates: the definition itself. */
function countCells(points: readonly (readonly number[])[], limit: number, m: number): number {
  let cells = 0;
  for (let cell = 0; cell < limit ** m; cell++) {
    const corner = Array.from({ length: m }, (_, j) => Math.floor(cell / limit ** j) % limit);
    if (points.some((point) => point.every((value, j) => value <= corner[j]!))) cells += 1;
  }
  return cells;
}

describe('computeHypervolume', () => {
  test.each([2, 3])('counts the dominated cells of any whole points in %i objectives, ties and points beyond the reference included', (m) => {
    const drawPoints = fc.array(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: m, maxLength: m }), { maxLength: 14 });
    fc.assert(
      fc.property(drawPoints, (points) => {
        expect(computeHypervolume(Float64Array.from(points.flat()), new Array<number>(m).fill(7))).toBe(countCells(points, 7, m));
      }),
      fuzzParameters(300),
    );
  });

  test('approaches the known limits of ZDT1 and DTLZ2 from below', () => {
    // Reference 1.1: 1.21 − 1/3 under ZDT1's front 1 − √f, and 1.331 − π/6 outside the unit ball's octant.
    const zdt1 = Float64Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? i / 19_998 : 1 - Math.sqrt((i - 1) / 19_998)));
    expect(1.21 - 1 / 3 - computeHypervolume(zdt1, [1.1, 1.1])).toBeGreaterThan(0);
    expect(computeHypervolume(zdt1, [1.1, 1.1])).toBeCloseTo(1.21 - 1 / 3, 3);
    const sphere: number[] = [];
    for (let i = 0; i <= 100; i++) {
      for (let j = 0; j <= 100; j++) {
        const [a, b] = [(i * Math.PI) / 200, (j * Math.PI) / 200];
        sphere.push(Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), Math.sin(a));
      }
    }
    const volume = computeHypervolume(Float64Array.from(sphere), [1.1, 1.1, 1.1]);
    expect(volume).toBeLessThan(1.331 - Math.PI / 6);
    expect(volume).toBeGreaterThan(1.331 - Math.PI / 6 - 0.02);
  });

  test('refuses what it cannot measure', () => {
    expect(() => computeHypervolume(Float64Array.of(1, 1, 1, 1), [2, 2, 2, 2])).toThrow('two or three objectives, got 4');
    expect(() => computeHypervolume(Float64Array.of(1, 1, 1), [2, 2])).toThrow('cannot have 3 values');
    expect(() => computeHypervolume(Float64Array.of(1, NaN), [2, 2])).toThrow('NaN');
  });
});
