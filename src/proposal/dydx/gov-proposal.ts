import type { ProposalModel } from '../model.js';
import { buildDydxMessages, type DydxMessage } from './messages.js';

/** Two thousand DYDX, in its smallest unit. */
const DEPOSIT = '2000000000000000000000adydx';

export interface DydxProposal {
  readonly title: string;
  readonly deposit: string;
  readonly summary: string;
  readonly messages: readonly DydxMessage[];
}

/**
 * Builds the file of `dydxprotocold tx gov submit-proposal`.
 *
 * @param summary plain text or Markdown that voters read
 * @source dydxprotocol/v4-chain 84d4664, x/gov proposal file
 */
export function buildDydxProposal(model: ProposalModel, summary: string): DydxProposal {
  return { title: model.headline, deposit: DEPOSIT, summary, messages: buildDydxMessages(model) };
}
