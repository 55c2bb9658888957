import type { SearchStanding } from '../search/ledger.js';

/** A search's standing in a few words: `412 candidates, 9 on the frontier, best feasible +4.2 %`. */
export function describeStanding({ candidates, frontier, bestGainRatio }: SearchStanding): string {
  const best = bestGainRatio === null ? 'none feasible yet' : `best feasible ${bestGainRatio > 0 ? '+' : ''}${(bestGainRatio * 100).toFixed(1)} %`;
  return `${candidates} candidates, ${frontier} on the frontier, ${best}`;
}
