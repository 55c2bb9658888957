import type { SensitivityRow } from '../../core/run-result.js';
import { estimateEs } from '../../numeric/confidence.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import type { ParameterSearch } from './search-parameters.js';

/** Depth against the fitted one: half as deep stands for a bad day, a quarter for a very bad one. */
const DEPTH_SCALES = [1, 0.5, 0.25];
const TAIL_LEVEL = 0.99;

/** Runs today's and the recommended values again with thinner markets, on the same paths. */
export async function testDepthSensitivity(executor: Executor, search: ParameterSearch, pathCount: number): Promise<SensitivityRow[]> {
  const rows: SensitivityRow[] = [];
  for (const depthScale of DEPTH_SCALES) {
    const candidates = [search.current.parameters, search.recommended.parameters];
    const [current, recommended] = await evaluateCandidates(executor, candidates, pathCount, { depthScale });
    rows.push({
      name: depthScale === 1 ? 'depth as fitted' : `depth × ${depthScale}`,
      currentBadDebtEs99Usd: estimateEs(current!.badDebtUsd, TAIL_LEVEL).value,
      recommendedBadDebtEs99Usd: estimateEs(recommended!.badDebtUsd, TAIL_LEVEL).value,
    });
  }
  return rows;
}
