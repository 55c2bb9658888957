import { renderBlocksMarkdown } from '../../report/markdown/render-blocks.js';
import type { Block } from '../../report/blocks.js';
import type { RunEvidence } from '../evidence/evidence.js';
import { describeChange, type ProposalModel } from '../model.js';
import { buildChangeTable } from '../text/change-table.js';
import { buildReasons } from '../text/draft-sections.js';
import { assertDraftOptions, PLACEHOLDER, renderFrontMatter, renderHeaderValue, type DraftOptions } from '../text/front-matter.js';
import { describeKept, mergeSame } from '../text/model-words.js';

/**
 * A Synthetix Configuration Change Proposal: its number is given by the repository.
 *
 * @param result the run behind the model; `null` when there is none, which the text then says
 * @throws UsageError when the author is empty or the date is not a day of the calendar
 * @source Synthetixio/SIPs, content/sccp: front matter, then Simple Summary, Abstract, Motivation, Copyright
 */
export function renderSccp(model: ProposalModel, result: RunEvidence | null, options: DraftOptions): string {
  assertDraftOptions(options);
  const header = renderFrontMatter([
    ['sccp', PLACEHOLDER],
    ['title', renderHeaderValue(model.headline)],
    ['network', renderHeaderValue(model.network)],
    ['status', 'Draft'],
    ['type', 'Governance'],
    ['created', options.createdIsoDate],
    ['author', renderHeaderValue(options.author)],
  ]);
  const abstract: Block =
    model.decision === 'keep'
      ? { kind: 'paragraph', text: `No change recommended: ${describeKept(model)}.` }
      : { kind: 'list', items: mergeSame(model.venue, model.changes).map(({ change, on }) => `${on}: ${describeChange(change)}`) };
  const asOf: Block = { kind: 'paragraph', text: model.asOf === null ? 'It is not said when the current values were read.' : `Current values as of ${model.asOf}.` };
  const sections: readonly (readonly [string, readonly Block[]])[] = [
    ['Simple Summary', [buildChangeTable(model), asOf]],
    ['Abstract', [abstract]],
    ['Motivation', buildReasons(model, result)],
    ['Copyright', [{ kind: 'paragraph', text: 'Copyright and related rights waived via CC0.' }]],
  ];
  return `${[header, ...sections.map(([title, blocks]) => `# ${title}\n\n${renderBlocksMarkdown(blocks)}`)].join('\n\n')}\n`;
}
