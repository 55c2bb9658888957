import type { Chunk } from '../chunk.js';
import type { Executor } from './executor.js';
import { createJobEvaluator, type CandidateOf, type ExecutorJob } from './job.js';

/** Works chunks off in this thread, yielding between chunks so that progress can be drawn and an interrupt be heard. */
export function createInProcessExecutor<Job extends ExecutorJob>(shared: Job): Executor<CandidateOf<Job>> {
  let evaluateChunk = createJobEvaluator(shared);
  return {
    async runChunks(chunks, onSamples, signal) {
      let index = 0;
      signal?.throwIfAborted();
      try {
        for (const chunk of chunks) {
          onSamples(evaluateChunk(chunk as Chunk<never>), index++);
          await new Promise((resolve) => setImmediate(resolve));
          signal?.throwIfAborted();
        }
      } catch (error) {
        evaluateChunk = createJobEvaluator(shared);
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
