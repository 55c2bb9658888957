import { runHistoryTask } from './history-task.js';

/** What a thread of the pool is handed its tasks by. */
export default runHistoryTask;
