import { assertInvariant } from '../core/assert.js';

/** A pivot below this share of its diagonal entry counts as zero: what rounding alone leaves in a singular matrix. */
const PIVOT_TOLERANCE = 1e-12;

/**
 * Factorises a symmetric positive definite matrix as L Lᵀ, L lower triangular.
 *
 * Shape: `matrix` is k × k row-major (its lower triangle is read); the result is k × k row-major with zeros above.
 * Special cases: `null` when the matrix is not positive definite, or so nearly that rounding decides.
 * @throws InternalError when the length is not k².
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed. (2013), algorithm 4.2.1.
 */
export function factoriseCholesky(matrix: Float64Array, k: number): Float64Array<ArrayBuffer> | null {
  assertInvariant(matrix.length === k * k, `a ${k} × ${k} matrix has ${k * k} entries, got ${matrix.length}`);
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j]!;
      for (let m = 0; m < j; m++) sum -= factor[i * k + m]! * factor[j * k + m]!;
      if (i !== j) factor[i * k + j] = sum / factor[j * k + j]!;
      else if (sum > PIVOT_TOLERANCE * Math.abs(matrix[i * k + i]!)) factor[i * k + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}
