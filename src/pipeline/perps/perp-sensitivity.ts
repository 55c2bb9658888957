import type { SensitivityRow } from '../../core/run-result.js';
import { stressPathModel } from '../../market/paths/stress-path-model.js';
import { estimateEs } from '../../numeric/confidence.js';
import { createTierEvaluator, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
import type { PathSamples } from '../../simulation/samples.js';
import { buildTableSchedule } from './margin-tables.js';
import type { TierSearch } from './search-tiers.js';

const TAIL_LEVEL = 0.99;

/** What a model choice could have got wrong, each made worse in turn. */
const STRESSES: readonly (readonly [string, (job: PerpJob) => PerpJob])[] = [
  ['depth × 0.5', (job) => ({ ...job, scenario: { ...job.scenario, depth: job.scenario.depth.map((law) => ({ ...law, coefficient: law.coefficient * 0.5 ** -law.exponent })) } })],
  ['volatility × 1.5', (job) => ({ ...job, pathModel: stressPathModel(job.pathModel, { volatilityScale: 1.5, movesAsOne: false }) })],
  ['correlation 1', (job) => ({ ...job, pathModel: stressPathModel(job.pathModel, { volatilityScale: 1, movesAsOne: true }) })],
  ['no insurance fund', (job) => ({ ...job, scenario: { ...job.scenario, backstop: { ...job.scenario.backstop, fundUsd: 0 } } })],
];

/** Runs today's and the recommended tiers again in worse markets, on the same draws; deficits beyond margin. */
export function testTierSensitivity(job: PerpJob, search: TierSearch, pathCount: number): SensitivityRow[] {
  const rows = [toRow('as fitted', search.current.samples, search.recommended.samples)];
  for (const [name, stress] of STRESSES) {
    const sample = createTierEvaluator(stress(job));
    rows.push(toRow(name, sample(buildTableSchedule(search.current.table), pathCount), sample(buildTableSchedule(search.recommended.table), pathCount)));
  }
  return rows;
}

function toRow(name: string, current: PathSamples, recommended: PathSamples): SensitivityRow {
  return {
    name,
    currentBadDebtEs99Usd: estimateEs(current.badDebtUsd, TAIL_LEVEL).value,
    recommendedBadDebtEs99Usd: estimateEs(recommended.badDebtUsd, TAIL_LEVEL).value,
  };
}
