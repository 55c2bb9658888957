/** Words for why a search stopped. */
import type { RunResult } from '../../core/run-result.js';
import { formatCount, formatRatio } from '../format-numbers.js';

/** One sentence: whether more paths could have brought another answer. @param payers who bears the cost by which equals are told apart */
export function describeStop({ stop: { reason, rivals, rivalGainRatio } }: RunResult['search'], payers = 'borrowers'): string {
  if (reason === 'separated') return 'The choice is separated: no other candidate is within sampling error of beating it.';
  const gain = rivalGainRatio > 0 ? `up to ${formatRatio(rivalGainRatio)} better in the objective` : `as good in the objective at a lower cost to ${payers}`;
  return `The paths ran out before the choice was separated: ${formatCount(rivals)} other ${rivals === 1 ? 'candidate' : 'candidates'}, ${gain}, could turn out to keep every limit.`;
}

/** Share of the paths that trying every candidate on all of them would have taken. */
export function measureEffort({ candidates, pathsPerStage, pathEvaluations }: RunResult['search']): number {
  return pathEvaluations / (candidates * (pathsPerStage.at(-1) ?? 1));
}
