import { createChunkEvaluator, type SharedJob } from '../chunk.js';
import type { Executor } from './executor.js';

/** Works chunks off in this thread, yielding between chunks so that progress can be drawn. */
export function createInProcessExecutor(shared: SharedJob): Executor {
  const evaluateChunk = createChunkEvaluator(shared);
  return {
    async runChunks(chunks, onChunkDone) {
      const results = [];
      for (const chunk of chunks) {
        results.push(evaluateChunk(chunk));
        onChunkDone();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return results;
    },
    close: () => Promise.resolve(),
  };
}
