/** What simpler rules would recommend, on the same data, paths and policy. */
import type { ReserveParameters } from '../../core/reserve-parameters.js';
import type { BaselineOutcome, ConstraintOutcome, MetricSet, RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatBps, formatRatio } from '../format-numbers.js';
import { findEfficiencyKey, findRiskKey } from '../words/headline-metrics.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../words/metrics.js';

export const NONE: Cell = { text: 'none', tone: 'quiet' };

/** How a rule's threshold and the policy come out: `none`, `keeps every limit`, or how many it breaks. */
export function describeVerdict({ parameters, constraints }: Pick<BaselineOutcome, 'parameters' | 'constraints'>): Cell {
  return parameters === null ? NONE : describeKept(constraints);
}

/** `keeps every limit`, or how many are broken. */
export function describeKept(constraints: readonly ConstraintOutcome[]): Cell {
  const broken = constraints.filter(({ holds }) => !holds).length;
  return broken === 0 ? { text: 'keeps every limit', tone: 'good' } : { text: `breaks ${broken} of ${constraints.length}`, tone: 'bad' };
}

function buildRow(name: string, rule: string, parameters: ReserveParameters | null, metrics: MetricSet | null, keys: readonly string[], verdict: Cell): Cell[] {
  const set = parameters === null ? [NONE, NONE, NONE] : [parameters.ltvBps, parameters.liquidationThresholdBps, parameters.liquidationBonusBps].map((bps) => textCell(formatBps(bps)));
  return [textCell(name), textCell(rule), ...set, ...keys.map((key) => describeFigure(metrics, key)), verdict];
}

/** A metric with its interval, `none` where there is no set that it could be of. */
export function describeFigure(metrics: MetricSet | null, key: string): Cell {
  const metric = metrics?.[key];
  return metric === undefined ? NONE : { text: formatInUnit(metric.value, metric.unit), detail: formatMetricInterval(metric) };
}

/** What a rule that knows one reserve leaves alone. */
function describeFurther({ asset, current }: RunResult): Block[] {
  if (current.furtherReserves === undefined && current.penaltyShape === undefined) return [];
  return [{ kind: 'paragraph', text: `The rules know one reserve, ${asset}: everything else that is searched stays as it is in force.` }];
}

export function buildBaselinesSection(result: RunResult): Section {
  const { baselines, metrics, current, recommended, constraints, frontier } = result;
  const keys = [findRiskKey(metrics.recommended), findEfficiencyKey(metrics.recommended)].filter((key) => key !== undefined);
  const inForce = frontier.find(({ isCurrent }) => isCurrent);
  const rows = [
    buildRow('Recommended here', '–', recommended, metrics.recommended, keys, describeVerdict({ parameters: recommended, constraints })),
    buildRow('Current', '–', current, metrics.current, keys, inForce ? describeVerdict({ parameters: current, constraints: inForce.constraints }) : NONE),
    ...baselines.map((baseline) => buildRow(baseline.name, baseline.thresholdRatio === null ? 'none' : formatRatio(baseline.thresholdRatio), baseline.parameters, baseline.metrics, keys, describeVerdict(baseline))),
  ];
  return {
    id: 'baselines',
    title: 'What simpler rules would say',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Each rule gets figures measured on the same dataset and gives a threshold; LTV follows at the distance in force, the bonus stays, and the set is simulated on the same paths.',
      },
      ...describeFurther(result),
      {
        kind: 'table',
        caption: 'The same paths and limits for all',
        columns: buildColumns('Rule', '>Threshold it gives', '>LTV', '>Threshold', '>Bonus', ...keys.map((key) => `>${nameMetric(key)}`), 'Policy'),
        rows,
      },
      { kind: 'list', items: baselines.map(({ name, disagreement }) => `${name}: ${disagreement}`) },
    ],
  };
}
