/** What a proposal asks for, before any venue's form: which parameters of which asset move from what to what. */
import type { RunResult } from '../core/run-result.js';
import { describeDecision, listChanges, type ParameterKey } from '../report/words/parameters.js';

export interface ProposedChange {
  readonly parameter: ParameterKey;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly unit: 'bps';
}

export interface ProposalModel {
  readonly asset: string;
  readonly venue: string;
  readonly network: string;
  readonly decision: 'change' | 'keep';
  /** One line that says what is asked for. */
  readonly headline: string;
  readonly reason: string;
  /** Only what changes; empty exactly when the decision is `keep`. */
  readonly changes: readonly ProposedChange[];
}

/**
 * Reads the proposal out of a run result.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function buildProposalModel(result: RunResult): ProposalModel {
  return {
    asset: result.asset,
    venue: result.market.venue,
    network: result.market.network,
    decision: result.recommended.decision,
    headline: describeDecision(result),
    reason: result.recommended.reason,
    changes: listChanges(result).map(({ key, name, fromBps, toBps }) => ({ parameter: key, name, from: fromBps, to: toBps, unit: 'bps' })),
  };
}
