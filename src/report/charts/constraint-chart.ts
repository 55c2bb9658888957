/** How much of each policy limit the recommended set uses, measured at the upper confidence bound. */
import type { EChartsOption } from 'echarts';
import type { ConstraintOutcome } from '../../core/run-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatRatio } from '../format-numbers.js';
import { buildBaseOption, buildValueAxis, joinLines } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

function buildConstraintOption(constraints: readonly ConstraintOutcome[], size: ChartSize): EChartsOption {
  const shares = constraints.map(({ bound, limit }) => bound / limit);
  const words = { color: CHART_COLOURS.ink, fontSize: 12, fontFamily: 'inherit' };
  return {
    ...buildBaseOption([], size),
    grid: { top: 24, bottom: 46, left: 14, right: 24, outerBoundsMode: 'none' },
    xAxis: {
      ...buildValueAxis({ name: size.isNarrow ? 'Upper 95 % bound over the limit (%)' : 'Share of the limit used by the upper 95 % bound (%)', format: formatRatio, min: 0, max: Math.max(1.1, ...shares) }, { axis: 'x', size }),
      splitLine: { show: true, lineStyle: { color: CHART_COLOURS.grid } },
    },
    yAxis: { type: 'category', inverse: true, data: constraints.map(({ text }) => joinLines(text)), axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false } },
    series: [
      {
        type: 'bar',
        data: constraints.map(({ holds }, index) => ({
          value: shares[index]!,
          itemStyle: { color: holds ? CHART_COLOURS.good : CHART_COLOURS.bad },
        })),
        barWidth: 12,
        silent: true,
        label: { show: true, position: [0, -16], formatter: '{b}', ...words, width: size.widthPx - 40, overflow: 'truncate' },
        markLine: {
          symbol: 'none',
          silent: true,
          label: { formatter: 'limit', position: 'start', ...words, distance: 4 },
          lineStyle: { color: CHART_COLOURS.ink, type: 'solid', width: 1.5 },
          data: [{ xAxis: 1 }],
        },
      },
    ] as never,
  };
}

/** Bars of the used share per constraint; `undefined` when no constraint has a positive limit to take a share of. */
export function buildConstraintChart(constraints: readonly ConstraintOutcome[]): Chart | undefined {
  const measurable = constraints.filter(({ limit }) => limit > 0);
  if (measurable.length === 0) return undefined;
  return {
    id: 'constraints',
    title: 'How much of each limit the recommended set uses',
    alternative: measurable.map(({ text, bound, limit }) => `${text}: ${formatRatio(bound / limit)} of the limit used`).join('; '),
    span: 'full',
    heightRatio: 0.3 + 0.12 * measurable.length,
    buildOption: (size) => buildConstraintOption(measurable, size),
  };
}
