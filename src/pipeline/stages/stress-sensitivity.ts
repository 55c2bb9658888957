import type { SensitivityRow } from '../../core/run-result.js';
import { estimateEs } from '../../numeric/confidence.js';
import { NO_STRESS, type MarketStress } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import type { PathSamples } from '../../simulation/samples.js';

/** What a model choice could have got wrong, each made worse in turn. */
const STRESSES: readonly (readonly [string, Partial<MarketStress>])[] = [
  ['depth × 0.5', { depthScale: 0.5 }],
  ['recovery × 2 as slow', { recoveryScale: 2 }],
  ['volatility × 1.5', { volatilityScale: 1.5 }],
  ['correlation 1', { movesAsOne: true }],
];
const TAIL_LEVEL = 0.99;

/** What is simulated: every path under two sets in each worse market. */
export function countStressPaths(pathCount: number): number {
  return 2 * STRESSES.length * pathCount;
}

/**
 * Runs today's and the recommended values again in worse markets, on the same draws.
 *
 * @param candidates both as the executor takes them; `samples` what they came to in the markets as fitted
 */
export async function testStressSensitivity<Candidate>(
  executor: Executor<Candidate>,
  candidates: readonly [current: Candidate, recommended: Candidate],
  samples: readonly [current: PathSamples, recommended: PathSamples],
  pathCount: number,
  signal: AbortSignal | undefined,
  note: (fraction: number) => void,
): Promise<SensitivityRow[]> {
  const rows = [toSensitivityRow('as fitted', ...samples)];
  for (const [index, [name, stress]] of STRESSES.entries()) {
    const onProgress = (fraction: number): void => note((index + fraction) / STRESSES.length);
    const [current, recommended] = await evaluateCandidates(executor, candidates, pathCount, { stress: { ...NO_STRESS, ...stress }, signal, onProgress });
    rows.push(toSensitivityRow(name, current!, recommended!));
  }
  return rows;
}

/** One market's row: the expected shortfall of bad debt of both sets there. */
export function toSensitivityRow(name: string, current: PathSamples, recommended: PathSamples): SensitivityRow {
  return {
    name,
    currentBadDebtEs99Usd: estimateEs(current.badDebtUsd, TAIL_LEVEL).value,
    recommendedBadDebtEs99Usd: estimateEs(recommended.badDebtUsd, TAIL_LEVEL).value,
  };
}
