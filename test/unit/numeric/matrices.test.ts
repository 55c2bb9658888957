import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternalError } from '../../../src/core/errors.js';
import { factoriseCholesky } from '../../../src/numeric/cholesky.js';
import { invertMatrix, multiplyMatrices } from '../../../src/numeric/matrix.js';
import { fuzzParameters } from '../../support/fuzz.js';

const K = 4;
const transpose = (m: Float64Array, k: number): Float64Array => m.map((_, p) => m[(p % k) * k + Math.floor(p / k)]!);
const largestGap = (a: Float64Array, b: Float64Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

/** A Aᵀ + I: positive definite, condition number at most about 65 for entries in [−1, 1]. */
const positiveDefinite = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: K * K, maxLength: K * K })
  .map((entries) => {
    const a = Float64Array.from(entries);
    return multiplyMatrices(a, transpose(a, K), K).map((value, p) => value + (p % (K + 1) === 0 ? 1 : 0));
  });

describe('factoriseCholesky', () => {
  test('gives the textbook factor', () => {
    // [[4, 12, −16], [12, 37, −43], [−16, −43, 98]] = L Lᵀ with L = [[2], [6, 1], [−8, 5, 3]].
    const factor = factoriseCholesky(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3);
    expect([...factor!]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  test('L Lᵀ gives the matrix back', () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const factor = factoriseCholesky(matrix, K)!;
        expect(largestGap(multiplyMatrices(factor, transpose(factor, K), K), matrix)).toBeLessThan(1e-13);
      }),
      fuzzParameters(200),
    );
  });

  test.each([
    ['an indefinite matrix', [1, 2, 2, 1]],
    ['a singular correlation', [1, 1, 1, 1]],
    ['NaN', [1, NaN, NaN, 1]],
  ])('is null for %s', (_name, entries) => {
    expect(factoriseCholesky(Float64Array.from(entries), 2)).toBeNull();
  });
});

describe('invertMatrix', () => {
  test('inverts what has an inverse, also when a pivot is zero', () => {
    expect([...invertMatrix(Float64Array.of(0, 2, 4, 0), 2)!]).toEqual([0, 0.25, 0.5, 0]);
  });

  test('matrix times inverse is the identity', () => {
    const identity = Float64Array.from({ length: K * K }, (_, p) => (p % (K + 1) === 0 ? 1 : 0));
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        expect(largestGap(multiplyMatrices(matrix, invertMatrix(matrix, K)!, K), identity)).toBeLessThan(1e-12);
      }),
      fuzzParameters(200),
    );
  });

  test('is null for a singular or NaN matrix, and a wrong length is a bug', () => {
    expect(invertMatrix(Float64Array.of(1, 2, 2, 4), 2)).toBeNull();
    expect(invertMatrix(Float64Array.of(1, NaN, 0, 1), 2)).toBeNull();
    expect(() => invertMatrix(Float64Array.of(1, 2, 3), 2)).toThrow(InternalError);
  });
});
