import type { ProposalModel } from '../../proposal/model.js';
import { formatRaw } from '../../proposal/raw-unit.js';
import { mergeSame } from '../../proposal/text/model-words.js';
import { isEqual } from './read-changes.js';

/** One parameter before and after, for people. */
export interface ParameterMove {
  readonly parameter: string;
  readonly name: string;
  /** What it is set on. */
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly isKept: boolean;
  /** Signed, in basis points; `null` for what is no ratio in basis points. */
  readonly moveBps: number | null;
}

/** Every parameter that a proposal names, changed ones first; those that move alike in several places once. */
export function listMoves(model: ProposalModel): ParameterMove[] {
  return mergeSame(model.venue, [...model.changes, ...model.kept]).map(({ change: { parameter, name, from, to, unit }, on }) => ({
    parameter,
    name,
    on,
    from: formatRaw(from, unit),
    to: formatRaw(to, unit),
    isKept: isEqual(from, to),
    moveBps: unit.kind === 'ratio' && typeof from === 'bigint' && typeof to === 'bigint' ? Number(((to - from) * 1_000_000n) / unit.one) / 100 : null,
  }));
}
