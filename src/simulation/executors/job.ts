import type { PathModel } from '../../market/paths/path-model.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { applyStress, createChunkEvaluator, createSampler, type Chunk, type ChunkSamples, type SharedJob } from '../chunk.js';
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

/** Works chunks of margin schedules off. */
function createPerpChunkEvaluator(job: PerpSharedJob): (chunk: Chunk<MarginSchedule>) => ChunkSamples {
  const inThread: PerpJob = { ...job, studied: new Set(job.studied) };
  return createSampler(job, (schedule: MarginSchedule, stress) => createFastPerpEngine(applyStress(changeSchedule(inThread, schedule), stress)));
}
