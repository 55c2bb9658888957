import { workerData } from 'piscina';
import type { Chunk, ChunkSamples } from '../chunk.js';
import { describeFailure, type ChunkFailure } from './chunk-failure.js';
import { createJobEvaluator, type ExecutorJob } from './job.js';

/** What a thread answers. An error of the model is an answer; that the thread itself died is not. */
export type ChunkReply = { readonly samples: ChunkSamples } | { readonly failure: ChunkFailure };

let evaluateChunk: ReturnType<typeof createJobEvaluator> | undefined;

/** What a pool thread runs for each chunk; a default export because the pool library calls the module's default. */
export default function runChunk(chunk: Chunk<never>): ChunkReply {
  try {
    // Made here and not as the module loads, so that what it throws is an answer too.
    evaluateChunk ??= createJobEvaluator(workerData as ExecutorJob);
    return { samples: evaluateChunk(chunk) };
  } catch (thrown) {
    evaluateChunk = undefined;
    return { failure: describeFailure(thrown) };
  }
}
