import type { Block, Section } from '../../report/blocks.js';
import { renderSectionMarkdown } from '../../report/markdown/render-blocks.js';
import { escapeMarkdown } from '../../report/markdown/escape-markdown.js';
import type { SignerView } from '../calls/signer-view.js';
import type { RunEvidence } from '../evidence/evidence.js';
import type { ProposalModel } from '../model.js';
import { describeCall } from '../text/call-text.js';
import { buildMotivation, buildSpecification, buildSummary } from '../text/draft-sections.js';

/**
 * A post for the forum of a venue that prescribes no form: summary, motivation, specification, and the calls as their bytes read.
 *
 * @param result the run behind the model; `null` when there is none, which the post then says
 */
export function renderForumPost(model: ProposalModel, result: RunEvidence | null, calls: readonly SignerView[]): string {
  const sections = [buildSummary(model, result), buildMotivation(model, result), buildSpecification(model, result), ...(calls.length === 0 ? [] : [buildCallSection(calls)])];
  return `${[`# ${escapeMarkdown(model.headline)}`, ...sections.map(renderSectionMarkdown)].join('\n\n')}\n`;
}

function buildCallSection(calls: readonly SignerView[]): Section {
  const blocks = calls.flatMap((call, index): Block[] => [
    { kind: 'paragraph', text: `Call ${index + 1}: ${call.intent}.` },
    { kind: 'code', text: describeCall(call).join('\n') },
  ]);
  return { id: 'calls', title: 'Calls', blocks: [{ kind: 'paragraph', text: 'Read back from the bytes that would be executed, not from the intent.' }, ...blocks] };
}
