import type { ReserveParameters } from '../../core/run-result.js';
import { NO_STRESS, type Chunk, type ChunkSamples, type MarketStress } from '../chunk.js';
import { createSamples, placeSamples, type PathSamples } from '../samples.js';

/** Works chunks off, wherever that happens. Results come back in the order of the chunks. */
export interface Executor {
  runChunks(chunks: readonly Chunk[], onChunkDone: () => void): Promise<ChunkSamples[]>;
  close(): Promise<void>;
}

/** Candidates per chunk: small enough to keep workers evenly busy, large enough that drawing paths does not count. */
const CANDIDATES_PER_CHUNK = 4;

/**
 * Evaluates candidates on paths `fromPath … pathCount-1` and gives each candidate's samples, in the candidates' order.
 *
 * The same bytes for any executor and any number of workers: a sample depends on (seed, path index, candidate) only, and is
 * written to its own place.
 */
export async function evaluateCandidates(
  executor: Executor,
  candidates: readonly ReserveParameters[],
  pathCount: number,
  options: { readonly stress?: MarketStress; readonly fromPath?: number; readonly onProgress?: (fraction: number) => void } = {},
): Promise<PathSamples[]> {
  const { stress = NO_STRESS, fromPath: firstPath = 0, onProgress } = options;
  const pathsPerChunk = Math.max(1, Math.ceil((pathCount - firstPath) / 4));
  const chunks: Chunk[] = [];
  const places: { firstCandidate: number; fromPath: number }[] = [];
  for (let firstCandidate = 0; firstCandidate < candidates.length; firstCandidate += CANDIDATES_PER_CHUNK) {
    for (let fromPath = firstPath; fromPath < pathCount; fromPath += pathsPerChunk) {
      const toPath = Math.min(pathCount, fromPath + pathsPerChunk);
      chunks.push({ candidates: candidates.slice(firstCandidate, firstCandidate + CANDIDATES_PER_CHUNK), fromPath, toPath, stress });
      places.push({ firstCandidate, fromPath });
    }
  }
  let done = 0;
  const results = await executor.runChunks(chunks, () => onProgress?.(++done / chunks.length));
  const samples = candidates.map(() => createSamples(pathCount - firstPath));
  results.forEach((result, index) => {
    const { firstCandidate, fromPath } = places[index]!;
    const chunk = chunks[index]!;
    chunk.candidates.forEach((_, offset) =>
      placeSamples(samples[firstCandidate + offset]!, result, offset, chunk.toPath - chunk.fromPath, fromPath - firstPath),
    );
  });
  return samples;
}
