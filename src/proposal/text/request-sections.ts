/** The sections of a draft whose changes come from a request and not from a run: they say so, and claim nothing. */
import type { Block, Section } from '../../report/blocks.js';
import { describeChange, type ProposalModel } from '../model.js';
import { buildChangeTable } from './change-table.js';
import { describeKept, describePlace, mergeSame, nameVenue } from './model-words.js';

/** Venues whose books a run simulates. */
const SIMULATED = ['aave-v2', 'aave-v3', 'hyperliquid'];
/** Venues whose margins a run on another venue's book can recommend. */
const MARGINED = ['dydx-v4', 'gmx-v2', 'synthetix-v3', 'perpetual-v2', 'drift'];

/** What a draft without a run must say: what it lacks, and what to run to have it. */
export function describeNoRun({ venue }: Pick<ProposalModel, 'venue'>): string {
  return (
    'No simulation stands behind this draft: it has no risk table, no backtest and no list of accounts that the change would make liquidatable. ' +
    `Ask for them before voting. ${describeWay(venue)}`
  );
}

function describeWay(venue: string): string {
  if (SIMULATED.includes(venue)) return 'To have them: bring the market’s accounts and prices in (plimsoll data pull), search on them (plimsoll run), and propose from the run’s folder (plimsoll propose FOLDER).';
  if (MARGINED.includes(venue)) {
    return `Plimsoll simulates no book of ${nameVenue(venue)}. The nearest: a run on the margin tiers of another venue’s book (plimsoll run --dataset hyperliquid_2023), proposed with plimsoll propose FOLDER --venue ${venue} --in-force FILE.`;
  }
  return `Plimsoll simulates no book of ${nameVenue(venue)}, so they must come from elsewhere.`;
}

/** What is asked for, in a line per change, and what is not known. */
export function buildRequestSummary(model: ProposalModel): Section {
  const asked: Block[] =
    model.decision === 'change'
      ? [
          { kind: 'paragraph', text: `This asks to change, on ${describePlace(model)}:` },
          { kind: 'list', items: mergeSame(model.venue, model.changes).map(({ change, on }) => `${on}: ${describeChange(change)}`) },
        ]
      : [{ kind: 'paragraph', text: `No change is asked for: on ${describePlace(model)}, ${describeKept(model)}.` }];
  return { id: 'summary', title: 'Summary', blocks: [...asked, { kind: 'paragraph', text: describeNoRun(model) }] };
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
