import { UsageError } from '../../core/errors.js';
import type { SignerView } from '../../proposal/calls/signer-view.js';
import { VENUE_FORMATS, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';
import { buildVenueCalls, renderCallForm } from './render-calls.js';
import { renderSnapshot, renderText } from './render-drafts.js';

/** Renders the forms asked for. Encoders load here, when they are needed. @throws UsageError naming what a form lacks */
export async function renderProposal(source: ProposalSource, formats: readonly ProposalFormat[], note: (fraction: number) => void): Promise<RenderedForm> {
  const files: Record<string, string> = {};
  const calls: SignerView[] = [];
  for (const [index, format] of formats.entries()) {
    const rendered = await renderForm(format, source);
    Object.assign(files, rendered.files);
    calls.push(...rendered.calls.filter(({ calldata }) => calls.every((known) => known.calldata !== calldata)));
    note((index + 1) / formats.length);
  }
  return { files, calls };
}

async function renderForm(format: ProposalFormat, source: ProposalSource): Promise<RenderedForm> {
  const { venue, book } = source.request;
  const known: readonly string[] = VENUE_FORMATS[venue];
  if (!known.includes(format)) throw new UsageError(`${venue} has no form ${format}`, { where: `--format ${format}`, suggestions: [`It takes: ${known.join(', ')}.`, ...suggestVenue(venue, format)] });
  switch (format) {
    case 'arfc':
    case 'sccp':
    case 'sheet':
      return { files: { [`${format}.md`]: await renderText(format, source) }, calls: [] };
    case 'forum': {
      // With addresses, whoever reads the post sees the very bytes that would be executed.
      const calls = known.includes('calls') && book && source.isExecutable ? await buildVenueCalls(source, book) : [];
      const { viewCall } = await import('../../proposal/calls/signer-view.js');
      return { files: { 'forum.md': await renderText(format, source, calls.map(viewCall)) }, calls: [] };
    }
    case 'snapshot':
      return renderSnapshot(source);
    case 'steward':
    case 'aip':
    case 'aip-calls':
    case 'aave-vote':
      return (await import('./render-aave.js')).renderAaveForm(format, source);
    case 'dydx-gov':
    case 'margin-table':
      return (await import('./render-perps.js')).renderPerpsForm(format, source);
    default:
      return renderCallForm(format, source);
  }
}

/** A v2 market's values may be proposed for a v3 market. */
function suggestVenue(venue: string, format: ProposalFormat): string[] {
  const fits = venue === 'aave-v2' && (VENUE_FORMATS['aave-v3'] as readonly string[]).includes(format);
  return fits ? ['Say --venue aave-v3 where the payload is for a v3 market.'] : [];
}
