import { RUN_STAGES } from '../pipeline/run-stages.js';
import type { Progress } from '../pipeline/progress.js';
import { chooseStagesMode, createStages } from './stages.js';

/** Until a stage has run this long, and this much of it is done, what is left is a guess. */
const KNOWN_AFTER_MS = 2000;
const KNOWN_FROM = 0.02;

/** Progress of a run on stderr, with the stage that was running marked as failed when the run is. */
export interface RunProgress extends Progress {
  watch<T>(run: Promise<T>): Promise<T>;
}

export function createRunProgress(isSilent: boolean): RunProgress {
  return createStageProgress(RUN_STAGES, isSilent);
}

/** Progress over any stages, by name → title. */
export function createStageProgress(titles: Readonly<Record<string, string>>, isSilent: boolean): RunProgress {
  const mode = chooseStagesMode(isSilent, Boolean(process.stderr.isTTY));
  const stages = createStages({ titles: Object.values(titles), stream: process.stderr, mode });
  let running: string | undefined;
  let startedMs = 0;
  return {
    skip: (skipped) => stages.skip(skipped),
    start(title) {
      running = title;
      startedMs = performance.now();
      stages.start(title);
    },
    update: (title, fraction, note) => stages.update(title, fraction, [note, describeRest(fraction, performance.now() - startedMs)].filter(Boolean).join(', ')),
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

/** Shows work of seconds that has no parts to count as one stage. */
export async function runAsStage<T>(title: string, isSilent: boolean, work: () => Promise<T>): Promise<T> {
  const progress = createStageProgress({ work: title }, isSilent);
  progress.start(title);
  const outcome = await progress.watch(work());
  progress.done(title);
  return outcome;
}

/** How long the rest takes at the pace so far; empty while that is a guess. */
export function describeRest(fraction: number | null, elapsedMs: number): string {
  if (fraction === null || fraction < KNOWN_FROM || fraction >= 1 || elapsedMs < KNOWN_AFTER_MS) return '';
  const seconds = Math.ceil((elapsedMs * (1 - fraction)) / fraction / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}
