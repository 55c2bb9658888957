import type { SharedJob, ChunkSamples } from '../chunk.js';
import type { Executor } from './executor.js';

/** Works chunks off in `workers` threads; each gets the shared job once, at its start. */
export async function createWorkerPoolExecutor(shared: SharedJob, workers: number): Promise<Executor> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: new URL('./worker-entry.js', import.meta.url).href,
    workerData: shared,
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    runChunks: (chunks, onChunkDone) =>
      Promise.all(
        chunks.map(async (chunk) => {
          const samples = (await pool.run(chunk)) as ChunkSamples;
          onChunkDone();
          return samples;
        }),
      ),
    close: () => pool.destroy(),
  };
}
