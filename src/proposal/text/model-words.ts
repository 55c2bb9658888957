/** A proposal in words that several forms share. */
import { describeSubject, type ProposalModel, type ProposedChange } from '../model.js';
import { formatRaw } from '../raw-unit.js';

const VENUE_NAMES: Readonly<Record<string, string>> = {
  'aave-v2': 'Aave v2',
  'aave-v3': 'Aave v3',
  'compound-v3': 'Compound v3',
  'dydx-v4': 'dYdX v4',
  'gmx-v2': 'GMX v2',
  'synthetix-v3': 'Synthetix v3',
  hyperliquid: 'Hyperliquid',
  'perpetual-v2': 'Perpetual v2',
  drift: 'Drift',
};

/** A venue as its users call it; one that is not known keeps its own name. */
export function nameVenue(venue: string): string {
  return VENUE_NAMES[venue] ?? venue;
}

/** `Aave v3 (ethereum)`; a venue that is its own network goes by its name alone. */
export function describePlace({ venue, network }: Pick<ProposalModel, 'venue' | 'network'>): string {
  return venue === network ? nameVenue(venue) : `${nameVenue(venue)} (${network})`;
}

/** One change that is made alike in several places. */
export interface SharedChange {
  readonly change: ProposedChange;
  /** `WETH in cUSDCv3`; several places, with commas between. */
  readonly on: string;
}

/** Puts together what is changed alike in several places, in the order in which each comes first. */
export function mergeSame(venue: string, changes: readonly ProposedChange[]): SharedChange[] {
  const merged = new Map<string, { readonly change: ProposedChange; readonly places: string[] }>();
  for (const change of changes) {
    const { parameter, from, to, subject } = change;
    const key = JSON.stringify([parameter, String(from), String(to), subject.decimals]);
    const known = merged.get(key);
    if (known) known.places.push(describeSubject(venue, subject));
    else merged.set(key, { change, places: [describeSubject(venue, subject)] });
  }
  return [...merged.values()].map(({ change, places }) => ({ change, on: places.join(', ') }));
}

/** `stETH keeps LTV 72.00 % and Liquidation bonus 7.00 %`. Special case: where no value is stated, everything stays as it is. */
export function describeKept({ venue, kept }: Pick<ProposalModel, 'venue' | 'kept'>): string {
  const byPlace = new Map<string, string[]>();
  for (const { change, on } of mergeSame(venue, kept)) byPlace.set(on, [...(byPlace.get(on) ?? []), `${change.name} ${formatRaw(change.to, change.unit)}`]);
  if (byPlace.size === 0) return 'everything stays as it is';
  return [...byPlace].map(([on, values]) => `${on} keeps ${values.join(', ')}`).join('; ');
}
