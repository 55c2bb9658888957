/** What simpler rules would recommend, on the same data, paths and policy. */
import type { ReserveParameters, SearchedParameters } from '../../core/reserve-parameters.js';
import type { BaselineOutcome, ConstraintOutcome, MetricSet, RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatBps, formatRatio } from '../format-numbers.js';
import { findEfficiencyKey, findRiskKey } from '../words/headline-metrics.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../words/metrics.js';
import { PARAMETER_NAMES, type ParameterKey } from '../words/parameters.js';

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

function buildRow(name: string, rule: string, parameters: SearchedParameters | null, metrics: MetricSet | null, keys: readonly string[], verdict: Cell): Cell[] {
  const set = (Object.keys(PARAMETER_NAMES) as ParameterKey[]).map((key) => (parameters === null ? NONE : textCell(listValues(parameters, key))));
  return [textCell(name), textCell(rule), ...set, ...keys.map((key) => describeFigure(metrics, key)), verdict];
}

/** A metric with its interval, `none` where there is no set that it could be of. */
export function describeFigure(metrics: MetricSet | null, key: string): Cell {
  const metric = metrics?.[key];
  return metric === undefined ? NONE : { text: formatInUnit(metric.value, metric.unit), detail: formatMetricInterval(metric) };
}

/** How rules that know one reserve at a time are asked where more is searched. */
function describeFurther({ asset, current }: RunResult): Block[] {
  const further = Object.keys(current.furtherReserves ?? {});
  const asked = further.length === 0 ? '' : `The rules know one reserve at a time: each is asked for ${[asset, ...further].join(' and ')}, and all that it gives is set at once.`;
  const shape = current.penaltyShape === undefined ? '' : 'None knows the shape of a penalty, which stays as it is in force.';
  const text = [asked, shape].filter((sentence) => sentence !== '').join(' ');
  return text === '' ? [] : [{ kind: 'paragraph', text }];
}

/** The thresholds that a rule gives, one per searched reserve. */
function listThresholds({ thresholdRatio, further = {} }: BaselineOutcome): string {
  const format = (ratio: number | null): string => (ratio === null ? 'none' : formatRatio(ratio));
  return [format(thresholdRatio), ...Object.entries(further).map(([asset, answer]) => `${asset} ${format(answer.thresholdRatio)}`)].join(', ');
}

/** The numbers of a set, of every reserve it holds. */
function listValues(parameters: SearchedParameters, key: keyof ReserveParameters): string {
  return [formatBps(parameters[key]), ...Object.entries(parameters.furtherReserves ?? {}).map(([asset, further]) => `${asset} ${formatBps(further[key])}`)].join(', ');
}

export function buildBaselinesSection(result: RunResult): Section {
  const { baselines, metrics, current, recommended, constraints, frontier } = result;
  const keys = [findRiskKey(metrics.recommended), findEfficiencyKey(metrics.recommended)].filter((key) => key !== undefined);
  const inForce = frontier.find(({ isCurrent }) => isCurrent);
  const rows = [
    buildRow('Recommended here', '–', recommended, metrics.recommended, keys, describeVerdict({ parameters: recommended, constraints })),
    buildRow('Current', '–', current, metrics.current, keys, inForce ? describeVerdict({ parameters: current, constraints: inForce.constraints }) : NONE),
    ...baselines.map((baseline) => buildRow(baseline.name, listThresholds(baseline), baseline.parameters, baseline.metrics, keys, describeVerdict(baseline))),
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
