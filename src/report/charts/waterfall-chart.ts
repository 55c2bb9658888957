/** How a figure goes from what it is to what it would be, part by part. */
import type { EChartsOption } from 'echarts';
import type { Chart, ChartSize } from '../blocks.js';
import { buildBaseOption, buildValueAxis, joinLines } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

/** One bar: a whole figure stands on zero, a part goes on where the last bar ended. */
export interface WaterfallBar {
  /** Name and value as they read: `LTV +$89.5K`. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly colour: keyof typeof CHART_COLOURS;
}

export interface WaterfallSpec {
  readonly id: string;
  readonly title: string;
  readonly xName: string;
  readonly format: (value: number) => string;
  readonly bars: readonly WaterfallBar[];
}

/** Puts the parts between a first and a last figure, each beginning where the one before ended. */
export function layWaterfall(first: WaterfallBar, parts: readonly (Pick<WaterfallBar, 'label' | 'colour'> & { readonly change: number })[], last: WaterfallBar): WaterfallBar[] {
  let reached = first.to;
  const between = parts.map(({ label, colour, change }) => ({ label, colour, from: reached, to: (reached += change) }));
  return [first, ...between, last];
}

/** What stacks to a bar from one value to another: an unseen part from zero, and what is seen above and below zero. */
export function stackBar({ from, to }: Pick<WaterfallBar, 'from' | 'to'>): { readonly unseen: number; readonly above: number; readonly below: number } {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  if (low >= 0) return { unseen: low, above: high - low, below: 0 };
  if (high <= 0) return { unseen: high, above: 0, below: low - high };
  return { unseen: 0, above: high, below: low };
}

function buildWaterfallOption({ bars, xName, format }: WaterfallSpec, size: ChartSize): EChartsOption {
  const stacks = bars.map(stackBar);
  const words = { color: CHART_COLOURS.ink, fontSize: 12, fontFamily: 'inherit' };
  const common = { type: 'bar', stack: 'figure', barWidth: 12, silent: true };
  const buildSeen = (part: 'above' | 'below'): object => ({
    ...common,
    data: stacks.map((stack, index) => ({ value: stack[part], itemStyle: { color: CHART_COLOURS[bars[index]!.colour] } })),
  });
  return {
    ...buildBaseOption([], size),
    grid: { top: 24, bottom: 46, left: 14, right: 24, outerBoundsMode: 'none' },
    xAxis: { ...buildValueAxis({ name: xName, format }, { axis: 'x', size }), splitLine: { show: true, lineStyle: { color: CHART_COLOURS.grid } } },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ label }) => joinLines(label)), axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false } },
    series: [
      {
        ...common,
        data: stacks.map(({ unseen }) => ({ value: unseen, itemStyle: { color: 'transparent' } })),
        label: { show: true, position: [0, -16], formatter: '{b}', ...words, width: size.widthPx - 40, overflow: 'truncate' },
      },
      buildSeen('above'),
      buildSeen('below'),
    ] as never,
  };
}

export function buildWaterfallChart(spec: WaterfallSpec): Chart {
  return {
    id: spec.id,
    title: spec.title,
    alternative: spec.bars.map(({ label }) => label).join('; '),
    span: 'full',
    heightRatio: 0.3 + 0.12 * spec.bars.length,
    buildOption: (size) => buildWaterfallOption(spec, size),
  };
}
