import type { Progress } from '../pipeline/progress.js';
import { chooseStagesMode, createStages } from './stages.js';

/** Progress of a job on stderr, with the stage that was running marked as failed when the job is. */
export interface JobProgress extends Progress {
  watch<T>(job: Promise<T>): Promise<T>;
}

/** Stages by name → title, in the order they run. */
export type StageTitles = Readonly<Record<string, string>>;

/** @param delayMs nothing is shown of a job that is over before */
export function createJobProgress(titles: StageTitles, isSilent: boolean, delayMs = 0): JobProgress {
  const mode = chooseStagesMode(isSilent, Boolean(process.stderr.isTTY));
  const stages = createStages({ titles: Object.values(titles), stream: process.stderr, mode, delayMs });
  let running: string | undefined;
  return {
    skip: (skipped) => stages.skip(skipped),
    start(title) {
      running = title;
      stages.start(title);
    },
    update: (title, fraction, note, count) => stages.update(title, fraction, note, count),
    done: (title, note) => stages.done(title, note),
    async watch(job) {
      try {
        return await job;
      } catch (error) {
        if (running !== undefined) stages.fail(running);
        throw error;
      }
    },
  };
}
