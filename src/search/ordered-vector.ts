import { assertInvariant } from '../core/assert.js';
import type { Dimension } from './dimension.js';

/** Says that the entries of a vector rise or fall: indices into the space's dimensions, first entry first. */
export interface Ordering {
  readonly indices: readonly number[];
  readonly direction: 'rising' | 'falling';
  /** Least distance between neighbours; 0 lets them be equal. */
  readonly minimumGap: number;
}

export interface OrderedVector {
  readonly dimensions: readonly Dimension[];
  readonly ordering: Ordering;
}

/** Slack for sums of floating-point steps, in shares of a step. */
const ROUNDING_SLACK = 1e-9;

/**
 * Makes the dimensions of a vector whose entries must rise or fall: `name[0]`, `name[1]`, …
 *
 * @param entries bounds, value in force and step of each entry, first entry first
 * @param firstIndex position of the first of them among the space's dimensions
 * @throws InternalError when there is no entry, or no choice of entries keeps the order within the bounds
 * @example createOrderedVector({ name: 'tierLeverage', entries, direction: 'falling', minimumGap: 1 }, 0)
 */
export function createOrderedVector(
  { name, entries, direction, minimumGap }: { readonly name: string; readonly entries: readonly Omit<Dimension, 'name'>[] } & Pick<Ordering, 'direction' | 'minimumGap'>,
  firstIndex: number,
): OrderedVector {
  assertInvariant(entries.length > 0 && minimumGap >= 0, `${name}: an ordered vector needs an entry and a gap of 0 or more`);
  const dimensions = entries.map((entry, index): Dimension => ({ ...entry, name: `${name}[${index}]` }));
  const ordering = { indices: entries.map((_, index) => firstIndex + index), direction, minimumGap };
  const rising = direction === 'rising' ? dimensions : [...dimensions].reverse();
  const { low, high } = tightenBounds(rising, minimumGap);
  assertInvariant(low.every((least, index) => least <= high[index]!), `${name}: no entries within the bounds are ${direction} by ${minimumGap} or more`);
  return { dimensions, ordering };
}

/** Whether a candidate's entries rise (or fall) by the gap at least. */
export function keepsOrder({ indices, direction, minimumGap }: Ordering, candidate: readonly number[]): boolean {
  const sign = direction === 'rising' ? 1 : -1;
  return indices.every((index, i) => {
    if (i === 0) return true;
    const rise = sign * (candidate[index]! - candidate[indices[i - 1]!]!);
    return rise >= minimumGap - ROUNDING_SLACK * Math.max(1, minimumGap);
  });
}

/**
 * Places the entries of an ordered vector for a point of the unit cube, smallest entry first, each between what the one before it and those after it leave.
 *
 * Formula: entry j lies in [a, b], a = max(own minimum, previous + gap), b = what later entries leave, at a + (1 − (1 − x)^(1/m)) (b − a)
 * with m the number of entries from j on whose bounds overlap; for equal bounds all ordered vectors are then equally likely (the law
 * of order statistics), and every point of the cube gives one that keeps the order.
 */
export function placeInOrder({ indices, direction, minimumGap }: Ordering, dimensions: readonly Dimension[], point: Float64Array, candidate: number[]): void {
  const order = direction === 'rising' ? indices : [...indices].reverse();
  const entries = order.map((index) => dimensions[index]!);
  const { low, high } = tightenBounds(entries, minimumGap);
  let previous = -Infinity;
  order.forEach((index, j) => {
    const { step } = entries[j]!;
    const from = Math.max(low[j]!, raiseToLevel(entries[j]!, previous + minimumGap));
    const overlapping = low.slice(j).filter((least) => least < high[j]!).length || 1;
    const share = 1 - (1 - point[index]!) ** (1 / overlapping);
    const width = high[j]! - from;
    const levels = step === null ? 0 : Math.round(width / step) + 1;
    previous = step === null ? from + share * width : from + Math.min(levels - 1, Math.floor(share * levels)) * step;
    candidate[index] = previous;
  });
}

/** Bounds that leave room for all entries before and after, on each entry's own levels. */
function tightenBounds(entries: readonly Dimension[], gap: number): { low: number[]; high: number[] } {
  const low: number[] = [];
  const high: number[] = [];
  entries.forEach((entry, j) => (low[j] = raiseToLevel(entry, Math.max(entry.minimum, j > 0 ? low[j - 1]! + gap : -Infinity))));
  for (let j = entries.length - 1; j >= 0; j--) {
    const entry = entries[j]!;
    high[j] = lowerToLevel(entry, Math.min(entry.maximum, j < entries.length - 1 ? high[j + 1]! - gap : Infinity));
  }
  return { low, high };
}

function raiseToLevel({ current, step }: Dimension, value: number): number {
  if (step === null || value === -Infinity) return value;
  return current + Math.ceil((value - current) / step - ROUNDING_SLACK) * step;
}

function lowerToLevel({ current, step }: Dimension, value: number): number {
  if (step === null) return value;
  return current + Math.floor((value - current) / step + ROUNDING_SLACK) * step;
}
