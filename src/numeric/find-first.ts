/**
 * Finds the smallest integer in 0 … n for which a predicate holds that never turns back to false; n when it holds for none below.
 *
 * Formula: bisection, so the predicate is asked ⌈log₂(n + 1)⌉ times at most and never at n itself.
 */
export function findFirst(n: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
