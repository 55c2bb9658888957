/** What every chart shares: text, legend, axes with name and unit, and the room they take. */
import type { EChartsOption } from 'echarts';
import type { ChartSize } from '../blocks.js';
import { trimTickLabel } from '../format-numbers.js';
import { CHART_COLOURS } from './theme.js';

const FONT_SIZE_PX = 12;

export interface AxisSpec {
  /** Name with unit, e.g. `Bad debt (USD)`. */
  readonly name: string;
  readonly format: (value: number) => string;
  readonly min?: number;
  readonly max?: number;
  readonly scale?: 'linear' | 'log';
  /** For limits that are no round numbers. */
  readonly hideEndLabels?: boolean;
}

export interface AxisPlace {
  readonly axis: 'x' | 'y';
  readonly size: ChartSize;
  readonly gridIndex?: number;
  readonly hideName?: boolean;
}

const LABEL_STYLE = { color: CHART_COLOURS.muted, fontSize: FONT_SIZE_PX, fontFamily: 'inherit' } as const;

function buildNameStyle(axis: 'x' | 'y'): object {
  return axis === 'x'
    ? { nameLocation: 'middle', nameGap: 30, nameTextStyle: { ...LABEL_STYLE, color: CHART_COLOURS.ink } }
    : {
        nameLocation: 'end',
        nameGap: 12,
        nameTextStyle: { ...LABEL_STYLE, color: CHART_COLOURS.ink, align: 'left', padding: [0, 0, 0, -52] },
      };
}

/** A value or logarithmic axis; x names stand in the middle below, y names on top so that they need no turned text. */
export function buildValueAxis(spec: AxisSpec, { axis, size, gridIndex = 0, hideName = false }: AxisPlace): object {
  const endLabels = spec.hideEndLabels === true ? { showMinLabel: false, showMaxLabel: false } : {};
  return {
    type: spec.scale === 'log' ? 'log' : 'value',
    gridIndex,
    ...(hideName ? {} : { name: spec.name, ...buildNameStyle(axis) }),
    ...(spec.min === undefined ? {} : { min: spec.min }),
    ...(spec.max === undefined ? {} : { max: spec.max }),
    splitNumber: axis === 'x' ? (size.isNarrow ? 3 : 6) : 4,
    axisLabel: { ...LABEL_STYLE, formatter: (value: number) => trimTickLabel(spec.format(value)), hideOverlap: true, ...endLabels },
    axisLine: { show: axis === 'x', lineStyle: { color: CHART_COLOURS.muted }, onZero: false },
    axisTick: { show: false },
    splitLine: { show: axis === 'y', lineStyle: { color: CHART_COLOURS.grid } },
    minorSplitLine: { show: false },
  };
}

/** A category axis whose labels are thinned by ECharts until they do not touch. */
export function buildCategoryAxis(name: string, labels: readonly string[]): object {
  return {
    type: 'category',
    data: [...labels],
    name,
    ...buildNameStyle('x'),
    axisLabel: { ...LABEL_STYLE, hideOverlap: true },
    axisLine: { lineStyle: { color: CHART_COLOURS.muted } },
    axisTick: { show: false },
  };
}

/** The shared part of every option: no animation, a legend on top, room for axis names. */
export function buildBaseOption(legend: readonly { readonly name: string; readonly icon?: string }[], size: ChartSize): EChartsOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', fontSize: FONT_SIZE_PX, color: CHART_COLOURS.ink },
    legend: {
      show: legend.length > 0,
      data: legend.map((entry) => ({ ...entry })),
      top: 3,
      left: 6,
      padding: [2, 0],
      itemWidth: 16,
      itemHeight: 10,
      itemGap: size.isNarrow ? 15 : 20,
      textStyle: { ...LABEL_STYLE, color: CHART_COLOURS.ink },
      inactiveColor: CHART_COLOURS.muted,
    },
    grid: {
      // On a phone a third entry begins a second row.
      top: legend.length === 0 ? 32 : size.isNarrow && legend.length > 2 ? 84 : 62,
      bottom: 52,
      left: 58,
      right: size.isNarrow ? 28 : 32,
      outerBoundsMode: 'none',
    },
  };
}

/** A text from the data on one line: ECharts would draw every line break as a row of its own. */
export function joinLines(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Legend symbol of a line: a dash, where ECharts would draw a dot that the chart does not have. */
export const LINE_ICON = 'path://M0,3L16,3L16,5.5L0,5.5Z';

/** A plain line series without dots. */
export function buildLine(name: string, colour: string, data: (readonly [number, number])[], more: object = {}): object {
  return {
    type: 'line',
    name,
    data,
    showSymbol: false,
    symbol: 'none',
    lineStyle: { color: colour, width: 2 },
    itemStyle: { color: colour },
    silent: true,
    ...more,
  };
}

/** A name from a dataset as a label: on one line, since a break would be drawn as one. */
export function toLabel(name: string): string {
  return name.replace(/\s+/g, ' ');
}
