import type { ChalkInstance } from 'chalk';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { ConstraintOutcome, MetricSet } from '../../core/run-result.js';
import { formatCounted, formatDuration, formatRatio } from '../../report/format-numbers.js';
import { listInWords } from '../../report/words/list-in-words.js';
import { describeTable, describeTierMove, nameTierNumber } from '../../report/words/margin-tables.js';
import { formatDifference, formatInUnit } from '../../report/words/metrics.js';
import { describeStop, measureEffort } from '../../report/words/search-stop.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';

type Reasons = Pick<PerpRunResult, 'search' | 'attribution' | 'baselines' | 'inapplicableRules' | 'updateSchedule' | 'recommended' | 'metrics' | 'constraints'>;

const COLUMNS = [['maxLeverageMultiple', 'max leverage'], ['deficitEs99Usd', 'deficit, ES 99 %'], ['fundDrawMeanUsd', 'fund draw, mean']] as const;

/** Where the change comes from, what simpler rules would set, what one update may set, and how sure the choice is. `renderReasons` for lending. */
export function renderTierReasons(reasons: Reasons, columns: number, chalk: ChalkInstance): string[] {
  const { search, inapplicableRules } = reasons;
  const effort = `${formatCounted(search.candidates, 'table')} took ${formatRatio(measureEffort(search))} of the paths of trying each on all.`;
  const unasked = inapplicableRules.length === 0 ? [] : [`${listInWords(inapplicableRules.map(({ name }) => name))} have no answer on margin tiers; the report says why.`];
  return [
    ...renderShares(reasons, columns, chalk),
    ...renderRules(reasons, columns, chalk),
    ...unasked.flatMap((sentence) => wrapText(sentence, columns)).map((line) => chalk.dim(line)),
    '',
    ...wrapText(describeSchedule(reasons), columns),
    ...wrapText(`${describeStop(search, 'traders')} ${effort}`, columns),
  ];
}

function renderShares({ attribution, metrics }: Reasons, columns: number, chalk: ChalkInstance): string[] {
  if (attribution.parameters.length === 0) return [];
  const rows = attribution.parameters.map(({ shareByMetric, ...number }): TextCell[] => [
    { text: `${nameTierNumber(number)} ${describeTierMove(number)}` },
    ...COLUMNS.map(([key]) => ({ text: formatDifference({ ...metrics.difference[key]!, value: shareByMetric[key]! }) })),
  ]);
  const together: TextCell[] = [{ text: 'Together' }, ...COLUMNS.map(([key]) => ({ text: formatDifference(metrics.difference[key]!) }))];
  return [...layOutTable([header(['Of the change, by number', ...COLUMNS.map(([, label]) => label)], chalk), ...rows, together], columns), ''];
}

function renderRules({ baselines, recommended, metrics, constraints }: Reasons, columns: number, chalk: ChalkInstance): string[] {
  const row = (name: string, tiers: string, figures: MetricSet, kept: readonly ConstraintOutcome[]): TextCell[] => {
    const broken = kept.filter(({ holds }) => !holds).length;
    const [leverage, deficit] = COLUMNS.map(([key]) => ({ text: formatInUnit(figures[key]!.value, figures[key]!.unit) }));
    return [{ text: name }, { text: tiers }, leverage!, deficit!, broken === 0 ? { text: 'holds' } : { text: `breaks ${broken} of ${kept.length}`, paint: chalk.red }];
  };
  const rows = baselines.map(({ name, outcome }) => (outcome === null ? [{ text: name }, { text: 'none' }] : row(name, describeTable(outcome.table), outcome.metrics, outcome.constraints)));
  return layOutTable([header(['Simpler rules', 'tiers', 'max leverage', 'deficit, ES 99 %', 'policy'], chalk), row('This recommendation', describeTable(recommended.table), metrics.recommended, constraints), ...rows], columns);
}

function describeSchedule({ updateSchedule, recommended }: Reasons): string {
  if (updateSchedule === null) return recommended.decision === 'keep' ? 'Nothing changes, so there is nothing to schedule.' : 'No limits on single updates apply.';
  const { name, clipped, updates } = updateSchedule;
  if (clipped.length === 0) return `One update within the limits “${name}” sets all of it.`;
  const broken = updates.filter(({ constraints }) => constraints.some(({ holds }) => !holds)).length;
  const way = broken === 0 ? 'every table on the way keeps the policy' : `${broken} of the tables on the way ${broken === 1 ? 'does' : 'do'} not keep the policy`;
  return `Within the limits “${name}” the first update reaches ${describeTable(updates[0]!.table)}, and it takes ${formatCounted(updates.length, 'update')} over ${formatDuration(updates.at(-1)!.afterSeconds)}; ${way}.`;
}

function header(texts: readonly string[], chalk: ChalkInstance): TextCell[] {
  return texts.map((text) => ({ text, paint: chalk.underline }));
}
