import { assertInvariant } from '../core/assert.js';
import { SAMPLE_COLUMNS, type ChunkSamples } from './chunk.js';
import type { PathOutcome } from './outcome.js';

/** Per-path figures of one candidate, one array per figure, index = path. */
export type PathSamples = Readonly<Record<(typeof SAMPLE_COLUMNS)[number], Float64Array>>;

/** Starts the samples of one candidate for `pathCount` paths. */
export function createSamples(pathCount: number): PathSamples {
  return Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, new Float64Array(pathCount)])) as Record<keyof PathSamples, Float64Array>;
}

/**
 * Writes one candidate's rows of a chunk to their place, so that the order in which chunks come back does not matter.
 *
 * @throws InternalError when a figure is not a number: nothing undefined leaves the simulation
 */
export function placeSamples(target: PathSamples, chunk: ChunkSamples, candidateInChunk: number, pathCountInChunk: number, fromPath: number): void {
  let cursor = candidateInChunk * pathCountInChunk * SAMPLE_COLUMNS.length;
  for (let path = 0; path < pathCountInChunk; path++) {
    for (const column of SAMPLE_COLUMNS) {
      const value = chunk.values[cursor++]!;
      assertInvariant(Number.isFinite(value), `${column satisfies keyof PathOutcome} of path ${fromPath + path} is ${value}`);
      target[column][fromPath + path] = value;
    }
  }
}

/** Finds the path with the largest bad debt, then the most debt liquidated; the first of equals. */
export function findWorstPath({ badDebtUsd, liquidatedDebtUsd }: PathSamples): number {
  let worst = 0;
  for (let index = 1; index < badDebtUsd.length; index++) {
    const more = badDebtUsd[index]! - badDebtUsd[worst]! || liquidatedDebtUsd[index]! - liquidatedDebtUsd[worst]!;
    if (more > 0) worst = index;
  }
  return worst;
}
