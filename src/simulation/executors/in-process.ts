import { createChunkEvaluator, type SharedJob } from '../chunk.js';
import type { Executor } from './executor.js';

/** Works chunks off in this thread, yielding between chunks so that progress can be drawn and an interrupt be heard. */
export function createInProcessExecutor(shared: SharedJob): Executor {
  let evaluateChunk = createChunkEvaluator(shared);
  return {
    async runChunks(chunks, onSamples, signal) {
      let index = 0;
      signal?.throwIfAborted();
      try {
        for (const chunk of chunks) {
          onSamples(evaluateChunk(chunk), index++);
          await new Promise((resolve) => setImmediate(resolve));
          signal?.throwIfAborted();
        }
      } catch (error) {
        evaluateChunk = createChunkEvaluator(shared);
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
