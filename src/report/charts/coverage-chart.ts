/** Returns, and the loss that each was forecast to stay within. */
import type { EChartsOption } from 'echarts';
import type { RollingCoverage } from '../../core/backtest-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatCount, formatLevel, formatSignificant } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, LINE_ICON, toLabel } from './base-option.js';
import { CHART_COLOURS } from './theme.js';
import { buildTimeAxis, placeInTime, UTC } from './time-axis.js';

function buildCoverageOption({ series, forecasts }: RollingCoverage, size: ChartSize): EChartsOption {
  const { unixSeconds, returnPercent, valueAtRiskPercent, level } = forecasts;
  const { current, recommended, bad } = CHART_COLOURS;
  const bound = `VaR ${formatLevel(level)}`;
  const beyond = placeInTime(unixSeconds, returnPercent).filter(([, value], index) => value < -valueAtRiskPercent[index]!);
  const returns = toLabel(series);
  return {
    ...buildBaseOption([{ name: returns, icon: LINE_ICON }, { name: bound, icon: LINE_ICON }, { name: 'Loss beyond it' }], size),
    ...UTC,
    xAxis: buildTimeAxis(unixSeconds, size),
    yAxis: buildValueAxis({ name: 'Log return of the step (%)', format: (value) => `${formatSignificant(value, 3)} %` }, { axis: 'y', size }),
    series: [
      buildLine(returns, current, placeInTime(unixSeconds, returnPercent), { lineStyle: { color: current, width: 0.8 } }),
      buildLine(bound, recommended, placeInTime(unixSeconds, valueAtRiskPercent.map((value) => -value)), { lineStyle: { color: recommended, width: 1.6 } }),
      { type: 'scatter', name: 'Loss beyond it', data: beyond, symbolSize: 7, itemStyle: { color: bad }, silent: true },
    ] as never,
  };
}

/** The chosen model's bound over the test span. */
export function buildCoverageChart(rolling: RollingCoverage): Chart {
  return {
    id: 'rolling-coverage',
    title: `${rolling.series}: each return, and the loss it was forecast to stay within`,
    alternative: `Returns over time with the forecast value at risk below them. ${describeCoverageChart(rolling)}`,
    span: 'full',
    buildOption: (size) => buildCoverageOption(rolling, size),
  };
}

export function describeCoverageChart({ models, forecasts: { level } }: RollingCoverage): string {
  const { label, levels } = models.find(({ isChosen }) => isChosen)!;
  const { exceedances, expectedExceedances, n } = levels.find((outcome) => outcome.level === level)!;
  return `${label} at ${formatLevel(level)}: ${formatCount(exceedances)} of ${formatCount(n)} losses went beyond the forecast, ${formatCount(expectedExceedances)} were due.`;
}
