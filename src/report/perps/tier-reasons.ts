/** Why this table: what each of its numbers brings, what simpler rules would set, and in which updates it could be set. */
import type { PerpRunResult, TableOutcome } from '../../core/perp-run-result.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatCount, formatCounted, formatDuration, formatUsd } from '../format-numbers.js';
import { buildSharesSection } from '../sections/attribution.js';
import { describeFigure, describeKept, NONE } from '../sections/baselines.js';
import { describeDelay, frameSchedule } from '../sections/schedule.js';
import { listInWords } from '../words/list-in-words.js';
import { describeTable, describeTierMove, nameTierNumber } from '../words/margin-tables.js';
import { nameMetric } from '../words/metrics.js';

/** What is set against the losses, and the tail of the losses. */
const EFFICIENCY_KEY = 'maxLeverageMultiple';
const RISK_KEY = 'deficitEs99Usd';
const FIGURE_KEYS = [EFFICIENCY_KEY, RISK_KEY];

export function buildTierAttribution({ attribution: { method, orders, parameters }, metrics }: PerpRunResult): Section {
  const parts = parameters.map(({ shareByMetric, ...number }) => ({ name: `${nameTierNumber(number)} ${describeTierMove(number)}`, shareByMetric }));
  const isNew = parameters.some(({ from }) => from === null);
  const note: Block = { kind: 'paragraph', text: 'A new tier brings two numbers: its leverage, as if asked of all sizes, and its floor, which spares the positions below it.' };
  return buildSharesSection({ method, orders, parts, metrics, riskKey: RISK_KEY }, isNew ? [note] : []);
}

export function buildTierBaselines({ baselines, inapplicableRules, recommended, current, frontier, metrics, constraints }: PerpRunResult): Section {
  const inForce = frontier.find(({ isCurrent }) => isCurrent);
  const rows: Cell[][] = [
    [textCell('Recommended here'), textCell(describeTable(recommended.table)), ...FIGURE_KEYS.map((key) => describeFigure(metrics.recommended, key)), describeKept(constraints)],
    [textCell('Current'), textCell(describeTable(current)), ...FIGURE_KEYS.map((key) => describeFigure(metrics.current, key)), inForce ? describeKept(inForce.constraints) : NONE],
    ...baselines.map(({ name, outcome }): Cell[] => [
      textCell(name),
      outcome === null ? NONE : textCell(describeTable(outcome.table)),
      ...FIGURE_KEYS.map((key) => describeFigure(outcome?.metrics ?? null, key)),
      outcome === null ? NONE : describeKept(outcome.constraints),
    ]),
  ];
  return {
    id: 'baselines',
    title: 'What simpler rules would say',
    blocks: [
      { kind: 'paragraph', text: 'Each rule gets figures measured on the same dataset and gives a table, simulated on the same paths. A rule that gives margins alone is asked at the recommended floors.' },
      { kind: 'table', caption: 'The same paths and limits for all', columns: buildColumns('Rule', 'Tiers', ...FIGURE_KEYS.map((key) => `>${nameMetric(key)}`), 'Policy'), rows },
      { kind: 'list', items: [...baselines.map(({ name, disagreement }) => `${name}: ${disagreement}`), ...inapplicableRules.map(({ name, why }) => `${name} was not asked: ${why}`)] },
    ],
  };
}

/** What a single update leaves in force, in a sentence. */
export function describeFirstTable({ updateSchedule }: Pick<PerpRunResult, 'updateSchedule'>): string {
  if (updateSchedule === null) return 'The policy names no limits on single updates, or nothing changes.';
  const { name, clipped, updates } = updateSchedule;
  if (clipped.length === 0) return `One update within the limits “${name}” sets all of it.`;
  return (
    `One update within the limits “${name}” reaches ${describeTable(updates[0]!.table)}: it clips ${listInWords(clipped.map((number) => nameTierNumber(number).toLowerCase()))}, and that table is what can be set now. ` +
    `The whole takes ${formatCounted(updates.length, 'update')} over ${formatDuration(updates.at(-1)!.afterSeconds)} at least.`
  );
}

export function buildTierSchedule(result: PerpRunResult): Section {
  const { updateSchedule } = result;
  const lead = describeFirstTable(result);
  if (updateSchedule === null) return frameSchedule(lead, []);
  const table: Block = {
    kind: 'table',
    caption: `Every table on the way, simulated on the same paths as it would stand; limits: ${updateSchedule.source}`,
    columns: buildColumns('Not before', 'Tiers', ...FIGURE_KEYS.map((key) => `>${nameMetric(key)}`), '>Newly liquidatable', 'Policy'),
    rows: updateSchedule.updates.map(({ afterSeconds, ...outcome }) => [describeDelay(afterSeconds), ...describeOutcome(outcome)]),
  };
  return frameSchedule(lead, [table]);
}

function describeOutcome({ table, metrics, constraints, newlyLiquidatableAccounts, newlyLiquidatableNotionalUsd }: TableOutcome): Cell[] {
  return [
    textCell(describeTable(table)),
    ...FIGURE_KEYS.map((key) => describeFigure(metrics, key)),
    textCell(`${formatCount(newlyLiquidatableAccounts)} (${formatUsd(newlyLiquidatableNotionalUsd)})`),
    describeKept(constraints),
  ];
}
