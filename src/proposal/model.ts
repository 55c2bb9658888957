/** What a proposal asks for, before any venue's form: which parameters of what move from what to what. */
import type { RunResult } from '../core/run-result.js';
import { formatUtcDay } from '../report/format-numbers.js';
import { describeDecision, listChanges, listParameters, type ParameterChange } from '../report/words/parameters.js';
import { BPS_UNIT, formatRaw, type RawUnit, type RawValue } from './raw-unit.js';

/** What a parameter is set on. Which of these a venue asks for is the venue's. */
export interface ChangeSubject {
  /** Market as the venue or the address book names it: `cUSDCv3`, `ETH/USD`. */
  readonly market: string | null;
  /** Asset as the address book names it: `WETH`. */
  readonly asset: string | null;
  /** Number by which the venue knows it: e-mode category, liquidity tier, market id. */
  readonly id: number | null;
  /** Decimals of the token that an amount counts, where its contract stores raw tokens. */
  readonly decimals: number | null;
}

/** One parameter with its value in force and the proposed one, in the venue's own integers. */
export interface ProposedChange {
  /** Name in the venue's rules: `ltvBps`. */
  readonly parameter: string;
  /** In words: `LTV`. */
  readonly name: string;
  readonly subject: ChangeSubject;
  readonly from: RawValue;
  readonly to: RawValue;
  readonly unit: RawUnit;
}

export interface ProposalModel {
  readonly venue: string;
  readonly network: string;
  readonly decision: 'change' | 'keep';
  /** One line that says what is asked for. */
  readonly headline: string;
  readonly reason: string;
  /** Only what changes; empty exactly when the decision is `keep`. */
  readonly changes: readonly ProposedChange[];
  /** What is stated to stay as it is: calls that set several values at once need it. */
  readonly kept: readonly ProposedChange[];
  /** What would make the proposal wrong, in the words of whoever asks for it. */
  readonly dissent: readonly string[];
  /** Addresses of web pages to read before voting. */
  readonly links: readonly string[];
  /** Day on which the values in force were read; `null` when it is not said. */
  readonly asOf: string | null;
}

/** A reserve known by its asset alone; `null` is what all reserves share. */
export function assetSubject(asset: string | null): ChangeSubject {
  return { market: null, asset, id: null, decimals: null };
}

/** The unit of a searched number, by the ending of its key. Special case: a health factor's basis points read as the plain number. */
function unitOf(key: string): RawUnit {
  if (key.endsWith('Usd')) return { kind: 'usd', one: 1n, noun: '' };
  return key.endsWith('healthForMaxBps') ? { kind: 'amount', one: BPS_UNIT.one, noun: '' } : BPS_UNIT;
}

/**
 * Reads the proposal out of a run result.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function buildProposalModel(result: RunResult): ProposalModel {
  const changes = listChanges(result);
  const toProposed = ({ key, asset, name, fromBps, toBps }: ParameterChange): ProposedChange => ({
    parameter: key,
    name,
    subject: assetSubject(asset),
    from: BigInt(fromBps),
    to: BigInt(toBps),
    unit: unitOf(key),
  });
  return {
    venue: result.market.venue,
    network: result.market.network,
    decision: result.recommended.decision,
    headline: describeDecision(result),
    reason: result.recommended.reason,
    changes: changes.map(toProposed),
    kept: listParameters(result).filter(({ fromBps, toBps }) => fromBps === toBps).map(toProposed),
    dissent: [],
    links: [],
    asOf: formatUtcDay(result.dataset.snapshotUnixSeconds),
  };
}

/** What a venue calls the number by which it knows a thing. */
const ID_NOUNS: Readonly<Record<string, string>> = { 'aave-v3': 'e-mode category', 'dydx-v4': 'id', 'synthetix-v3': 'market', hyperliquid: 'margin table' };

/** What a change is set on: `WETH in cUSDCv3`, `ETH/USD`, `Small-Cap (id 1)`, `e-mode category 3`, `the whole venue`. */
export function describeSubject(venue: string, { market, asset, id }: ChangeSubject): string {
  const number = id === null ? null : `${ID_NOUNS[venue] ?? 'number'} ${id}`;
  const place = market === null ? number : number === null ? market : `${market} (${number})`;
  if (asset === null) return place ?? 'the whole venue';
  return place === null ? asset : `${asset} in ${place}`;
}

/** `LTV from 72.00 % to 73.50 %`. */
export function describeChange({ name, from, to, unit }: ProposedChange): string {
  return `${name} from ${formatRaw(from, unit)} to ${formatRaw(to, unit)}`;
}

/** Groups changes by what they are set on, in the order in which that first comes. */
export function groupBySubject(changes: readonly ProposedChange[]): (readonly [ChangeSubject, readonly ProposedChange[]])[] {
  const groups = new Map<string, ProposedChange[]>();
  for (const change of changes) {
    const { market, asset, id } = change.subject;
    const key = JSON.stringify([market, asset, id]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((group) => [group[0]!.subject, group] as const);
}
