import type { PathModel } from '../../market/paths/path-model.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { createChunkEvaluator, createPathReader, pathAt, SAMPLE_COLUMNS, type Chunk, type ChunkSamples, type SharedJob } from '../chunk.js';
import type { TraderResponse } from '../perps/margin-change.js';
import { createFastPerpEngine } from '../perps/perp-engines.js';
import type { PerpScenario } from '../perps/scenario.js';
import { changeSchedule, type PerpJob } from '../perps/tier-evaluator.js';

/** What every chunk of a run on perpetual futures shares. Plain, cloneable data; its candidates are margin schedules. */
export interface PerpSharedJob {
  readonly kind: 'perps';
  readonly scenario: PerpScenario;
  readonly pathModel: PathModel;
  readonly seed: number;
  /** Indices of the markets that get a candidate's schedule. */
  readonly studied: readonly number[];
  readonly response: TraderResponse;
}

/** What an executor can work on. */
export type ExecutorJob = SharedJob | PerpSharedJob;

/** What a job's candidates are: parameter sets of a lending venue, or margin schedules. */
export type CandidateOf<Job extends ExecutorJob> = Job extends PerpSharedJob ? MarginSchedule : Chunk['candidates'][number];

/** Gives a perps job as threads can be handed it. */
export function shareJob({ scenario, pathModel, seed, studied, response }: PerpJob): PerpSharedJob {
  return { kind: 'perps', scenario, pathModel, seed, studied: [...studied], response };
}

/** Makes the function that works the chunks of a job off, whichever kind it is. */
export function createJobEvaluator(job: ExecutorJob): (chunk: Chunk<never>) => ChunkSamples {
  return 'kind' in job ? createPerpChunkEvaluator(job) : createChunkEvaluator(job);
}

/** Works chunks of margin schedules off; markets are as fitted, for a perps job carries its stresses itself. Paths drawn for one chunk serve the next. */
function createPerpChunkEvaluator(job: PerpSharedJob): (chunk: Chunk<MarginSchedule>) => ChunkSamples {
  const pathOf = createPathReader(job);
  const inThread: PerpJob = { ...job, studied: new Set(job.studied) };
  return ({ candidates, fromPath, toPath, paths }) => {
    const values = new Float64Array(candidates.length * (toPath - fromPath) * SAMPLE_COLUMNS.length);
    let cursor = 0;
    for (const schedule of candidates) {
      const engine = createFastPerpEngine(changeSchedule(inThread, schedule));
      for (let place = fromPath; place < toPath; place++) {
        const index = pathAt({ fromPath, paths }, place);
        const outcome = engine.runPath(pathOf(index), undefined, index);
        for (const column of SAMPLE_COLUMNS) values[cursor++] = outcome[column];
      }
    }
    return { values };
  };
}
