import { workerData } from 'piscina';
import { createChunkEvaluator, type Chunk, type ChunkSamples, type SharedJob } from '../chunk.js';

const evaluateChunk = createChunkEvaluator(workerData as SharedJob);

/** What a pool thread runs for each chunk; a default export because the pool library calls the module's default. */
export default function runChunk(chunk: Chunk): ChunkSamples {
  return evaluateChunk(chunk);
}
