/** What else could have been recommended: the frontier as picture and table. */
import type { CandidateSummary, RunResult } from '../../core/run-result.js';
import { buildFrontierChart, type FrontierPicture } from '../charts/frontier-chart.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatCount, formatUsd } from '../format-numbers.js';
import { findEfficiencyKey, findRiskKey } from '../words/headline-metrics.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../words/metrics.js';
import { buildParameterCells, listParameterColumns } from '../words/parameter-cells.js';
import { describeParameters } from '../words/parameters.js';

const ROWS_MAX = 25;

function buildRoleCell(candidate: CandidateSummary): Cell {
  const roles = [
    ...(candidate.isCurrent ? ['current'] : []),
    ...(candidate.isRecommended ? ['recommended'] : []),
    ...(candidate.onFrontier ? ['frontier'] : []),
  ];
  return { text: roles.join(', '), ...(candidate.isRecommended ? { tone: 'good' as const } : {}) };
}

function buildCandidateRow(candidate: CandidateSummary, metricKeys: readonly string[]): Cell[] {
  return [
    buildRoleCell(candidate),
    ...buildParameterCells(candidate.parameters),
    ...metricKeys.map((key): Cell => {
      const metric = candidate.metrics[key];
      if (metric === undefined) return { text: 'not computed', tone: 'quiet' };
      return { text: formatInUnit(metric.value, metric.unit), detail: `${formatMetricInterval(metric)}, n = ${formatCount(metric.n)}` };
    }),
    textCell(`${formatCount(candidate.newlyLiquidatableAccounts)} (${formatUsd(candidate.newlyLiquidatableDebtUsd)})`),
    candidate.feasible ? { text: 'yes', tone: 'good' } : { text: 'no', tone: 'bad' },
  ];
}

/** Candidates of a reserve as the picture needs them. */
export function pictureFrontier({ frontier, current, recommended }: Pick<RunResult, 'frontier' | 'current' | 'recommended'>): FrontierPicture {
  const named = frontier.map((candidate) => ({ ...candidate, name: describeParameters(candidate.parameters) }));
  return { frontier: named, current: describeParameters(current), recommended: describeParameters(recommended) };
}

export function buildFrontierSection(result: RunResult): Section {
  const riskKey = findRiskKey(result.metrics.recommended);
  const efficiencyKey = findEfficiencyKey(result.metrics.recommended);
  const metricKeys = [riskKey, efficiencyKey].filter((key) => key !== undefined);
  const chart = riskKey !== undefined && efficiencyKey !== undefined ? buildFrontierChart(pictureFrontier(result), riskKey, efficiencyKey) : undefined;
  const listed = result.frontier.filter(({ onFrontier, isCurrent, isRecommended }) => onFrontier || isCurrent || isRecommended);
  const feasible = result.frontier.filter((candidate) => candidate.feasible).length;
  const reading =
    `${formatCount(feasible)} of the ${formatCount(result.frontier.length)} sets shown keep every limit; ` +
    'up is more borrowing power, left is less tail loss, horizontal bars are the 95 % intervals of the current and the recommended set.';
  const picture: Block =
    chart === undefined
      ? { kind: 'paragraph', text: 'There is no picture: the metrics name no borrowing power, or fewer than two candidates carry both metrics.' }
      : { kind: 'figures', figures: [{ chart, reading }] };
  const cut = listed.length > ROWS_MAX ? [`${formatCount(listed.length - ROWS_MAX)} more rows are in the result file.`] : [];
  return {
    id: 'frontier',
    title: 'What else could be chosen',
    blocks: [
      picture,
      {
        kind: 'table',
        caption: 'Current set, recommended set and frontier',
        columns: buildColumns('Role', ...listParameterColumns(result.current), ...metricKeys.map((key) => `>${nameMetric(key)}`), '>Newly liquidatable', 'Keeps limits'),
        rows: listed.slice(0, ROWS_MAX).map((candidate) => buildCandidateRow(candidate, metricKeys)),
      },
      ...cut.map((text): Block => ({ kind: 'paragraph', text })),
    ],
  };
}
