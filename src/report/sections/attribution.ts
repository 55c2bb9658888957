/** Which changed parameter brings which part of every metric's change. */
import type { Metric, RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Section } from '../blocks.js';
import { formatCount } from '../format-numbers.js';
import { buildWaterfallChart, layWaterfall } from '../charts/waterfall-chart.js';
import { compareMetric, findRiskKey } from '../words/headline-metrics.js';
import { formatDifference, formatInUnit, nameMetric } from '../words/metrics.js';
import { nameParameter } from '../words/parameters.js';

function describeMethod({ method, orders, parameters }: RunResult['attribution']): string {
  if (method === 'none') return 'Nothing changes, so there is nothing to attribute.';
  if (parameters.length === 1) return 'One parameter changes, so all of every difference is its own.';
  const how = {
    shapley: `Shapley values: the mean over all ${formatCount(orders)} orders in which the parameters can be changed one after the other`,
    'settable-orders': `The mean over the ${formatCount(orders)} orders of changing the parameters in which every set on the way may be set`,
    'rotated-orders': `The mean over ${formatCount(orders)} rotations of one order of changing the parameters, for there are too many orders to go through them all`,
  }[method];
  return `${how}, every set on the way simulated on the same paths. A row adds up to the whole difference.`;
}

/** The shares as a table; no block when nothing was attributed. */
export function buildAttributionTable({ attribution, metrics }: RunResult): Block[] {
  if (attribution.parameters.length === 0) return [];
  const part = (metric: Metric, value: number | undefined): string => (value === undefined ? 'not computed' : formatDifference({ ...metric, value }));
  return [
    {
      kind: 'table',
      caption: 'Recommended − current, point estimates, by the parameter that brings it',
      columns: buildColumns('Metric', ...attribution.parameters.map(({ parameter }) => `>${nameParameter(parameter)}`), '>Together'),
      rows: Object.entries(metrics.difference).map(([key, metric]) => [
        textCell(nameMetric(key, metric.unit)),
        ...attribution.parameters.map(({ shareByMetric }) => textCell(part(metric, shareByMetric[key]))),
        textCell(formatDifference(metric)),
      ]),
    },
  ];
}

/** The headline risk from current to recommended, parameter by parameter; nothing where it was not attributed. */
function buildRiskWaterfall(result: RunResult): Block[] {
  const compared = compareMetric(result, findRiskKey(result.metrics.recommended));
  const { parameters } = result.attribution;
  if (compared === undefined || parameters.length === 0 || parameters.some(({ shareByMetric }) => shareByMetric[compared.key] === undefined)) return [];
  const { key, current, recommended } = compared;
  const whole = (name: string, colour: 'current' | 'recommended', value: number) => ({ label: `${name}: ${formatInUnit(value, current.unit)}`, colour, from: 0, to: value });
  const parts = parameters.map(({ parameter, shareByMetric }) => {
    const change = shareByMetric[key]!;
    return { label: `${nameParameter(parameter)}: ${formatDifference({ ...current, value: change })}`, colour: change > 0 ? ('bad' as const) : ('good' as const), change };
  });
  const chart = buildWaterfallChart({
    id: 'risk-parts',
    title: `${nameMetric(key, current.unit)}, from current to recommended`,
    xName: nameMetric(key, current.unit),
    format: (value) => formatInUnit(value, current.unit),
    bars: layWaterfall(whole('Current', 'current', current.value), parts, whole('Recommended', 'recommended', recommended.value)),
  });
  return [{ kind: 'figures', figures: [{ chart, reading: 'Each bar begins where the one above it ends; the shares are means over orders, so their own order says nothing.' }] }];
}

export function buildAttributionSection(result: RunResult): Section {
  return { id: 'attribution', title: 'What each parameter brings', blocks: [{ kind: 'paragraph', text: describeMethod(result.attribution) }, ...buildAttributionTable(result), ...buildRiskWaterfall(result)] };
}
