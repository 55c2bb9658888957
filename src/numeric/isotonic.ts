import { assertInvariant } from '../core/assert.js';

/**
 * Computes the non-decreasing sequence nearest to the values in squared distance (pool adjacent violators).
 *
 * Shape: the result is as long as `values`. Special cases: an empty sequence stays empty.
 * @throws InternalError when a value is not finite.
 * @source R. E. Barlow, D. J. Bartholomew, J. M. Bremner and H. D. Brunk, Statistical Inference under Order Restrictions (1972).
 */
export function fitIsotonic(values: Float64Array): Float64Array<ArrayBuffer> {
  assertInvariant(values.every(Number.isFinite), 'an isotonic fit needs finite values');
  const sums: number[] = [];
  const counts: number[] = [];
  for (const value of values) {
    sums.push(value);
    counts.push(1);
    while (sums.length > 1 && sums.at(-2)! * counts.at(-1)! >= sums.at(-1)! * counts.at(-2)!) {
      const [sum, count] = [sums.pop()!, counts.pop()!];
      sums[sums.length - 1]! += sum;
      counts[counts.length - 1]! += count;
    }
  }
  return Float64Array.from(sums.flatMap((sum, block) => new Array<number>(counts[block]!).fill(sum / counts[block]!)));
}
