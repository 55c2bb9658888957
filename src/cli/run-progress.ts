import { RUN_STAGES } from '../pipeline/run-stages.js';
import type { Progress } from '../pipeline/progress.js';
import { chooseStagesMode, createStages } from './stages.js';

/** Progress of a run on stderr, with the stage that was running marked as failed when the run is. */
export interface RunProgress extends Progress {
  watch<T>(run: Promise<T>): Promise<T>;
}

export function createRunProgress(jsonEnabled: boolean): RunProgress {
  return createStageProgress(RUN_STAGES, jsonEnabled);
}

/** Progress over any stages, by name → title. */
export function createStageProgress(titles: Readonly<Record<string, string>>, jsonEnabled: boolean): RunProgress {
  const mode = chooseStagesMode(jsonEnabled, Boolean(process.stderr.isTTY));
  const stages = createStages({ titles: Object.values(titles), stream: process.stderr, mode });
  let running: string | undefined;
  return {
    skip: (skipped) => stages.skip(skipped),
    start(title) {
      running = title;
      stages.start(title);
    },
    update: (title, fraction, note) => stages.update(title, fraction, note),
    done: (title, note) => stages.done(title, note),
    async watch(run) {
      try {
        return await run;
      } catch (error) {
        if (running !== undefined) stages.fail(running);
        throw error;
      }
    },
  };
}
