import type { RandomStream } from '../../core/random-stream.js';

const { pow, abs, min, max } = Math;

/** Below this difference two parents' coordinates count as one value. */
const SAME = 1e-14;

export interface VariationOptions {
  /** Chance that two parents are crossed at all; each coordinate then by even odds. */
  readonly crossoverProbability: number;
  /** Distribution index of the crossover: the larger, the nearer children stay to their parents. */
  readonly crossoverIndex: number;
  /** Chance of each coordinate to mutate. */
  readonly mutationProbability: number;
  /** Distribution index of the mutation. */
  readonly mutationIndex: number;
}

/**
 * Makes two children of two parents on the unit cube: simulated binary crossover, then polynomial mutation, both bounded.
 *
 * Shape: `children` is 2 × d row-major and written. Special case: a child that came out equal to its parent has one coordinate mutated, as
 * it would spend an evaluation on what is known.
 * @source K. Deb and R. B. Agrawal, "Simulated binary crossover for continuous search space", Complex Systems 9 (1995); bounded forms as in
 *   K. Deb's NSGA-II code.
 */
export function breedPair(first: Float64Array, second: Float64Array, options: VariationOptions, stream: RandomStream, children: Float64Array): void {
  const d = first.length;
  children.set(first);
  children.set(second, d);
  if (stream.nextUniform() < options.crossoverProbability) {
    for (let k = 0; k < d; k++) if (stream.nextUniform() < 0.5) crossCoordinate(first[k]!, second[k]!, options.crossoverIndex, stream, children, k);
  }
  for (let child = 0; child < 2; child++) {
    const parent = child === 0 ? first : second;
    const start = child * d;
    let isNew = false;
    for (let k = 0; k < d; k++) {
      if (stream.nextUniform() < options.mutationProbability) children[start + k] = mutateCoordinate(children[start + k]!, options.mutationIndex, stream);
      if (children[start + k] !== parent[k]) isNew = true;
    }
    if (isNew) continue;
    const k = start + stream.nextInteger(d);
    children[k] = mutateCoordinate(children[k]!, options.mutationIndex, stream);
  }
}

function crossCoordinate(a: number, b: number, index: number, stream: RandomStream, children: Float64Array, k: number): void {
  const gap = abs(a - b);
  if (gap <= SAME) return;
  const low = min(a, b);
  const high = max(a, b);
  const u = stream.nextUniform();
  const lower = clamp(0.5 * (low + high - drawSpread(1 + (2 * low) / gap, index, u) * gap));
  const upper = clamp(0.5 * (low + high + drawSpread(1 + (2 * (1 - high)) / gap, index, u) * gap));
  const isSwapped = stream.nextUniform() < 0.5;
  children[k] = isSwapped ? upper : lower;
  children[children.length / 2 + k] = isSwapped ? lower : upper;
}

/** Spread of the children over the parents' gap, with the density cut off at what reaches the bound. */
function drawSpread(reach: number, index: number, u: number): number {
  const mass = 2 - pow(reach, -(index + 1));
  return u <= 1 / mass ? pow(u * mass, 1 / (index + 1)) : pow(1 / (2 - u * mass), 1 / (index + 1));
}

function mutateCoordinate(x: number, index: number, stream: RandomStream): number {
  const u = stream.nextUniform();
  const power = 1 / (index + 1);
  const shift = u < 0.5 ? pow(2 * u + (1 - 2 * u) * pow(1 - x, index + 1), power) - 1 : 1 - pow(2 * (1 - u) + (2 * u - 1) * pow(x, index + 1), power);
  return clamp(x + shift);
}

function clamp(x: number): number {
  return min(1, max(0, x));
}
