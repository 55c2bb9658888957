import { UsageError } from '../core/errors.js';
import { countSteps, placeAlone, type Dimension } from './dimension.js';
import { keepsOrder, placeInOrder, type Ordering } from './ordered-vector.js';
import { createGridSampler } from './samplers/grid.js';

/** A point of the space: one value per dimension, in the dimensions' order. */
export type Candidate = readonly number[];

/** What may be searched: the dimensions and the rules that tie them together. */
export interface ParameterSpace {
  readonly dimensions: readonly Dimension[];
  /** Vectors whose entries must rise or fall, e.g. the bounds and leverages of margin tiers. A dimension belongs to one at most. */
  readonly orderings?: readonly Ordering[];
  /** Whether the combination may be set at all (cross rules of the venue and the policy), apart from the orderings. */
  readonly isAllowed: (candidate: Candidate) => boolean;
}

/** A continuous dimension's width counts as so many steps. */
const CONTINUOUS_STEPS = 100;

/** Whether a combination keeps the orderings and the cross rules. */
export function maySet({ orderings = [], isAllowed }: ParameterSpace, candidate: Candidate): boolean {
  return orderings.every((ordering) => keepsOrder(ordering, candidate)) && isAllowed(candidate);
}

/** Number of grid points, allowed or not; Infinity where a dimension is continuous. */
export function countGridPoints(space: ParameterSpace): number {
  return space.dimensions.reduce((product, dimension) => product * countSteps(dimension).levels, 1);
}

/**
 * Refuses a space in which there is nothing to search.
 *
 * @throws UsageError naming the dimension whose bounds or step are wrong, or saying that the bounds leave the values in force only
 */
export function assertSearchable({ dimensions }: ParameterSpace): void {
  for (const { name, current, minimum, maximum, step } of dimensions) {
    const isOrdered = Number.isFinite(minimum) && Number.isFinite(maximum) && minimum <= current && current <= maximum;
    if (!isOrdered) throw new UsageError(`${name}: the bounds ${minimum} to ${maximum} do not hold the value in force, ${current}`, { where: name });
    if (step !== null && !(step > 0)) throw new UsageError(`${name}: a step must be above 0, found ${step}`, { where: name });
  }
  if (dimensions.every((dimension) => countSteps(dimension).levels === 1)) {
    throw new UsageError('the space is empty: nothing but the values in force lies within its bounds', { suggestions: ['Widen changeLimits in the policy, or make stepBps smaller than the change that is allowed.'] });
  }
}

/** The error for a space whose rules refuse every combination but the one in force. */
export function refuseEmptySpace({ dimensions }: ParameterSpace): UsageError {
  const bounds = dimensions.map(({ name, minimum, maximum }) => `${name} ${minimum} to ${maximum}`).join(', ');
  return new UsageError(`the space is empty: within ${bounds} no combination but the one in force may be set`, {
    suggestions: ['The rules of the venue and of the policy (minimumBufferBps) refuse all others: widen changeLimits or loosen the rule.'],
  });
}

/**
 * Reads a point of the unit cube as a candidate: each dimension's levels share its interval equally (`placeAlone`).
 *
 * Ordered vectors are placed entry by entry between their neighbours, so every
 * point of the cube keeps the orderings (`placeInOrder`); cross rules are the caller's to check.
 */
export function toCandidate({ dimensions, orderings = [] }: ParameterSpace, point: Float64Array): Candidate {
  const candidate = dimensions.map((dimension, index) => placeAlone(dimension, point[index]!));
  for (const ordering of orderings) placeInOrder(ordering, dimensions, point, candidate);
  return candidate;
}

/**
 * Lists every combination of the grid that may be set, in lexicographic order; the point in force comes first even when it lies off it.
 *
 * Steps are counted from the value in force, so the grid always contains it: `current ± k · step` within the bounds.
 */
export function enumerateGrid(space: ParameterSpace): Candidate[] {
  const { dimensions } = space;
  const d = dimensions.length;
  const current = dimensions.map((dimension) => dimension.current);
  const grid = createGridSampler({ levels: dimensions.map((dimension) => countSteps(dimension).levels), objectives: 1, constraints: 0 });
  const points = grid.ask(grid.size);
  const candidates = Array.from({ length: grid.size }, (_, row) => dimensions.map((dimension, index) => placeAlone(dimension, points[row * d + index]!)));
  return [current, ...candidates.filter((candidate) => !isSameCandidate(candidate, current) && maySet(space, candidate))];
}

export function isSameCandidate(a: Candidate, b: Candidate): boolean {
  return a.every((value, index) => value === b[index]);
}

/** Distance between two points in steps, summed over the dimensions: how much a proposal would change. */
export function stepsBetween(space: ParameterSpace, a: Candidate, b: Candidate): number {
  return space.dimensions.reduce((sum, { step, minimum, maximum }, index) => {
    const unit = step ?? ((maximum - minimum) / CONTINUOUS_STEPS || 1);
    return sum + Math.abs(a[index]! - b[index]!) / unit;
  }, 0);
}
