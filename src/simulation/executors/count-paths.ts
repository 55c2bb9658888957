import type { Chunk } from '../chunk.js';
import type { Executor } from './executor.js';

/** An executor that knows how many paths it has simulated, those of every candidate counted. */
export interface CountingExecutor<Candidate> extends Executor<Candidate> {
  readonly paths: number;
}

/** Counts what an executor simulates; `onPaths` is told after every chunk. */
export function countPaths<Candidate>(executor: Executor<Candidate>, onPaths: (paths: number) => void = () => undefined): CountingExecutor<Candidate> {
  let paths = 0;
  return {
    get paths() {
      return paths;
    },
    runChunks(chunks, onSamples, signal) {
      const sizes: number[] = [];
      return executor.runChunks(
        noteSizes(chunks, sizes),
        (samples, index) => {
          paths += sizes[index]!;
          onSamples(samples, index);
          onPaths(paths);
        },
        signal,
      );
    },
    close: () => executor.close(),
  };
}

function* noteSizes<Candidate>(chunks: Iterable<Chunk<Candidate>>, sizes: number[]): Generator<Chunk<Candidate>> {
  for (const chunk of chunks) {
    sizes.push(chunk.candidates.length * (chunk.toPath - chunk.fromPath));
    yield chunk;
  }
}
