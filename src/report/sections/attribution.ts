/** Which changed parameter brings which part of every metric's change. */
import type { Metric, RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Section } from '../blocks.js';
import { formatCount } from '../format-numbers.js';
import { buildWaterfallChart, layWaterfall } from '../charts/waterfall-chart.js';
import { compareMetric, findRiskKey } from '../words/headline-metrics.js';
import { formatDifference, formatInUnit, nameMetric } from '../words/metrics.js';
import { nameParameter } from '../words/parameters.js';

/** One changed parameter by its name for people. */
export interface AttributedPart {
  readonly name: string;
  readonly shareByMetric: Readonly<Record<string, number>>;
}

/** A change shared out over named parameters, of a run of either kind. */
export interface AttributedChange extends Pick<RunResult['attribution'], 'method' | 'orders'>, Pick<RunResult, 'metrics'> {
  readonly parts: readonly AttributedPart[];
  /** What the picture takes apart. */
  readonly riskKey: string | undefined;
}

function describeMethod({ method, orders, parts }: AttributedChange): string {
  if (method === 'none') return 'Nothing changes, so there is nothing to attribute.';
  if (parts.length === 1) return 'One parameter changes, so all of every difference is its own.';
  const how = {
    shapley: `Shapley values: the mean over all ${formatCount(orders)} orders in which the parameters can be changed one after the other`,
    'settable-orders': `The mean over the ${formatCount(orders)} orders of changing the parameters in which every set on the way may be set`,
    'rotated-orders': `The mean over ${formatCount(orders)} rotations of one order of changing the parameters, for there are too many orders to go through them all`,
  }[method];
  return `${how}, every set on the way simulated on the same paths. A row adds up to the whole difference.`;
}

/** The shares as a table; no block when nothing was attributed. */
function buildTable({ parts, metrics }: AttributedChange): Block[] {
  if (parts.length === 0) return [];
  const share = (metric: Metric, value: number | undefined): string => (value === undefined ? 'not computed' : formatDifference({ ...metric, value }));
  return [
    {
      kind: 'table',
      caption: 'Recommended − current, point estimates, by the parameter that brings it',
      columns: buildColumns('Metric', ...parts.map(({ name }) => `>${name}`), '>Together'),
      rows: Object.entries(metrics.difference).map(([key, metric]) => [
        textCell(nameMetric(key, metric.unit)),
        ...parts.map(({ shareByMetric }) => textCell(share(metric, shareByMetric[key]))),
        textCell(formatDifference(metric)),
      ]),
    },
  ];
}

/** The headline risk from current to recommended, parameter by parameter; nothing where it was not attributed. */
function buildRiskWaterfall({ parts, metrics, riskKey }: AttributedChange): Block[] {
  const compared = compareMetric({ metrics }, riskKey);
  if (compared === undefined || parts.length === 0 || parts.some(({ shareByMetric }) => shareByMetric[compared.key] === undefined)) return [];
  const { key, current, recommended } = compared;
  const whole = (name: string, colour: 'current' | 'recommended', value: number) => ({ label: `${name}: ${formatInUnit(value, current.unit)}`, colour, from: 0, to: value });
  const bars = parts.map(({ name, shareByMetric }) => {
    const change = shareByMetric[key]!;
    return { label: `${name}: ${formatDifference({ ...current, value: change })}`, colour: change > 0 ? ('bad' as const) : ('good' as const), change };
  });
  const chart = buildWaterfallChart({
    id: 'risk-parts',
    title: `${nameMetric(key, current.unit)}, from current to recommended`,
    xName: nameMetric(key, current.unit),
    format: (value) => formatInUnit(value, current.unit),
    bars: layWaterfall(whole('Current', 'current', current.value), bars, whole('Recommended', 'recommended', recommended.value)),
  });
  return [{ kind: 'figures', figures: [{ chart, reading: 'Each bar begins where the one above it ends; the shares are means over orders, so their own order says nothing.' }] }];
}

/** The section for a change of any kind; `notes` say what the parameters mean. */
export function buildSharesSection(change: AttributedChange, notes: readonly Block[] = []): Section {
  return { id: 'attribution', title: 'What each parameter brings', blocks: [{ kind: 'paragraph', text: describeMethod(change) }, ...notes, ...buildTable(change), ...buildRiskWaterfall(change)] };
}

export function buildAttributionSection({ attribution: { method, orders, parameters }, metrics }: Pick<RunResult, 'attribution' | 'metrics'>): Section {
  const parts = parameters.map(({ parameter, shareByMetric }) => ({ name: nameParameter(parameter), shareByMetric }));
  return buildSharesSection({ method, orders, parts, metrics, riskKey: findRiskKey(metrics.recommended) });
}
