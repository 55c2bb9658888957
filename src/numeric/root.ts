import { assertInvariant } from '../core/assert.js';

const HALVINGS_MAX = 1100;

/**
 * Finds the point where an increasing function reaches a target, by halving an interval until it cannot be halved.
 *
 * Formula: the interval grows by doubling from [−1, 1] until it holds the target, then halves down to neighbouring doubles.
 * Special cases: slow (about 60 to 100 evaluations) and never wrong; use it where speed does not matter.
 * @throws InternalError when no finite point reaches the target.
 */
export function invertIncreasing(increasing: (x: number) => number, target: number): number {
  let low = -1;
  let high = 1;
  while (increasing(low) > target && low > -Number.MAX_VALUE) low *= 2;
  while (increasing(high) < target && high < Number.MAX_VALUE) high *= 2;
  assertInvariant(Number.isFinite(low) && Number.isFinite(high), `no finite point reaches ${target}`);
  for (let i = 0; i < HALVINGS_MAX; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
