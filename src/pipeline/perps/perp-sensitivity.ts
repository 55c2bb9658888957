import type { SensitivityRow } from '../../core/run-result.js';
import { stressPathModel } from '../../market/paths/stress-path-model.js';
import { evaluateCandidates } from '../../simulation/executors/executor.js';
import { shareJob } from '../../simulation/executors/job.js';
import { startExecutor } from '../../simulation/executors/start-executor.js';
import type { PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { toSensitivityRow } from '../stages/stress-sensitivity.js';
import { buildTableSchedule } from './margin-tables.js';
import type { TierSearch } from './search-tiers.js';

/** What a model choice could have got wrong, each made worse in turn. */
const STRESSES: readonly (readonly [string, (job: PerpJob) => PerpJob])[] = [
  ['depth × 0.5', (job) => ({ ...job, scenario: { ...job.scenario, depth: job.scenario.depth.map((law) => ({ ...law, coefficient: law.coefficient * 0.5 ** -law.exponent })) } })],
  ['volatility × 1.5', (job) => ({ ...job, pathModel: stressPathModel(job.pathModel, { volatilityScale: 1.5, movesAsOne: false }) })],
  ['correlation 1', (job) => ({ ...job, pathModel: stressPathModel(job.pathModel, { volatilityScale: 1, movesAsOne: true }) })],
  ['no insurance fund', (job) => ({ ...job, scenario: { ...job.scenario, backstop: { ...job.scenario.backstop, fundUsd: 0 } } })],
];

/** What is simulated: every path under two tables in each worse market. */
export function countTierStressPaths(pathCount: number): number {
  return 2 * STRESSES.length * pathCount;
}

/** Runs today's and the recommended tiers again in worse markets, on the same draws; deficits beyond margin. */
export async function testTierSensitivity(job: PerpJob, search: TierSearch, pathCount: number, workers: number, signal: AbortSignal | undefined, note: (fraction: number) => void): Promise<SensitivityRow[]> {
  const rows = [toSensitivityRow('as fitted', search.current.samples, search.recommended.samples)];
  const schedules = [search.current, search.recommended].map(({ table }) => buildTableSchedule(table));
  for (const [index, [name, stress]] of STRESSES.entries()) {
    const executor = await startExecutor(shareJob(stress(job)), workers);
    try {
      const [current, recommended] = await evaluateCandidates(executor, schedules, pathCount, { signal, onProgress: (fraction) => note((index + fraction) / STRESSES.length) });
      rows.push(toSensitivityRow(name, current!, recommended!));
    } finally {
      await executor.close();
    }
  }
  return rows;
}
