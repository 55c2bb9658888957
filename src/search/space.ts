/** One searched number: whole steps between bounds, with the value in force. */
export interface Dimension {
  readonly name: string;
  readonly current: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
}

/** A point of the space: one value per dimension, in the dimensions' order. */
export type Candidate = readonly number[];

/** What may be searched: the dimensions and the rules that tie them together. */
export interface ParameterSpace {
  readonly dimensions: readonly Dimension[];
  /** Whether the combination may be set at all (cross rules of the venue and the policy). */
  readonly isAllowed: (candidate: Candidate) => boolean;
}

/**
 * Lists every allowed point of the grid, in lexicographic order; the point in force comes first even when it lies off the grid.
 *
 * Steps are counted from the value in force, so the grid always contains it: `current ± k · step` within the bounds.
 */
export function enumerateGrid(space: ParameterSpace): Candidate[] {
  const current = space.dimensions.map((dimension) => dimension.current);
  let points: number[][] = [[]];
  for (const dimension of space.dimensions) {
    const values = valuesOf(dimension);
    points = points.flatMap((point) => values.map((value) => [...point, value]));
  }
  const others = points.filter((point) => !isSameCandidate(point, current) && space.isAllowed(point));
  return [current, ...others];
}

/** Values of one dimension: the one in force and whole steps away from it, rising. */
function valuesOf({ current, minimum, maximum, step }: Dimension): number[] {
  const below = Math.floor((current - minimum) / step);
  const above = Math.floor((maximum - current) / step);
  return Array.from({ length: below + above + 1 }, (_, index) => current + (index - below) * step);
}

export function isSameCandidate(a: Candidate, b: Candidate): boolean {
  return a.every((value, index) => value === b[index]);
}

/** Distance between two points in steps, summed over the dimensions: how much a proposal would change. */
export function stepsBetween(space: ParameterSpace, a: Candidate, b: Candidate): number {
  return space.dimensions.reduce((sum, { step }, index) => sum + Math.abs(a[index]! - b[index]!) / step, 0);
}
