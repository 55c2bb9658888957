import { setMaxListeners } from 'node:events';
import { rebuildError } from '../../simulation/executors/chunk-failure.js';
import { runInPieces } from '../interrupt.js';
import { startHistoryTask, type HistoryOutcome, type HistoryTask, type HistoryTasks } from './history-task.js';
import type { HistoryReply } from './history-worker.js';

/** Does tasks in this thread or in others. */
export interface TaskRunner {
  /** @throws what the task throws, in its class; the signal's reason once it is aborted */
  run<K extends keyof HistoryTasks>(task: HistoryTask<K>): Promise<HistoryOutcome<K>>;
  close(): Promise<void>;
}

/** Starts what does tasks: this thread for one worker, one after the other; a pool of threads for more. The pool library loads only then. */
export async function createTaskRunner(workers: number, signal: AbortSignal | undefined): Promise<TaskRunner> {
  return workers === 1 ? createQueue(signal) : createPool(workers, signal);
}

function createQueue(signal: AbortSignal | undefined): TaskRunner {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<K extends keyof HistoryTasks>(task: HistoryTask<K>): Promise<HistoryOutcome<K>> {
      // What follows a task that failed is not begun.
      const next = last.then(() => runInPieces(startHistoryTask(task), signal));
      last = next;
      return next;
    },
    close: async () => undefined,
  };
}

async function createPool(workers: number, signal: AbortSignal | undefined): Promise<TaskRunner> {
  const { Piscina } = await import('piscina');
  // Every task that waits listens for the interrupt; many at once are no leak, of which Node would warn on stderr.
  if (signal) setMaxListeners(0, signal);
  const pool = new Piscina({ filename: new URL('./history-worker.js', import.meta.url).href, maxThreads: workers });
  return {
    async run<K extends keyof HistoryTasks>(task: HistoryTask<K>): Promise<HistoryOutcome<K>> {
      const reply = (await pool.run(task, { signal: signal ?? null }).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      })) as HistoryReply;
      if ('failure' in reply) throw rebuildError(reply.failure);
      return reply.outcome as HistoryOutcome<K>;
    },
    close: () => pool.destroy(),
  };
}
