import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { Metric, RunResult } from '../../core/run-result.js';
import type { RunOutcome } from '../../pipeline/run.js';
import { formatCount, formatCounted, formatDuration, formatLevel, formatMultiple, formatRatio, formatUsd } from '../../report/format-numbers.js';
import { formatParameter, formatParameterDifference, listParameters } from '../../report/words/parameters.js';
import { renderReasons } from './search-reasons.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

const PARAMETER_LABELS: Readonly<Record<string, string>> = { ltvBps: 'Loan-to-value (LTV)', liquidationThresholdBps: 'Liquidation threshold (LT)' };

/** The figures of the summary, in reading order: efficiency, then risk, then what borrowers pay. */
const METRIC_LABELS: readonly (readonly [string, string])[] = [
  ['borrowingPowerUsd', 'Borrowing power'],
  ['maxLeverageMultiple', 'Max leverage'],
  ['badDebtProbability', 'Chance of any bad debt'],
  ['badDebtEs99Usd', 'Bad debt, ES 99 %'],
  ['badDebtEs99SupplyRatio', '  … of all collateral'],
  ['liquidatedDebtMeanUsd', 'Liquidated debt, mean'],
  ['penaltyMeanUsd', 'Borrowers’ penalty, mean'],
];

/**
 * Says in some thirty lines what a run found: the answer first, then figures with intervals, then where the files are.
 *
 * @param columns width to wrap sentences at
 */
export function renderRunSummary({ result, folder }: RunOutcome, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const lines = [
    '',
    ...renderAnswer(result, result.market.name, columns, chalk),
    '',
    ...renderParameters(result, columns, chalk),
    '',
    ...renderMetrics(result, columns, chalk),
    '',
    ...renderReasons(result, columns, chalk),
    '',
    ...renderNotes(result, columns, chalk),
    '',
    ...renderFiles(result, relative(workingFolder, folder) || '.', chalk),
    '',
  ];
  return lines.join('\n');
}

export function renderAnswer({ current, recommended, asset }: Pick<RunResult, 'current' | 'recommended' | 'asset'>, market: string, columns: number, chalk: ChalkInstance): string[] {
  const subject = [asset, ...Object.keys(current.furtherReserves ?? {})].join(' and ');
  const verdict = recommended.decision === 'keep' ? `Keep the ${subject} parameters as they are` : `Change the ${subject} parameters`;
  return [`${chalk.bold(verdict)} ${chalk.dim(`(${market})`)}`, ...wrapText(recommended.reason, columns)];
}

export function renderParameters(result: Pick<RunResult, 'current' | 'recommended' | 'asset'>, columns: number, chalk: ChalkInstance): string[] {
  const rows: TextCell[][] = [header([result.asset, 'current', 'proposed', 'change'], chalk)];
  for (const { key, asset, name, fromBps, toBps } of listParameters(result)) {
    const change = toBps - fromBps;
    const paint = change === 0 ? chalk.dim : chalk.bold;
    rows.push([
      { text: asset === result.asset ? (PARAMETER_LABELS[key] ?? name) : name },
      { text: formatParameter(key, fromBps) },
      { text: formatParameter(key, toBps), paint },
      { text: change === 0 ? 'same' : formatParameterDifference(key, change), paint },
    ]);
  }
  return layOutTable(rows, columns);
}

export function renderMetrics({ metrics, paths }: Pick<RunResult, 'metrics' | 'paths'>, columns: number, chalk: ChalkInstance): string[] {
  const rows: TextCell[][] = [header([`Over ${formatDuration(paths.horizonSeconds)}`, 'current', '95 % interval', 'proposed', '95 % interval'], chalk)];
  for (const [name, label] of METRIC_LABELS) {
    const current = metrics.current[name];
    const recommended = metrics.recommended[name];
    if (!current || !recommended) continue;
    rows.push([
      { text: label },
      { text: formatMetric(current, current.value) },
      { text: formatInterval(current), paint: chalk.dim },
      { text: formatMetric(recommended, recommended.value) },
      { text: formatInterval(recommended), paint: chalk.dim },
    ]);
  }
  const level = metrics.current['badDebtEs99Usd']?.level;
  const note = `${formatCount(paths.total)} common paths, ${formatCount(paths.monteCarlo)} Monte Carlo and ${formatCount(paths.bootstrap)} bootstrap; ES = mean of the worst ${formatLevel(1 - (level ?? 0.99))}.`;
  return [...layOutTable(rows, columns), chalk.dim(note)];
}

function renderNotes({ newlyLiquidatable, constraints, backtest, warnings }: RunResult, columns: number, chalk: ChalkInstance): string[] {
  const hit =
    newlyLiquidatable.accounts === 0
      ? 'No account becomes liquidatable through the change itself.'
      : `${formatCounted(newlyLiquidatable.accounts, 'account')} with ${formatUsd(newlyLiquidatable.debtUsd)} of debt become liquidatable through the change itself.`;
  const kept = constraints.filter(({ holds }) => holds).length;
  const covered = backtest.coverage.filter(({ passes }) => passes).length;
  const sentences = [
    hit,
    `${kept} of ${formatCounted(constraints.length, 'constraint')} held at the upper 95 % bound.`,
    `${backtest.windows.length === 0 ? 'No historical window was replayed' : `Replayed ${formatCounted(backtest.windows.length, 'historical window')}`}; ${backtest.coverage.length === 0 ? 'the volatility forecast was not tested' : `${covered} of ${formatCounted(backtest.coverage.length, 'coverage test')} of the volatility forecast passed`}.`,
  ];
  return [
    ...sentences.flatMap((sentence) => wrapText(sentence, columns)),
    ...renderWarnings(warnings, columns, chalk),
  ];
}

function renderFiles({ files, runId, dataset, seed }: RunResult, folder: string, chalk: ChalkInstance): string[] {
  const rows = (['reportHtml', 'reportMarkdown', 'proposal', 'result'] as const).map((name): TextCell[] => [
    { text: { reportHtml: 'Report', reportMarkdown: 'Report for forums', proposal: 'Proposal draft', result: 'All figures' }[name] },
    { text: `${folder}/${files[name]}`, paint: chalk.cyan },
  ]);
  const width = Math.max(...rows.map(([label]) => label!.text.length));
  return [
    ...rows.map(([label, path]) => `${label!.text.padEnd(width)}  ${path!.paint!(path!.text)}`),
    chalk.dim(`Run ${runId}, seed ${seed}, dataset ${dataset.name} ${dataset.sha256.slice(0, 10)}.`),
  ];
}

function header(labels: readonly string[], chalk: ChalkInstance): TextCell[] {
  return labels.map((text) => ({ text, paint: chalk.underline }));
}

function formatMetric({ unit }: Metric, value: number): string {
  switch (unit) {
    case 'usd':
      return formatUsd(value);
    case 'ratio':
    case 'supply-ratio':
      return formatRatio(value);
    case 'multiple':
      return formatMultiple(value);
    case 'accounts':
      return formatCount(value);
  }
}

function formatInterval(metric: Metric): string {
  if (metric.ciLow === metric.ciHigh) return 'exact';
  return `${formatMetric(metric, metric.ciLow)} – ${formatMetric(metric, metric.ciHigh)}`;
}
