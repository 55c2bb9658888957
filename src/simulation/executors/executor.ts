import { assertInvariant } from '../../core/assert.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import { NO_STRESS, type Chunk, type ChunkSamples, type MarketStress } from '../chunk.js';
import { createSamples, placeSamples, type PathSamples } from '../samples.js';

/** Works chunks off, wherever that happens. */
export interface Executor<Candidate = SearchedParameters> {
  /**
   * Hands over the samples of each chunk once, as they come; `index` is the chunk's place in `chunks`.
   *
   * Chunks are taken from the iterable as they are needed, so that a long run is never held as a whole.
   * @throws what the chunk of the lowest index threw, whatever the number of workers; the signal's reason once it is aborted
   */
  runChunks(chunks: Iterable<Chunk<Candidate>>, onSamples: (samples: ChunkSamples, index: number) => void, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface EvaluationOptions {
  readonly stress?: MarketStress;
  /** The first path; 0 when left out. */
  readonly fromPath?: number;
  /** The paths themselves where they do not follow one another; `fromPath` and the number of paths then count places in this list. */
  readonly paths?: Int32Array | undefined;
  /** Called with the share of the work that is done, never falling, 1 at the end. */
  readonly onProgress?: (fraction: number) => void;
  /** Ends the evaluation: running chunks are dropped. */
  readonly signal?: AbortSignal | undefined;
}

/** Chunks that a smaller job is cut into: the last one to end keeps three workers waiting for 3 % of the time at most. */
const WANTED_CHUNKS = 64;
/** Fewer paths do not pay for the way to a thread and back; more would let one chunk run for long, and its samples grow. */
const LEAST_PATHS = 16;
const MOST_PATHS = 512;

/**
 * Evaluates candidates on paths `fromPath … pathCount-1` and gives each candidate's samples, in the candidates' order.
 *
 * The same bytes for any executor and any number of workers: a sample depends on (seed, path index, candidate) only, and is
 * written to its own place. A chunk is one candidate on at most 512 paths, so that the engine built for it serves the next one too.
 * Memory: 8 bytes × candidates × paths × columns for what is given back; beside it only the few chunks under way.
 */
export async function evaluateCandidates<Candidate = SearchedParameters>(
  executor: Executor<Candidate>,
  candidates: readonly Candidate[],
  pathCount: number,
  { stress = NO_STRESS, fromPath: firstPath = 0, paths: listed, onProgress, signal }: EvaluationOptions = {},
): Promise<PathSamples[]> {
  const wanted = pathCount - firstPath;
  const pathsPerChunk = choosePathsPerChunk(candidates.length, wanted);
  const chunksPerCandidate = Math.ceil(wanted / pathsPerChunk);
  const samples = candidates.map(() => createSamples(wanted));
  let samplesDone = 0;
  await executor.runChunks(
    cutIntoChunks(candidates, [firstPath, pathCount], pathsPerChunk, { stress, paths: listed }),
    (result, index) => {
      const candidate = Math.floor(index / chunksPerCandidate);
      const fromPath = (index % chunksPerCandidate) * pathsPerChunk;
      const paths = Math.min(pathsPerChunk, wanted - fromPath);
      placeSamples(samples[candidate]!, result, 0, paths, fromPath);
      samplesDone += paths;
      onProgress?.(samplesDone / (candidates.length * wanted));
    },
    signal,
  );
  assertInvariant(samplesDone === candidates.length * wanted, `${samplesDone} of ${candidates.length * wanted} samples came back`);
  return samples;
}

function choosePathsPerChunk(candidateCount: number, pathCount: number): number {
  const even = Math.ceil((candidateCount * pathCount) / WANTED_CHUNKS);
  return Math.max(1, Math.min(pathCount, MOST_PATHS, Math.max(LEAST_PATHS, even)));
}

function* cutIntoChunks<Candidate>(
  candidates: readonly Candidate[],
  [firstPath, pathCount]: readonly [number, number],
  pathsPerChunk: number,
  { stress, paths }: Pick<Chunk, 'stress' | 'paths'>,
): Generator<Chunk<Candidate>> {
  for (const candidate of candidates) {
    for (let fromPath = firstPath; fromPath < pathCount; fromPath += pathsPerChunk) {
      const toPath = Math.min(pathCount, fromPath + pathsPerChunk);
      yield { candidates: [candidate], fromPath, toPath, stress, ...(paths ? { paths: paths.slice(fromPath, toPath) } : {}) };
    }
  }
}
