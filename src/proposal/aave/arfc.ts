/**
 * The Aave Request for Final Comments (ARFC) as its forum takes it.
 *
 * @source governance.aave.com, topics 18642 and 13828: header fields and the order of the sections
 */
import { UsageError } from '../../core/errors.js';
import type { RunResult } from '../../core/run-result.js';
import type { Section } from '../../report/blocks.js';
import { renderSectionMarkdown } from '../../report/markdown/render-blocks.js';
import { buildProposalModel } from '../model.js';
import { buildMotivation, buildNextSteps, buildSpecification, buildSummary } from './arfc-sections.js';

/** What the proposals repository writes for a value still missing: whoever posts the draft puts their own name there. */
export const AUTHOR_PLACEHOLDER = 'TODO';

export interface ArfcOptions {
  /** As it should stand in the header, e.g. a forum handle. */
  readonly author: string;
  /** `YYYY-MM-DD`; an argument because a renderer has no clock. */
  readonly createdIsoDate: string;
}

/** A header value in YAML's double quotes, which JSON strings are a subset of; on one line and without markup. */
export function renderHeaderValue(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return JSON.stringify(line);
}

/** @throws UsageError when the author is empty or the date is not a day of the calendar */
export function assertHeaderOptions({ author, createdIsoDate }: ArfcOptions): void {
  if (author.trim() === '') {
    throw new UsageError('an ARFC needs an author', { where: 'author', suggestions: ['give the name or forum handle that will post it'] });
  }
  const parsed = new Date(`${createdIsoDate}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(createdIsoDate) && !Number.isNaN(parsed.getTime());
  if (!isDay || parsed.toISOString().slice(0, 10) !== createdIsoDate) {
    throw new UsageError(`the creation date of an ARFC must be a day as YYYY-MM-DD; it was '${createdIsoDate}'`, { where: 'created' });
  }
}

const DISCLAIMER: Section = {
  id: 'disclaimer',
  title: 'Disclaimer',
  blocks: [
    {
      kind: 'paragraph',
      text:
        'This text was drafted from a simulation and is no financial advice. Its numbers hold for the data, models and assumptions named above and ' +
        'for nothing else. Whoever posts it states any payment or interest connected with it.',
    },
  ],
};

const COPYRIGHT: Section = {
  id: 'copyright',
  title: 'Copyright',
  blocks: [{ kind: 'paragraph', text: 'Copyright and related rights waived via CC0 1.0 Universal.' }],
};

/**
 * Renders the draft: header, Summary, Motivation, Specification, Disclaimer, Next Steps, Copyright.
 *
 * Special cases: with the decision `keep` the draft says that no change is recommended and why it is worth recording.
 *
 * @throws UsageError when the author is empty or the date is not a day of the calendar
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderArfc(result: RunResult, options: ArfcOptions): string {
  assertHeaderOptions(options);
  const model = buildProposalModel(result);
  const header = [
    '---',
    `title: ${renderHeaderValue(`[ARFC] ${model.headline} on ${model.venue} (${model.network})`)}`,
    `author: ${renderHeaderValue(options.author)}`,
    `created: ${options.createdIsoDate}`,
    '---',
  ].join('\n');
  const sections = [
    buildSummary(model, result),
    buildMotivation(result),
    buildSpecification(model, result),
    DISCLAIMER,
    buildNextSteps(model),
    COPYRIGHT,
  ];
  return `${[header, ...sections.map(renderSectionMarkdown)].join('\n\n')}\n`;
}
