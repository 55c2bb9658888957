/** Two histograms on the same bins, current beside recommended. */
import type { EChartsOption } from 'echarts';
import type { Chart, ChartSize } from '../blocks.js';
import { buildBaseOption, buildCategoryAxis, buildValueAxis } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

/** Counts further apart than this would hide the small ones on a linear axis. */
const LOG_SCALE_ABOVE_RATIO = 50;

export interface HistogramSpec {
  readonly id: string;
  readonly title: string;
  readonly alternative: string;
  /** One entry more than each of the two lists of heights. */
  readonly edges: readonly number[];
  readonly current: readonly number[];
  readonly recommended: readonly number[];
  readonly xName: string;
  readonly yName: string;
  /** Whether heights far apart may move the axis to a log scale: counts may, amounts should not. */
  readonly mayUseLogScale: boolean;
  /** A bin's name on the axis, from its two edges. */
  readonly formatBin: (low: number, high: number) => string;
  readonly formatHeight: (height: number) => string;
  /** Values on the horizontal axis to draw a line at, e.g. a value at risk. */
  readonly markers?: readonly HistogramMarker[];
}

export interface HistogramMarker {
  readonly label: string;
  readonly value: number;
}

function needsLogScale(spec: HistogramSpec): boolean {
  if (!spec.mayUseLogScale) return false;
  const positive = [...spec.current, ...spec.recommended].filter((height) => height > 0);
  return positive.length > 0 && Math.max(...positive) > LOG_SCALE_ABOVE_RATIO * Math.min(...positive);
}

function buildBars(name: string, heights: readonly number[], color: string): object {
  return {
    type: 'bar',
    name,
    data: heights.map((height) => (height > 0 ? height : '-')),
    itemStyle: { color },
    barGap: '0%',
    barCategoryGap: '18%',
    silent: true,
  };
}

/**
 * Paired bars per bin; where allowed, the height axis is logarithmic when heights differ by more than a factor of 50.
 *
 * Special cases: an empty bin has no bar on either scale.
 */
export function buildHistogramChart(spec: HistogramSpec): Chart {
  const isLog = needsLogScale(spec);
  const floor = findLogFloor(spec);
  const yName = isLog ? `${spec.yName}, log scale` : spec.yName;
  const buildOption = (size: ChartSize): EChartsOption => ({
    ...buildBaseOption([{ name: 'Current' }, { name: 'Recommended' }], size),
    xAxis: buildCategoryAxis(spec.xName, spec.edges.slice(0, -1).map((low, bin) => spec.formatBin(low, spec.edges[bin + 1]!))),
    yAxis: {
      ...buildValueAxis({ name: yName, format: spec.formatHeight, scale: isLog ? 'log' : 'linear', hideEndLabels: isLog }, { axis: 'y', size }),
      ...(isLog ? { min: floor, startValue: floor } : {}),
    },
    series: [
      buildBars('Current', spec.current, CHART_COLOURS.current),
      { ...buildBars('Recommended', spec.recommended, CHART_COLOURS.recommended), ...buildMarkers(spec) },
    ] as never,
  });
  return { id: spec.id, title: spec.title, alternative: spec.alternative, span: 'half', buildOption };
}

/** Lines at the bins that hold the markers; the labels stand below each other, as the bins may be neighbours. */
function buildMarkers({ edges, markers = [] }: HistogramSpec): object {
  if (markers.length === 0) return {};
  const line = { color: CHART_COLOURS.ink, type: 'dashed', width: 1 };
  const bins = markers.map(({ value }) => Math.max(0, Math.min(edges.length - 2, edges.findLastIndex((edge) => edge <= value))));
  const data = markers.map(({ label }, index) => {
    return { xAxis: bins[index], label: { formatter: label, position: 'end', align: 'left', distance: [4, -12 - 15 * index], color: CHART_COLOURS.ink, fontSize: 11 } };
  });
  return { markLine: { symbol: 'none', silent: true, lineStyle: line, data } };
}

/** Half the smallest bar: where log bars start, so that a bar of one path still has a height. */
function findLogFloor({ current, recommended }: HistogramSpec): number {
  return Math.min(...[...current, ...recommended].filter((height) => height > 0)) / 2;
}
