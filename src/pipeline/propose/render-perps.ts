import { toJson, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';

/** Renders the forms of perps venues that are no contract calls. */
export async function renderPerpsForm(format: ProposalFormat, source: ProposalSource): Promise<RenderedForm> {
  if (format === 'dydx-gov') {
    const [{ buildDydxProposal }, { renderBallotText }] = await Promise.all([import('../../proposal/dydx/gov-proposal.js'), import('../../proposal/text/ballot-text.js')]);
    return { files: { 'dydx-proposal.json': toJson(buildDydxProposal(source.model, renderBallotText(source.model, source.evidence))) }, calls: [] };
  }
  const { buildMarginTableActions } = await import('../../proposal/hyperliquid/margin-table.js');
  return { files: { 'margin-tables.json': toJson(buildMarginTableActions(source.model)) }, calls: [] };
}
