import type { SensitivityRow } from '../../core/run-result.js';
import { stressPathModel } from '../../market/paths/stress-path-model.js';
import { createTierEvaluator, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
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

/** Runs today's and the recommended tiers again in worse markets, on the same draws; deficits beyond margin. */
export function testTierSensitivity(job: PerpJob, search: TierSearch, pathCount: number): SensitivityRow[] {
  const rows = [toSensitivityRow('as fitted', search.current.samples, search.recommended.samples)];
  for (const [name, stress] of STRESSES) {
    const sample = createTierEvaluator(stress(job));
    rows.push(toSensitivityRow(name, sample(buildTableSchedule(search.current.table), pathCount), sample(buildTableSchedule(search.recommended.table), pathCount)));
  }
  return rows;
}
