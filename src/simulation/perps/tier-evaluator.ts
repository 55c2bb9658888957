import { assertInvariant } from '../../core/assert.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { PathModel } from '../../market/paths/path-model.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { SAMPLE_COLUMNS } from '../chunk.js';
import type { PathEngine } from '../engine/path-engine.js';
import { createSamples, type PathSamples } from '../samples.js';
import { applyMarginSchedule, type TraderResponse } from './margin-change.js';
import type { PerpScenario } from './scenario.js';

/** What every evaluation of a run shares. */
export interface PerpJob {
  readonly scenario: PerpScenario;
  readonly pathModel: PathModel;
  readonly seed: number;
  /** Indices of the markets that get a candidate's schedule. */
  readonly studied: ReadonlySet<number>;
  readonly response: TraderResponse;
}

/** Gives the scenario with the markets under study on another schedule. */
export function changeSchedule({ scenario, studied, response }: PerpJob, schedule: MarginSchedule): PerpScenario {
  return { ...scenario, book: applyMarginSchedule(scenario.book, studied, schedule, response) };
}

/** Runs an engine over the first paths. @throws InternalError when a figure is not a number: nothing undefined leaves the simulation */
export function* samplePaths(engine: PathEngine, pathOf: (index: number) => Float64Array, pathCount: number): Piecewise<PathSamples> {
  const samples = createSamples(pathCount);
  for (let index = 0; index < pathCount; index++) {
    const outcome = engine.runPath(pathOf(index), undefined, index);
    for (const column of SAMPLE_COLUMNS) {
      assertInvariant(Number.isFinite(outcome[column]), () => `${column} of path ${index} is ${outcome[column]}`);
      samples[column][index] = outcome[column];
    }
    yield (index + 1) / pathCount;
  }
  return samples;
}
