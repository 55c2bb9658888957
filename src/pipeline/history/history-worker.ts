import { runToEnd } from '../../core/piecewise.js';
import { describeFailure, type ChunkFailure } from '../../simulation/executors/chunk-failure.js';
import { startHistoryTask, type HistoryTask } from './history-task.js';

/** What a thread answers: what a model throws is an answer, in its class. */
export type HistoryReply = { readonly outcome: unknown } | { readonly failure: ChunkFailure };

/** What a thread of the pool is handed its tasks by. */
export default function runTask(task: HistoryTask): HistoryReply {
  try {
    return { outcome: runToEnd(startHistoryTask(task)) };
  } catch (thrown) {
    return { failure: describeFailure(thrown) };
  }
}
