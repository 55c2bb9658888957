import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { SearchReply } from '../../pipeline/search.js';
import { formatCount } from '../../report/format-numbers.js';
import { plotFrontier } from '../../report/plots/frontier-plot.js';
import { describeParameters } from '../../report/words/parameters.js';
import { formatInUnit } from '../../report/words/metrics.js';
import { renderAnswer, renderMetrics, renderParameters } from './run-summary.js';
import { renderReasons } from './search-reasons.js';
import { renderTextPlot } from './text-plot.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Rows of the frontier that are printed; `--json` has all. */
const FRONTIER_ROWS = 10;

/** Says what a search found: the answer, its reasons, and the frontier as picture and table. */
export function renderSearchSummary(reply: SearchReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const show = (path: string): string => chalk.cyan(relative(workingFolder, path) || path);
  const paths = { total: reply.paths, monteCarlo: Math.ceil(reply.paths / 2), bootstrap: Math.floor(reply.paths / 2), horizonSeconds: reply.horizonSeconds, stepSeconds: 3600 };
  const recalled = reply.recalledPaths === 0 ? '' : ` ${chalk.dim(`(${formatCount(reply.recalledPaths)} paths were taken from it)`)}`;
  return [
    '',
    ...renderAnswer(reply, reply.market, columns, chalk),
    '',
    ...renderParameters(reply, columns, chalk),
    '',
    ...renderMetrics({ metrics: reply.metrics, paths }, columns, chalk),
    '',
    ...renderReasons(reply, columns, chalk),
    '',
    ...renderTextPlot(plotFrontier(reply.frontier), columns),
    '',
    ...renderFrontier(reply, columns, chalk),
    '',
    ...renderWarnings(reply.warnings, columns, chalk),
    ...reply.plotFiles.map((path) => `Picture  ${show(path)}`),
    `State    ${show(reply.stateFile)}${recalled}`,
    chalk.dim(`Search ${reply.runId}, seed ${reply.seed}, dataset ${reply.dataset.name} ${reply.dataset.sha256.slice(0, 10)}. \`plimsoll run\` adds replay, report and proposal.`),
    '',
  ].join('\n');
}

function renderFrontier({ frontier }: SearchReply, columns: number, chalk: ChalkInstance): string[] {
  const header = ['Frontier', 'borrowing power', 'bad debt, ES 99 %', 'penalty, mean'].map((text) => ({ text, paint: chalk.underline }));
  const shown = frontier.filter(({ onFrontier }) => onFrontier).sort((a, b) => b.metrics['borrowingPowerUsd']!.value - a.metrics['borrowingPowerUsd']!.value || a.metrics['badDebtEs99Usd']!.value - b.metrics['badDebtEs99Usd']!.value);
  const rows = shown.slice(0, FRONTIER_ROWS).map(({ parameters, metrics, isCurrent, isRecommended }): TextCell[] => [
    { text: `${describeParameters(parameters)}${isRecommended ? ' (recommended)' : isCurrent ? ' (current)' : ''}` },
    ...['borrowingPowerUsd', 'badDebtEs99Usd', 'penaltyMeanUsd'].map((key) => ({ text: formatInUnit(metrics[key]!.value, metrics[key]!.unit) })),
  ]);
  const more = shown.length > FRONTIER_ROWS ? [chalk.dim(`${formatCount(shown.length - FRONTIER_ROWS)} more with --json`)] : [];
  return [...layOutTable([header, ...rows], columns), ...more];
}
