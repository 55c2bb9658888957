import { assertInvariant } from '../core/assert.js';

const PIVOT_TOLERANCE = 1e-14;

/**
 * Inverts a square matrix by Gauss–Jordan elimination with row pivoting.
 *
 * Shape: k × k row-major, in and out. Special cases: `null` when the matrix is singular to working precision or not finite.
 * @throws InternalError when the length is not k².
 * @source G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed. (2013), section 3.4.
 */
export function invertMatrix(matrix: Float64Array, k: number): Float64Array<ArrayBuffer> | null {
  assertInvariant(matrix.length === k * k, `a ${k} × ${k} matrix has ${k * k} entries, got ${matrix.length}`);
  const rows = Array.from({ length: k }, (_, i) => {
    const row = new Float64Array(2 * k);
    row.set(matrix.subarray(i * k, (i + 1) * k));
    row[k + i] = 1;
    return row;
  });
  const scale = matrix.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let column = 0; column < k; column++) {
    const pivotRow = findPivotRow(rows, column);
    const pivot = rows[pivotRow]![column]!;
    if (!(Math.abs(pivot) > PIVOT_TOLERANCE * scale)) return null;
    [rows[column], rows[pivotRow]] = [rows[pivotRow]!, rows[column]!];
    eliminateColumn(rows, column);
  }
  return Float64Array.from(rows.flatMap((row) => [...row.subarray(k)]));
}

/** Multiplies two k × k row-major matrices. */
export function multiplyMatrices(a: Float64Array, b: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const product = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      for (let m = 0; m < k; m++) product[i * k + j]! += a[i * k + m]! * b[m * k + j]!;
    }
  }
  return product;
}

function findPivotRow(rows: readonly Float64Array[], column: number): number {
  let best = column;
  for (let i = column + 1; i < rows.length; i++) {
    if (Math.abs(rows[i]![column]!) > Math.abs(rows[best]![column]!)) best = i;
  }
  return best;
}

function eliminateColumn(rows: readonly Float64Array[], column: number): void {
  const pivotRow = rows[column]!;
  const pivot = pivotRow[column]!;
  for (let j = 0; j < pivotRow.length; j++) pivotRow[j]! /= pivot;
  for (const row of rows) {
    if (row === pivotRow) continue;
    const factor = row[column]!;
    for (let j = 0; j < row.length; j++) row[j]! -= factor * pivotRow[j]!;
  }
}
