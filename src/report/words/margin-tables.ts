import type { MarginTable, PerpRunResult, TierShare } from '../../core/perp-run-result.js';
import { formatMultiple, formatUsd } from '../format-numbers.js';

/** `50× up to $20.0K, 20× above`; one tier reads `50×`. */
export function describeTable(table: MarginTable): string {
  return table
    .map(({ leverageMax }, index) => {
      const next = table[index + 1];
      if (next) return `${describeLeverage(leverageMax)} up to ${formatUsd(next.floorUsd)}`;
      return index === 0 ? describeLeverage(leverageMax) : `${describeLeverage(leverageMax)} above`;
    })
    .join(', ');
}

function describeLeverage(leverage: number): string {
  return formatMultiple(leverage).replace(/\.0+×$/, '×');
}

/** `Tier 2 leverage`, `Tier 2 floor`. */
export function nameTierNumber({ tier, parameter }: Pick<TierShare, 'tier' | 'parameter'>): string {
  return `Tier ${tier} ${parameter === 'floorUsd' ? 'floor' : 'leverage'}`;
}

/** `50× → 15×`; a tier that is not there reads `none`. */
export function describeTierMove({ parameter, from, to }: Pick<TierShare, 'parameter' | 'from' | 'to'>): string {
  const [before, after] = [from, to].map((value) => (value === null ? 'none' : parameter === 'floorUsd' ? formatUsd(value) : describeLeverage(value)));
  return `${before} → ${after}`;
}

/** The answer as a headline: the tiers to set, or to keep those in force. */
export function describeTierDecision({ recommended, current, market }: Pick<PerpRunResult, 'recommended' | 'current' | 'market'>): string {
  if (recommended.decision === 'keep') return `Keep the margin tiers of ${market.name}`;
  return `Change the margin tiers of ${market.name} from ${describeTable(current)} to ${describeTable(recommended.table)}`;
}
