import { buildColumns, textCell, type Block } from '../../report/blocks.js';
import { escapeMarkdown } from '../../report/markdown/escape-markdown.js';
import { renderBlocksMarkdown } from '../../report/markdown/render-blocks.js';
import type { RunEvidence } from '../evidence/evidence.js';
import type { ProposalModel } from '../model.js';
import { formatRaw, type RawValue } from '../raw-unit.js';
import { buildReasons } from '../text/draft-sections.js';
import { describePlace, mergeSame } from '../text/model-words.js';

/** What each parameter of a sheet may be, beside what it is to become. */
export interface SheetRule {
  readonly parameter: string;
  /** `1 to 1000000 ppm`. */
  readonly bounds: string;
  readonly meaning: string;
}

/**
 * A sheet of parameters for whoever sets them by hand: raw values as the venue stores them, how they read, and their bounds. For venues
 * without a proposal form, it is the proposal.
 *
 * @param result the run behind the model; `null` when there is none, which the sheet then says
 */
export function renderParameterSheet(model: ProposalModel, result: RunEvidence | null, rules: readonly SheetRule[]): string {
  const ruleOf = (name: string): SheetRule | undefined => rules.find(({ parameter }) => parameter === name);
  const table: Block = {
    kind: 'table',
    caption: 'Raw values are the venue’s own integers',
    columns: buildColumns('Parameter', 'Set on', '>Current', '>Proposed', '>Raw current', '>Raw proposed', 'Allowed, raw'),
    rows: mergeSame(model.venue, [...model.changes, ...model.kept]).map(({ change: { parameter, from, to, unit }, on }) =>
      [parameter, on, formatRaw(from, unit), isSame(from, to) ? 'stays' : formatRaw(to, unit), describeRaw(from), describeRaw(to), ruleOf(parameter)?.bounds ?? ''].map(textCell),
    ),
  };
  const meanings: Block = { kind: 'list', items: rules.map(({ parameter, meaning }) => `${parameter}: ${meaning}`) };
  const asOf = model.asOf === null ? 'it is not said when the current values were read' : `current values as of ${model.asOf}`;
  const blocks: Block[] = [
    { kind: 'paragraph', text: `${describePlace(model)}; ${asOf}.` },
    table,
    { kind: 'subheading', text: 'What they do' },
    meanings,
    { kind: 'subheading', text: 'Why' },
    ...buildReasons(model, result),
  ];
  return `# ${escapeMarkdown(model.headline)}\n\n${renderBlocksMarkdown(blocks)}\n`;
}

function describeRaw(value: RawValue): string {
  return typeof value === 'bigint' ? value.toString() : `[${value.join(', ')}]`;
}

function isSame(a: RawValue, b: RawValue): boolean {
  return describeRaw(a) === describeRaw(b);
}
