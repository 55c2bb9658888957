import type { Executor } from './executor.js';
import { createInProcessExecutor } from './in-process.js';
import type { CandidateOf, ExecutorJob } from './job.js';

/** Starts what works chunks off: this thread for one worker, a pool of threads for more. The pool library loads only then. */
export async function startExecutor<Job extends ExecutorJob>(shared: Job, workers: number): Promise<Executor<CandidateOf<Job>>> {
  if (workers === 1) return createInProcessExecutor(shared);
  const { createWorkerPoolExecutor } = await import('./worker-pool.js');
  return createWorkerPoolExecutor(shared, workers);
}
