import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { PerpRunOutcome } from '../../pipeline/perps/run-perps.js';
import { formatCount, formatCounted, formatDuration, formatUsd } from '../../report/format-numbers.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { formatInUnit, formatMetricInterval } from '../../report/words/metrics.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';
import { renderTierReasons } from './tier-reasons.js';
import { renderWarnings } from './warnings.js';

/** The figures of the summary, in reading order: efficiency, then losses, then who pays, then what liquidation does. */
const METRIC_LABELS: readonly (readonly [string, string])[] = [
  ['maxLeverageMultiple', 'Max leverage, weighted'],
  ['initialMarginUsd', 'Initial margin needed'],
  ['deficitProbability', 'Chance of any deficit'],
  ['deficitEs99Usd', 'Deficit, ES 99 %'],
  ['fundDrawMeanUsd', 'Insurance fund draw, mean'],
  ['deleveragingProbability', 'Chance of deleveraging'],
  ['deleveragedEs99Usd', 'Deleveraged, ES 99 %'],
  ['closedNotionalMeanUsd', 'Notional closed, mean'],
];

/** Says in some thirty lines what a run on margin tiers found: the answer first, then figures with intervals, then where the files are. */
export function renderPerpRunSummary({ result, folder }: PerpRunOutcome, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { market, newlyLiquidatable, constraints, windows, coverage, warnings } = result;
  const kept = constraints.filter(({ holds }) => holds).length;
  const covered = coverage.filter(({ passes }) => passes).length;
  const sentences = [
    newlyLiquidatable.accounts === 0
      ? 'No account becomes liquidatable through the change itself.'
      : `${formatCounted(newlyLiquidatable.accounts, 'account')} with ${formatUsd(newlyLiquidatable.notionalUsd)} of positions become liquidatable through the change itself.`,
    `${kept} of ${formatCounted(constraints.length, 'constraint')} held at the upper 95 % bound.`,
    `${windows.length === 0 ? 'No historical window was replayed' : `Replayed ${formatCounted(windows.length, 'historical window')}`}; ${coverage.length === 0 ? 'the volatility forecast was not tested' : `${covered} of ${formatCounted(coverage.length, 'coverage test')} of the volatility forecast passed`}.`,
  ];
  return [
    '',
    ...renderTierAnswer(result, market.name, columns, chalk),
    '',
    ...renderTiers(result, columns, chalk),
    '',
    ...renderPerpMetrics(result, columns, chalk),
    '',
    ...renderTierReasons(result, columns, chalk),
    '',
    ...sentences.flatMap((sentence) => wrapText(sentence, columns)),
    ...renderWarnings(warnings, columns, chalk),
    '',
    ...renderFiles(result, relative(workingFolder, folder) || '.', chalk),
    '',
  ].join('\n');
}

export function renderTierAnswer({ recommended }: Pick<PerpRunResult, 'recommended'>, market: string, columns: number, chalk: ChalkInstance): string[] {
  const verdict = recommended.decision === 'keep' ? 'Keep the margin tiers as they are' : `Change the margin tiers to ${describeTable(recommended.table)}`;
  return [`${chalk.bold(verdict)} ${chalk.dim(`(${market})`)}`, ...wrapText(recommended.reason, columns)];
}

export function renderTiers({ current, recommended, markets }: Pick<PerpRunResult, 'current' | 'recommended' | 'markets'>, columns: number, chalk: ChalkInstance): string[] {
  const rows: TextCell[][] = [header([`Tiers of ${formatCounted(markets.length, 'market')}`, 'current from', 'leverage', 'proposed from', 'leverage'], chalk)];
  for (let tier = 0; tier < Math.max(current.length, recommended.table.length); tier++) {
    const cells = [current[tier], recommended.table[tier]].flatMap((row) => (row ? [formatUsd(row.floorUsd), `${formatCount(row.leverageMax)}×`] : ['–', '–']));
    rows.push([{ text: String(tier + 1) }, ...cells.map((text, index) => ({ text, ...(index > 1 ? { paint: chalk.bold } : {}) }))]);
  }
  return layOutTable(rows, columns);
}

export function renderPerpMetrics({ metrics, paths }: Pick<PerpRunResult, 'metrics' | 'paths'>, columns: number, chalk: ChalkInstance): string[] {
  const rows: TextCell[][] = [header([`Over ${formatDuration(paths.horizonSeconds)}`, 'current', '95 % interval', 'proposed', '95 % interval'], chalk)];
  for (const [name, label] of METRIC_LABELS) {
    const current = metrics.current[name]!;
    const recommended = metrics.recommended[name]!;
    rows.push([
      { text: label },
      { text: formatInUnit(current.value, current.unit) },
      { text: formatMetricInterval(current), paint: chalk.dim },
      { text: formatInUnit(recommended.value, recommended.unit) },
      { text: formatMetricInterval(recommended), paint: chalk.dim },
    ]);
  }
  const note = `${formatCount(paths.total)} common paths, ${formatCount(paths.monteCarlo)} Monte Carlo and ${formatCount(paths.bootstrap)} bootstrap; ES = mean of the worst 1 %. The fund pays first, then winners, then everybody.`;
  return [...layOutTable(rows, columns), chalk.dim(note)];
}

function renderFiles({ files, runId, dataset, seed }: PerpRunResult, folder: string, chalk: ChalkInstance): string[] {
  const labels = { reportHtml: 'Report', reportMarkdown: 'Report for forums', proposal: 'Proposal draft', result: 'All figures' } as const;
  const width = Math.max(...Object.values(labels).map((label) => label.length));
  return [
    ...Object.entries(labels).map(([name, label]) => `${label.padEnd(width)}  ${chalk.cyan(`${folder}/${files[name]}`)}`),
    chalk.dim(`Run ${runId}, seed ${seed}, dataset ${dataset.name} ${dataset.sha256.slice(0, 10)}.`),
  ];
}

function header(texts: readonly string[], chalk: ChalkInstance): TextCell[] {
  return texts.map((text) => ({ text, paint: chalk.underline }));
}
