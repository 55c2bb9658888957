/** Efficiency, such as borrowing power, against the tail of losses: every candidate, the frontier, the current and the recommended set. */
import type { EChartsOption } from 'echarts';
import type { Metric, MetricSet } from '../../core/run-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatInUnit, nameMetric } from '../words/metrics.js';
import { buildBaseOption, buildLine, buildValueAxis } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

/** One candidate as the picture needs it. */
interface FrontierCandidate {
  /** Its parameters in words. */
  readonly name: string;
  readonly metrics: MetricSet;
  readonly feasible: boolean;
  readonly onFrontier: boolean;
  readonly isCurrent: boolean;
  readonly isRecommended: boolean;
}

/** Candidates with the current and the recommended one in words. */
export interface FrontierPicture {
  readonly frontier: readonly FrontierCandidate[];
  readonly current: string;
  readonly recommended: string;
}

interface FrontierPoint {
  readonly candidate: FrontierCandidate;
  readonly risk: Metric;
  readonly efficiency: Metric;
}

const UNIT_NAMES: Readonly<Record<Metric['unit'], string>> = {
  usd: 'USD',
  ratio: '%',
  'supply-ratio': '% of supply',
  accounts: 'accounts',
  multiple: 'multiple',
};

function coordinatesOf({ risk, efficiency }: FrontierPoint): [number, number] {
  return [risk.value, efficiency.value];
}

function buildDots(name: string, points: readonly FrontierPoint[], symbol: string, itemStyle: object, symbolSize: number): object {
  return { type: 'scatter', name, symbol, symbolSize, itemStyle, data: points.map((point) => ({ value: coordinatesOf(point), name: point.candidate.name })), silent: true };
}

/** The 95 % interval of a point's risk as a horizontal bar. */
function buildInterval({ candidate, risk, efficiency }: FrontierPoint): object {
  const color = candidate.isRecommended ? CHART_COLOURS.recommended : CHART_COLOURS.current;
  const ends: [number, number][] = [[risk.ciLow, efficiency.value], [risk.ciHigh, efficiency.value]];
  return buildLine('', color, ends, { lineStyle: { color, width: 2, opacity: 0.6 } });
}

function buildFrontierSeries(points: readonly FrontierPoint[]): { name: string; series: object }[] {
  const others = points.filter(({ candidate }) => !candidate.isCurrent && !candidate.isRecommended);
  // No line through the frontier: it lies in more dimensions than this picture shows.
  const frontier = others.filter(({ candidate }) => candidate.feasible && candidate.onFrontier);
  const feasible = others.filter(({ candidate }) => candidate.feasible && !candidate.onFrontier);
  const broken = others.filter(({ candidate }) => !candidate.feasible);
  const { surface, accent, good, bad, current, recommended, ink } = CHART_COLOURS;
  const inForce = points.filter(({ candidate }) => candidate.isCurrent);
  const chosen = points.filter(({ candidate }) => candidate.isRecommended);
  return [
    { name: 'Frontier', series: buildDots('Frontier', frontier, 'circle', { color: accent, borderColor: surface, borderWidth: 1 }, 10) },
    {
      name: 'Feasible',
      series: buildDots('Feasible', feasible, 'circle', { color: surface, borderColor: good, borderWidth: 1.6 }, 8),
    },
    {
      name: 'Breaks a limit',
      series: buildDots('Breaks a limit', broken, 'triangle', { color: bad, opacity: 0.85 }, 8),
    },
    { name: 'Current', series: buildDots('Current', inForce, 'rect', { color: current, borderColor: ink, borderWidth: 1 }, 13) },
    { name: 'Recommended', series: buildDots('Recommended', chosen, 'diamond', { color: recommended, borderColor: ink, borderWidth: 1 }, 16) },
  ];
}

function buildFrontierOption(points: readonly FrontierPoint[], names: { x: string; y: string }, size: ChartSize): EChartsOption {
  const { risk, efficiency } = points[0]!;
  const named = buildFrontierSeries(points);
  const marked = points.filter(({ candidate }) => candidate.isCurrent || candidate.isRecommended);
  const base = buildBaseOption(named.map(({ name }) => ({ name })), size);
  const ys = points.map((point) => point.efficiency.value);
  const pad = (Math.max(...ys) - Math.min(...ys) || Math.abs(ys[0]!) || 1) * 0.08;
  return {
    ...base,
    xAxis: {
      ...buildValueAxis(
        { name: `${names.x} (${UNIT_NAMES[risk.unit]}, lower is safer)`, format: (value) => formatInUnit(value, risk.unit) },
        { axis: 'x', size },
      ),
      scale: true,
    },
    yAxis: {
      ...buildValueAxis(
        { name: `${names.y} (${UNIT_NAMES[efficiency.unit]})`, format: (value) => formatInUnit(value, efficiency.unit), hideEndLabels: true },
        { axis: 'y', size },
      ),
      scale: true,
      min: ({ min }: { min: number }) => min - pad,
      max: ({ max }: { max: number }) => max + pad,
    },
    series: [...marked.map(buildInterval), ...named.map(({ series }) => series)] as never,
  };
}

/**
 * The frontier as a chart, or `undefined` when fewer than two candidates carry both metrics.
 *
 * Units: as the metrics state. Shape: one dot per candidate.
 */
export function buildFrontierChart({ frontier, current, recommended }: FrontierPicture, riskKey: string, efficiencyKey: string): Chart | undefined {
  const points = frontier.flatMap((candidate): FrontierPoint[] => {
    const risk = candidate.metrics[riskKey];
    const efficiency = candidate.metrics[efficiencyKey];
    return risk === undefined || efficiency === undefined ? [] : [{ candidate, risk, efficiency }];
  });
  if (points.length < 2) return undefined;
  const names = { x: nameMetric(riskKey), y: nameMetric(efficiencyKey) };
  return {
    id: 'frontier',
    title: `${names.y} against ${names.x}`,
    alternative:
      `Scatter of ${points.length} candidate parameter sets: ${names.x} across, ${names.y} up. ` +
      `Current: ${current}. Recommended: ${recommended}.`,
    span: 'full',
    buildOption: (size) => buildFrontierOption(points, names, size),
  };
}
