import { describeSubject, type ProposalModel } from '../../proposal/model.js';
import { formatRaw } from '../../proposal/raw-unit.js';
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

/** Every parameter that a proposal names, changed ones first. */
export function listMoves(model: ProposalModel): ParameterMove[] {
  return [...model.changes, ...model.kept].map(({ parameter, name, subject, from, to, unit }) => ({
    parameter,
    name,
    on: describeSubject(model.venue, subject),
    from: formatRaw(from, unit),
    to: formatRaw(to, unit),
    isKept: isEqual(from, to),
    moveBps: unit.kind === 'ratio' && typeof from === 'bigint' && typeof to === 'bigint' ? Number(((to - from) * 1_000_000n) / unit.one) / 100 : null,
  }));
}
