import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { PerpSearchReply } from '../../pipeline/perps/search-perps.js';
import { formatCount } from '../../report/format-numbers.js';
import { plotFrontier } from '../../report/plots/frontier-plot.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { formatInUnit } from '../../report/words/metrics.js';
import { renderPerpMetrics, renderTierAnswer, renderTiers } from './perp-run-summary.js';
import { renderTextPlot } from './text-plot.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderTierReasons } from './tier-reasons.js';
import { renderWarnings } from './warnings.js';

/** Rows of the frontier that are printed; `--json` has all. */
const FRONTIER_ROWS = 10;
const COLUMNS = [['maxLeverageMultiple', 'max leverage'], ['deficitEs99Usd', 'deficit, ES 99 %'], ['fundDrawMeanUsd', 'fund draw, mean']] as const;

/** Says what a search of margin tiers found: the answer, how sure it is, and the frontier as picture and table. */
export function renderPerpSearchSummary(reply: PerpSearchReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { market, stateFile, recalledPaths, plotFiles, runId, seed, dataset } = reply;
  const show = (path: string): string => chalk.cyan(relative(workingFolder, path) || path);
  const recalled = recalledPaths === 0 ? '' : ` ${chalk.dim(`(${formatCount(recalledPaths)} paths were taken from it)`)}`;
  const axes = { x: { key: 'deficitEs99Usd', name: 'ES 99 % of deficits, USD' }, y: { key: 'maxLeverageMultiple', name: 'max leverage, multiple' } };
  return [
    '',
    ...renderTierAnswer(reply, market.name, columns, chalk),
    '',
    ...renderTiers(reply, columns, chalk),
    '',
    ...renderPerpMetrics(reply, columns, chalk),
    '',
    ...renderTierReasons(reply, columns, chalk),
    '',
    ...renderTextPlot(plotFrontier(reply.frontier, axes), columns),
    '',
    ...renderFrontier(reply, columns, chalk),
    '',
    ...renderWarnings(reply.warnings, columns, chalk),
    ...plotFiles.map((path) => `Picture  ${show(path)}`),
    `State    ${show(stateFile)}${recalled}`,
    chalk.dim(`Search ${runId}, seed ${seed}, dataset ${dataset.name} ${dataset.sha256.slice(0, 10)}. \`plimsoll run\` adds worse markets, report and proposal.`),
    '',
  ].join('\n');
}

function renderFrontier({ frontier }: PerpSearchReply, columns: number, chalk: ChalkInstance): string[] {
  const header = ['Frontier', ...COLUMNS.map(([, label]) => label)].map((text) => ({ text, paint: chalk.underline }));
  const [[efficiency]] = COLUMNS;
  const shown = frontier.filter(({ onFrontier }) => onFrontier).sort((a, b) => b.metrics[efficiency]!.value - a.metrics[efficiency]!.value);
  const rows = shown.slice(0, FRONTIER_ROWS).map(({ table, metrics, isCurrent, isRecommended }): TextCell[] => [
    { text: `${describeTable(table)}${isRecommended ? ' (recommended)' : isCurrent ? ' (current)' : ''}` },
    ...COLUMNS.map(([key]) => ({ text: formatInUnit(metrics[key]!.value, metrics[key]!.unit) })),
  ]);
  const more = shown.length > FRONTIER_ROWS ? [chalk.dim(`${formatCount(shown.length - FRONTIER_ROWS)} more with --json`)] : [];
  return [...layOutTable([header, ...rows], columns), ...more];
}
