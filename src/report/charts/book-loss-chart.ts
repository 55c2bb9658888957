/** Liquidated debt of the book, window by window: forecast and replayed. */
import type { EChartsOption } from 'echarts';
import type { BookLossCoverage } from '../../core/backtest-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatUsd } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, LINE_ICON } from './base-option.js';
import { CHART_COLOURS } from './theme.js';
import { buildTimeAxis, placeInTime, UTC } from './time-axis.js';

const [BOUND, MEAN, ACTUAL] = ['Forecast, VaR 99 %', 'Forecast, mean', 'Replayed'];

function buildBookLossOption({ windows }: BookLossCoverage, size: ChartSize): EChartsOption {
  const { unixSeconds, liquidatedVar99Usd, liquidatedMeanUsd, liquidatedActualUsd } = windows;
  const { recommended, accent, bad, ink } = CHART_COLOURS;
  const actual = placeInTime(unixSeconds, liquidatedActualUsd).map(([time, value], index) => ({
    value: [time, value],
    itemStyle: { color: value > liquidatedVar99Usd[index]! ? bad : ink },
  }));
  return {
    ...buildBaseOption([{ name: ACTUAL! }, { name: BOUND!, icon: LINE_ICON }, { name: MEAN!, icon: LINE_ICON }], size),
    ...UTC,
    xAxis: buildTimeAxis(unixSeconds, size),
    yAxis: buildValueAxis({ name: 'Liquidated debt of the window (USD)', format: formatUsd, min: 0 }, { axis: 'y', size }),
    series: [
      { type: 'bar', name: ACTUAL, data: actual, barWidth: size.isNarrow ? 1.5 : 3, itemStyle: { color: ink }, silent: true },
      buildLine(BOUND!, recommended, placeInTime(unixSeconds, liquidatedVar99Usd), { lineStyle: { color: recommended, width: 1.6 } }),
      buildLine(MEAN!, accent, placeInTime(unixSeconds, liquidatedMeanUsd), { lineStyle: { color: accent, width: 1.2 } }),
    ] as never,
  };
}

export function buildBookLossChart(losses: BookLossCoverage): Chart {
  return {
    id: 'book-losses',
    title: 'Liquidated debt of the book, forecast and replayed',
    alternative: `Bars of the replayed liquidated debt per window with the forecast mean and 99 % value at risk. ${describeBookLossChart(losses)}`,
    span: 'full',
    buildOption: (size) => buildBookLossOption(losses, size),
  };
}

export function describeBookLossChart({ windows: { liquidatedActualUsd, liquidatedVar99Usd }, tests }: BookLossCoverage): string {
  const beyond = liquidatedActualUsd.filter((value, index) => value > liquidatedVar99Usd[index]!).length;
  const { expectedUsd, actualUsd } = tests.find(({ loss }) => loss === 'liquidatedDebt')!;
  return `${beyond} of ${liquidatedActualUsd.length} windows went beyond the 99 % forecast; in all ${formatUsd(expectedUsd)} were forecast and ${formatUsd(actualUsd)} replayed.`;
}
