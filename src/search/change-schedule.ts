import { assertInvariant } from '../core/assert.js';
import type { Candidate } from './space.js';

/** Brings one number of a step within reach: gives what may be set in one update on the way from a value to a wanted one. */
export type ClipMove = (dimension: number, from: number, wanted: number) => number;

/**
 * Cuts a change into updates: in each every number moves as far as its limit lets it, and every set on the way may be set.
 *
 * Where the moves of one update may not be set together, the fewest of them wait for the next. Gives the sets after each update, the target last.
 * Special case: no change gives no step.
 * @throws InternalError when a limit lets a number move nowhere, or no order of moves leads to the target
 * @example planSteps([7200], [7320], (_, from, wanted) => Math.min(wanted, from + 50), () => true) // [[7250], [7300], [7320]]
 */
export function planSteps(from: Candidate, to: Candidate, clip: ClipMove, maySet: (candidate: Candidate) => boolean): Candidate[] {
  const steps: Candidate[] = [];
  let current = from;
  while (current.some((value, dimension) => value !== to[dimension])) {
    const wanted = current.map((value, dimension) => clip(dimension, value, to[dimension]!));
    const moving = wanted.flatMap((value, dimension) => (value === current[dimension] ? [] : [dimension]));
    const here = current;
    const next = listSubsets(moving)
      .map((subset) => here.map((value, dimension) => (subset.includes(dimension) ? wanted[dimension]! : value)))
      .find(maySet);
    assertInvariant(next !== undefined, `no update leads from ${here.join('/')} towards ${to.join('/')}`);
    steps.push(next);
    current = next;
  }
  return steps;
}

/** Every subset but the empty one, largest first. */
function listSubsets(items: readonly number[]): number[][] {
  const subsets = Array.from({ length: 2 ** items.length - 1 }, (_, mask) => items.filter((_item, bit) => (mask + 1) & (1 << bit)));
  return subsets.sort((a, b) => b.length - a.length);
}
