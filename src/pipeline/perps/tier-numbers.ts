import type { MarginTable, TierShare } from '../../core/perp-run-result.js';
import type { Candidate } from '../../search/space.js';

/** Which number of a table: that of a tier, counted from 1. */
export type TierNumber = Pick<TierShare, 'tier' | 'parameter'>;

/** The leverage of a tier that is not there: no bound at all. */
const ANY_LEVERAGE = Infinity;

/** Names the numbers of a table of so many tiers: leverage of the first, then floor and leverage of each further one. */
export function listTierNumbers(count: number): TierNumber[] {
  const further = Array.from({ length: count - 1 }, (_, index) => index + 2);
  return [{ tier: 1, parameter: 'leverageMax' }, ...further.flatMap((tier): TierNumber[] => [{ tier, parameter: 'floorUsd' }, { tier, parameter: 'leverageMax' }])];
}

/**
 * Lays a table out as the numbers of so many tiers, in the order of `listTierNumbers`.
 *
 * Each tier reads as a rule: from this notional on, at most this leverage. A tier that is not there rules nothing out: from 0 on, any leverage.
 */
export function layOutTiers(table: MarginTable, count: number): Candidate {
  return listTierNumbers(count).map(({ tier, parameter }) => table[tier - 1]?.[parameter] ?? (parameter === 'floorUsd' ? 0 : ANY_LEVERAGE));
}

/** Gives the table that numbers make together: at every notional the lowest leverage of all rules that hold there. Always a valid table: floors rise, leverages fall. */
export function joinTiers(numbers: Candidate): MarginTable {
  const rules = [{ floorUsd: 0, leverageMax: numbers[0]! }];
  for (let at = 1; at < numbers.length; at += 2) rules.push({ floorUsd: numbers[at]!, leverageMax: numbers[at + 1]! });
  return joinRules(rules);
}

/** The same for rules in any order, the first of which holds from 0 on. */
export function joinRules(rules: MarginTable): MarginTable {
  const sorted = [...rules].sort((a, b) => a.floorUsd - b.floorUsd || a.leverageMax - b.leverageMax);
  let lowest = ANY_LEVERAGE;
  return sorted.filter(({ leverageMax }) => {
    const tightens = leverageMax < lowest;
    lowest = Math.min(lowest, leverageMax);
    return tightens;
  });
}

/** The leverage that a table allows at a notional. */
export function leverageAt(table: MarginTable, notionalUsd: number): number {
  return table.findLast(({ floorUsd }) => floorUsd <= notionalUsd)!.leverageMax;
}
