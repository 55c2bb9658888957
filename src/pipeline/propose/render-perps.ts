import { toJson, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';
import { renderDraft } from './render-drafts.js';

/** Renders the forms of perps venues that are no contract calls. */
export async function renderPerpsForm(format: ProposalFormat, source: ProposalSource): Promise<RenderedForm> {
  if (format === 'dydx-gov') {
    const { buildDydxProposal } = await import('../../proposal/dydx/gov-proposal.js');
    return { files: { 'dydx-proposal.json': toJson(buildDydxProposal(source.model, await renderDraft(source))) }, calls: [] };
  }
  const { buildMarginTableActions } = await import('../../proposal/hyperliquid/margin-table.js');
  return { files: { 'margin-tables.json': toJson(buildMarginTableActions(source.model)) }, calls: [] };
}
