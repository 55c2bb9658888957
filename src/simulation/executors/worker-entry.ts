import { workerData } from 'piscina';
import { createChunkEvaluator, type Chunk, type ChunkSamples, type SharedJob } from '../chunk.js';
import { describeFailure, type ChunkFailure } from './chunk-failure.js';

/** What a thread answers. An error of the model is an answer; that the thread itself died is not. */
export type ChunkReply = { readonly samples: ChunkSamples } | { readonly failure: ChunkFailure };

let evaluateChunk: ReturnType<typeof createChunkEvaluator> | undefined;

/** What a pool thread runs for each chunk; a default export because the pool library calls the module's default. */
export default function runChunk(chunk: Chunk): ChunkReply {
  try {
    // Made here and not as the module loads, so that what it throws is an answer too.
    evaluateChunk ??= createChunkEvaluator(workerData as SharedJob);
    return { samples: evaluateChunk(chunk) };
  } catch (thrown) {
    evaluateChunk = undefined;
    return { failure: describeFailure(thrown) };
  }
}
