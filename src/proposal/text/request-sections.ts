/** The sections of a draft whose changes come from a request and not from a run: they say so, and claim nothing. */
import type { Block, Section } from '../../report/blocks.js';
import { describeChange, describeSubject, type ProposalModel } from '../model.js';
import { buildChangeTable } from './change-table.js';

/** What a draft without a run must say. */
export const NO_RUN =
  'No simulation stands behind this draft: it has no risk table, no backtest and no list of accounts that the change would make liquidatable. ' +
  'Ask for them before voting.';

/** What is asked for, in a line per change, and what is not known. */
export function buildRequestSummary(model: ProposalModel): Section {
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      { kind: 'paragraph', text: `This asks to change, on ${model.venue} (${model.network}):` },
      { kind: 'list', items: model.changes.map((change) => `${describeSubject(model.venue, change.subject)}: ${describeChange(change)}`) },
      { kind: 'paragraph', text: NO_RUN },
    ],
  };
}

/** The reasons given, paragraph by paragraph, and what to read. */
export function buildRequestMotivation({ reason, links }: ProposalModel): Section {
  const paragraphs = reason.trim() === '' ? [] : reason.trim().split(/\n\s*\n/);
  return {
    id: 'motivation',
    title: 'Motivation',
    blocks: [
      ...(paragraphs.length === 0 ? ['No reason is given.'] : paragraphs).map((text): Block => ({ kind: 'paragraph', text })),
      ...(links.length === 0 ? [] : [{ kind: 'list' as const, items: links }]),
    ],
  };
}

/** The table of changes, the day of the values in force, and the dissent. */
export function buildRequestSpecification(model: ProposalModel): Section {
  return {
    id: 'specification',
    title: 'Specification',
    blocks: [
      buildChangeTable(model),
      { kind: 'paragraph', text: model.asOf === null ? 'It is not said when the current values were read.' : `Current values as of ${model.asOf}.` },
      ...buildRequestDissent(model),
    ],
  };
}

/** What would make the proposal wrong, or that nobody said. */
export function buildRequestDissent({ dissent }: ProposalModel): Block[] {
  return [
    { kind: 'subheading', text: 'What would make this wrong' },
    dissent.length === 0 ? { kind: 'paragraph', text: 'Nothing is named. Ask for it.' } : { kind: 'list', items: dissent },
  ];
}
