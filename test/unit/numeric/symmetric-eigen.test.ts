import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decomposeSymmetric } from '../../../src/numeric/symmetric-eigen.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('decomposeSymmetric', () => {
  test('gives the known eigenvalues of the second difference: 2 − 2 cos(jπ/(k+1))', () => {
    const k = 12;
    const matrix = Float64Array.from({ length: k * k }, (_, at) => [2, -1][Math.abs(Math.floor(at / k) - (at % k))] ?? 0);
    const { values } = decomposeSymmetric(matrix, k)!;
    [...values].sort((a, b) => a - b).forEach((value, j) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((j + 1) * Math.PI) / (k + 1)), 13));
  });

  test('gives orthonormal vectors that rebuild the matrix, whatever the matrix', () => {
    const drawMatrix = fc.integer({ min: 1, max: 9 }).chain((k) => fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: k * k, maxLength: k * k }).map((entries) => ({ k, entries })));
    fc.assert(
      fc.property(drawMatrix, ({ k, entries }) => {
        const matrix = Float64Array.from({ length: k * k }, (_, at) => entries[Math.min(Math.floor(at / k), at % k) * k + Math.max(Math.floor(at / k), at % k)]!);
        const { values, vectors } = decomposeSymmetric(matrix, k)!;
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) {
            let rebuilt = 0;
            let product = 0;
            for (let l = 0; l < k; l++) {
              rebuilt += vectors[i * k + l]! * values[l]! * vectors[j * k + l]!;
              product += vectors[l * k + i]! * vectors[l * k + j]!;
            }
            expect(Math.abs(rebuilt - matrix[i * k + j]!)).toBeLessThan(1e-10);
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13);
          }
        }
      }),
      fuzzParameters(200),
    );
  });

  test('finds a small eigenvalue beside a large one to its own precision', () => {
    // Determinant 1e12 · 1 − 1e10 · … : for [[1e12, 1e5], [1e5, 1]] the small one is 1 − 1e10/1e12 = 0.99 to first order.
    const { values } = decomposeSymmetric(Float64Array.of(1e12, 1e5, 1e5, 1), 2)!;
    expect(Math.min(...values)).toBeCloseTo((1e12 - 1e10) / Math.max(...values), 12);
  });

  test('has no answer for a matrix that is not finite', () => {
    expect(decomposeSymmetric(Float64Array.of(1, NaN, NaN, 1), 2)).toBeNull();
    expect(decomposeSymmetric(Float64Array.of(Infinity, 1, 1, 1), 2)).toBeNull();
    expect(() => decomposeSymmetric(new Float64Array(3), 2)).toThrow('4 entries, got 3');
  });
});
