import { createGridSampler } from './samplers/grid.js';

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

/** Whole steps that each dimension can take below and above the value in force, within its bounds. */
function countSteps({ current, minimum, maximum, step }: Dimension): { below: number; levels: number } {
  const below = Math.floor((current - minimum) / step);
  return { below, levels: below + Math.floor((maximum - current) / step) + 1 };
}

/** Number of grid points, allowed or not. */
export function countGridPoints(space: ParameterSpace): number {
  return space.dimensions.reduce((product, dimension) => product * countSteps(dimension).levels, 1);
}

/**
 * Reads a point of the unit cube as a candidate: each dimension's levels share its interval equally.
 *
 * Formula: current + (⌊x · levels⌋ − levels below) · step.
 */
export function toCandidate({ dimensions }: ParameterSpace, point: Float64Array): Candidate {
  return dimensions.map((dimension, index) => {
    const { below, levels } = countSteps(dimension);
    return dimension.current + (Math.min(levels - 1, Math.floor(point[index]! * levels)) - below) * dimension.step;
  });
}

/**
 * Lists every allowed point of the grid, in lexicographic order; the point in force comes first even when it lies off the grid.
 *
 * Steps are counted from the value in force, so the grid always contains it: `current ± k · step` within the bounds.
 */
export function enumerateGrid(space: ParameterSpace): Candidate[] {
  const d = space.dimensions.length;
  const current = space.dimensions.map((dimension) => dimension.current);
  const grid = createGridSampler({ levels: space.dimensions.map((dimension) => countSteps(dimension).levels), objectives: 1, constraints: 0 });
  const points = grid.ask(grid.size);
  const candidates = Array.from({ length: grid.size }, (_, row) => toCandidate(space, points.subarray(row * d, (row + 1) * d)));
  return [current, ...candidates.filter((candidate) => !isSameCandidate(candidate, current) && space.isAllowed(candidate))];
}

export function isSameCandidate(a: Candidate, b: Candidate): boolean {
  return a.every((value, index) => value === b[index]);
}

/** Distance between two points in steps, summed over the dimensions: how much a proposal would change. */
export function stepsBetween(space: ParameterSpace, a: Candidate, b: Candidate): number {
  return space.dimensions.reduce((sum, { step }, index) => sum + Math.abs(a[index]! - b[index]!) / step, 0);
}
