/**
 * The Aave Request for Final Comments (ARFC) as its forum takes it.
 *
 * @source governance.aave.com, topics 18642 and 13828: header fields and the order of the sections
 */
import type { Section } from '../../report/blocks.js';
import { renderSectionMarkdown } from '../../report/markdown/render-blocks.js';
import type { RunEvidence } from '../evidence/evidence.js';
import type { ProposalModel } from '../model.js';
import { buildMotivation, buildSpecification, buildSummary } from '../text/draft-sections.js';
import { assertDraftOptions, renderFrontMatter, renderHeaderValue, type DraftOptions } from '../text/front-matter.js';
import { describePlace } from '../text/model-words.js';

const DISCLAIMER: Section = {
  id: 'disclaimer',
  title: 'Disclaimer',
  blocks: [
    {
      kind: 'paragraph',
      text:
        'This text was drafted with a tool and is no financial advice. Its numbers hold for the data, models and assumptions named above and ' +
        'for nothing else. Whoever posts it states any payment or interest connected with it.',
    },
  ],
};

const COPYRIGHT: Section = {
  id: 'copyright',
  title: 'Copyright',
  blocks: [{ kind: 'paragraph', text: 'Copyright and related rights waived via CC0 1.0 Universal.' }],
};

/** The way through governance; nothing to vote on when nothing changes. */
function buildNextSteps({ decision }: ProposalModel): Section {
  const items =
    decision === 'change'
      ? [
          'Collect comments on this thread, on the assumptions above all.',
          'If there is consensus, put the ARFC to a Snapshot vote.',
          'If the vote passes, submit the AIP with its payload.',
        ]
      : ['Collect comments on this thread, on the assumptions above all.', 'No vote follows; the assessment is repeated when data or limits change.'];
  return { id: 'next-steps', title: 'Next Steps', blocks: [{ kind: 'list', items }] };
}

/**
 * Renders the draft: header, Summary, Motivation, Specification, Disclaimer, Next Steps, Copyright.
 *
 * Special cases: with the decision `keep` the draft says that no change is recommended and why it is worth recording.
 *
 * @param result the run behind the model; `null` when there is none, which the draft then says
 * @throws UsageError when the author is empty or the date is not a day of the calendar
 */
export function renderArfc(model: ProposalModel, result: RunEvidence | null, options: DraftOptions): string {
  assertDraftOptions(options);
  const header = renderFrontMatter([
    ['title', renderHeaderValue(`[ARFC] ${model.headline} on ${describePlace(model)}`)],
    ['author', renderHeaderValue(options.author)],
    ['created', options.createdIsoDate],
  ]);
  const sections = [
    buildSummary(model, result),
    buildMotivation(model, result),
    buildSpecification(model, result),
    DISCLAIMER,
    buildNextSteps(model),
    COPYRIGHT,
  ];
  return `${[header, ...sections.map(renderSectionMarkdown)].join('\n\n')}\n`;
}
