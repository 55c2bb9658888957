import { assertInvariant } from '../core/assert.js';

const { abs, sqrt } = Math;

/** Sweeps until rounding rules are about ten; this many mean that the entries are not finite. */
const SWEEPS_MAX = 60;

export interface SymmetricEigen {
  /** k eigenvalues, in no particular order. */
  readonly values: Float64Array;
  /** k × k row-major: column j is the unit eigenvector of value j. */
  readonly vectors: Float64Array;
}

/**
 * Computes all eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations: A = V diag(values) Vᵀ.
 *
 * Shape: k × k row-major; the upper triangle is read. Cost: about 6 k³ per sweep, so for k up to about a hundred.
 * Special cases: `null` when an entry is not finite.
 * @throws InternalError when the length is not k².
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed. (2013), section 8.5.
 */
export function decomposeSymmetric(matrix: Float64Array, k: number): SymmetricEigen | null {
  assertInvariant(matrix.length === k * k, `a ${k} × ${k} matrix has ${k * k} entries, got ${matrix.length}`);
  const a = matrix.slice();
  const vectors = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    vectors[i * k + i] = 1;
    for (let j = 0; j < i; j++) a[i * k + j] = a[j * k + i]!;
  }
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let isDiagonal = true;
    for (let p = 0; p < k - 1; p++) {
      for (let q = p + 1; q < k; q++) {
        const off = a[p * k + q]!;
        // Against the geometric mean of its diagonal, so that small eigenvalues are as exact as large ones.
        if (abs(off) <= Number.EPSILON * sqrt(abs(a[p * k + p]!) * abs(a[q * k + q]!)) || abs(off) < Number.MIN_VALUE / Number.EPSILON) continue;
        isDiagonal = false;
        rotate(a, vectors, k, p, q);
      }
    }
    if (isDiagonal) {
      const values = Float64Array.from({ length: k }, (_, i) => a[i * k + i]!);
      return values.every(Number.isFinite) ? { values, vectors } : null;
    }
  }
  return null;
}

/** One rotation in the plane of p and q that makes their off-diagonal entry zero. */
function rotate(a: Float64Array, vectors: Float64Array, k: number, p: number, q: number): void {
  const theta = (a[q * k + q]! - a[p * k + p]!) / (2 * a[p * k + q]!);
  const t = (theta >= 0 ? 1 : -1) / (abs(theta) + sqrt(theta * theta + 1));
  const c = 1 / sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < k; i++) {
    const [ip, iq] = [a[i * k + p]!, a[i * k + q]!];
    a[i * k + p] = c * ip - s * iq;
    a[i * k + q] = s * ip + c * iq;
  }
  for (let i = 0; i < k; i++) {
    const [pi, qi] = [a[p * k + i]!, a[q * k + i]!];
    a[p * k + i] = c * pi - s * qi;
    a[q * k + i] = s * pi + c * qi;
    const [vp, vq] = [vectors[i * k + p]!, vectors[i * k + q]!];
    vectors[i * k + p] = c * vp - s * vq;
    vectors[i * k + q] = s * vp + c * vq;
  }
  a[p * k + q] = 0;
  a[q * k + p] = 0;
}
