import type { SensitivityRow } from '../../core/run-result.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import { shareJob } from '../../simulation/executors/job.js';
import { startExecutor } from '../../simulation/executors/start-executor.js';
import type { PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { countStressPaths, testStressSensitivity, toSensitivityRow } from '../stages/stress-sensitivity.js';
import { buildTableSchedule } from './margin-tables.js';
import type { TierSearch } from './search-tiers.js';

/** What is simulated: every path under two tables in each worse market, and once without the fund. */
export function countTierStressPaths(pathCount: number): number {
  return countStressPaths(pathCount) + 2 * pathCount;
}

/** Runs today's and the recommended tiers again in worse markets and without the fund, on the same draws; deficits beyond margin. */
export async function testTierSensitivity(
  executor: Executor<MarginSchedule>,
  job: PerpJob,
  { current, recommended }: TierSearch,
  pathCount: number,
  workers: number,
  signal: AbortSignal | undefined,
  note: (fraction: number) => void,
): Promise<SensitivityRow[]> {
  const schedules = [buildTableSchedule(current.table), buildTableSchedule(recommended.table)] as const;
  const share = countStressPaths(pathCount) / countTierStressPaths(pathCount);
  const rows = await testStressSensitivity(executor, schedules, [current.samples, recommended.samples], pathCount, signal, (fraction) => note(fraction * share));
  // No worse market but another venue: threads hold the venue as it is, so this takes threads of its own.
  const { scenario } = job;
  const alone = await startExecutor(shareJob({ ...job, scenario: { ...scenario, backstop: { ...scenario.backstop, fundUsd: 0 } } }), workers);
  try {
    const [withoutFund, recommendedWithoutFund] = await evaluateCandidates(alone, schedules, pathCount, { signal, onProgress: (fraction) => note(share + fraction * (1 - share)) });
    return [...rows, toSensitivityRow('no insurance fund', withoutFund!, recommendedWithoutFund!)];
  } finally {
    await alone.close();
  }
}
