import { UsageError } from '../../core/errors.js';
import type { ProposalModel } from '../model.js';
import type { DydxMessage } from './message.js';
import { buildDydxMessages } from './messages.js';

/** Two thousand DYDX, in its smallest unit. */
const DEPOSIT = '2000000000000000000000adydx';
/** In bytes; the chain keeps the defaults of Cosmos' gov module, where a summary may be forty times as long as a title. */
const TITLE_MAX = 255;
const SUMMARY_MAX = 40 * TITLE_MAX;

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
 * @throws UsageError when a message lacks a field, or title or summary are longer than the chain takes
 * @source dydxprotocol/v4-chain 84d4664, x/gov proposal file and protocol/app/app.go; cosmos/cosmos-sdk v0.50, x/gov DefaultConfig
 */
export function buildDydxProposal(model: ProposalModel, summary: string): DydxProposal {
  assertFits('title', model.headline, TITLE_MAX);
  assertFits('summary', summary, SUMMARY_MAX);
  return { title: model.headline, deposit: DEPOSIT, summary, messages: buildDydxMessages(model) };
}

function assertFits(field: string, text: string, maximum: number): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maximum) throw new UsageError(`the ${field} of a dYdX proposal has at most ${maximum} bytes, this one ${bytes}`, { where: field, suggestions: ['Shorten the title or the motivation; the full draft goes to the forum (--format forum).'] });
}
