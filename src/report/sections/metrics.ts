/** Every metric for the current and the recommended set, and their paired difference, with all it takes to read them. */
import type { Metric, RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Cell, type Section } from '../blocks.js';
import { formatCount, formatLevel } from '../format-numbers.js';
import {
  describeDifference,
  formatDifference,
  formatHorizon,
  formatInUnit,
  formatMetricInterval,
  isDistinguishableFromZero,
  nameMetric,
} from '../words/metrics.js';

const MISSING: Cell = { text: 'not computed', tone: 'quiet' };

/** The first column says `of supply` once for the whole row. */
function unitInTable({ unit }: Metric): Metric['unit'] {
  return unit === 'supply-ratio' ? 'ratio' : unit;
}

function buildValueCell(metric: Metric | undefined): Cell {
  if (metric === undefined) return MISSING;
  return { text: formatInUnit(metric.value, unitInTable(metric)), detail: formatMetricInterval(metric) };
}

function buildDifferenceCell(difference: Metric | undefined): Cell {
  if (difference === undefined) return MISSING;
  return { text: formatDifference({ ...difference, unit: unitInTable(difference) }), detail: formatMetricInterval(difference) };
}

function buildVerdictCell(difference: Metric | undefined): Cell {
  if (difference === undefined) return MISSING;
  const text = describeDifference(difference);
  return isDistinguishableFromZero(difference) ? textCell(text) : { text, tone: 'quiet' };
}

/** One text when all agree, else all of them: `20,000` or `20,000 / 5,000`. */
function joinDistinct(metrics: readonly Metric[], describe: (metric: Metric) => string): string {
  return [...new Set(metrics.map(describe))].join(' / ');
}

function buildMetricRow(result: Pick<RunResult, 'metrics'>, key: string): Cell[] {
  const { current, recommended, difference } = result.metrics;
  const present = [current[key], recommended[key], difference[key]].filter((metric) => metric !== undefined);
  return [
    { text: nameMetric(key, present[0]?.unit), detail: key },
    buildValueCell(current[key]),
    buildValueCell(recommended[key]),
    buildDifferenceCell(difference[key]),
    buildVerdictCell(difference[key]),
    textCell(joinDistinct(present, ({ level }) => (level === null ? '–' : formatLevel(level)))),
    textCell(joinDistinct(present, ({ horizonSeconds }) => formatHorizon(horizonSeconds))),
    textCell(joinDistinct(present, ({ n }) => formatCount(n))),
    textCell(joinDistinct(present, ({ evidence }) => evidence)),
  ];
}

/** Meanings of the tail measures that occur among the metrics. */
export function listDefinitions(metrics: readonly Metric[], keys: readonly string[]): string[] {
  const hasMeasure = (measure: RegExp): boolean => keys.some((key) => measure.test(key));
  return [
    ...(hasMeasure(/Var\d/) ? ['VaR at level q: the loss that a share q of the paths does not exceed.'] : []),
    ...(hasMeasure(/Es\d/) ? ['ES (expected shortfall) at level q: the mean loss of the worst share 1 − q of the paths.'] : []),
    'Intervals are 95 % confidence intervals of the sampling error; they do not cover model error. “Exact” figures are added up, not sampled; an interval of no width means that the sample showed no spread.',
    'Differences are recommended − current on the same paths. When the interval contains zero, the two are not distinguishable.',
    `Evidence: ${[...new Set(metrics.map(({ evidence }) => evidence))].join(', ')}; n counts paths for simulated figures and accounts for the others.`,
  ];
}

export function buildMetricsSection(result: Pick<RunResult, 'metrics'>): Section {
  const { current, recommended, difference } = result.metrics;
  const keys = [...new Set([current, recommended, difference].flatMap((set) => Object.keys(set)))];
  return {
    id: 'metrics',
    title: 'Risk and efficiency',
    blocks: [
      {
        kind: 'table',
        caption: 'Metrics with 95 % intervals',
        columns: buildColumns('Metric', '>Current', '>Recommended', '>Difference', 'Reading', '>Level', '>Horizon', '>n', 'Evidence'),
        rows: keys.map((key) => buildMetricRow(result, key)),
      },
      { kind: 'list', items: listDefinitions([...Object.values(current), ...Object.values(recommended)], keys) },
    ],
  };
}
