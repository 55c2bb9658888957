/** Forecast probabilities of liquidation against how often it happened, and the amounts day by day. */
import type { EChartsOption } from 'echarts';
import type { LiquidationForecast, LiquidationForecastHorizon } from '../../core/backtest-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatCount, formatDuration, formatRatio, formatUsd } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, LINE_ICON } from './base-option.js';
import { CHART_COLOURS } from './theme.js';
import { buildTimeAxis, placeInTime, UTC } from './time-axis.js';

const PERFECT = 'Perfectly calibrated';
const COLOURS = [CHART_COLOURS.recommended, CHART_COLOURS.bad];
const SYMBOLS = ['circle', 'diamond'];
/** Rarer than this no bin can show. */
const LOWEST = 1e-5;

function nameHorizon({ horizonSeconds }: LiquidationForecastHorizon): string {
  return `${formatDuration(horizonSeconds)} ahead`;
}

/** Bins in which something happened: nothing else has a place on a log scale. */
function listPoints({ calibration }: LiquidationForecastHorizon): [number, number][] {
  return calibration.filter(({ events }) => events > 0).map(({ meanForecast, observedShare }) => [meanForecast, observedShare]);
}

function buildCalibrationOption({ horizons }: LiquidationForecast, size: ChartSize): EChartsOption {
  const { muted } = CHART_COLOURS;
  const names = horizons.map(nameHorizon);
  const axis = (name: string, place: 'x' | 'y'): object => buildValueAxis({ name, format: formatRatio, scale: 'log', min: LOWEST, max: 1 }, { axis: place, size });
  return {
    ...buildBaseOption([...names.map((name) => ({ name })), { name: PERFECT, icon: LINE_ICON }], size),
    xAxis: axis('Forecast probability (%, log scale)', 'x'),
    yAxis: axis('Share that was liquidated (%, log scale)', 'y'),
    series: [
      buildLine(PERFECT, muted, [[LOWEST, LOWEST], [1, 1]], { lineStyle: { color: muted, width: 1.2, type: 'dashed' } }),
      ...horizons.map((horizon, index) => ({
        type: 'line',
        name: names[index],
        data: listPoints(horizon),
        symbol: SYMBOLS[index % SYMBOLS.length],
        symbolSize: 9,
        lineStyle: { color: COLOURS[index % COLOURS.length], width: 1.4 },
        itemStyle: { color: COLOURS[index % COLOURS.length] },
        silent: true,
      })),
    ] as never,
  };
}

/** The calibration curve of every horizon. */
export function buildCalibrationChart(forecast: LiquidationForecast): Chart {
  return {
    id: 'calibration',
    title: 'Is a forecast of 5 % right one time in twenty?',
    alternative: `Calibration on log axes: forecast probability across, observed share up, the diagonal is perfect. ${describeCalibration(forecast)}`,
    span: 'half',
    buildOption: (size) => buildCalibrationOption(forecast, size),
  };
}

export function describeCalibration({ horizons }: LiquidationForecast): string {
  return horizons
    .map((horizon) => {
      const { calibrationSlope, calibrationSlopeStandardError } = horizon;
      const error = calibrationSlopeStandardError === null ? 'fit not converged' : `standard error ${calibrationSlopeStandardError.toFixed(2)}`;
      return `${nameHorizon(horizon)}: slope ${calibrationSlope.toFixed(2)} (1 is right, ${error}), ${formatCount(horizon.liquidations)} liquidations in ${formatCount(horizon.forecasts)} forecasts.`;
    })
    .join(' ');
}

function buildAmountsOption({ amounts }: LiquidationForecastHorizon, size: ChartSize): EChartsOption {
  const { accent, recommended, bad } = CHART_COLOURS;
  const [predicted, upper, actual] = ['Predicted', 'If no owner acts, 95 %', 'Liquidated'];
  const { unixSeconds, predictedDebtUsd, upperDebtUsd, actualDebtUsd } = amounts;
  const positive = (values: readonly number[]): [number, number][] => placeInTime(unixSeconds, values).filter(([, value]) => value > 0);
  return {
    ...buildBaseOption([{ name: actual! }, { name: predicted!, icon: LINE_ICON }, { name: upper!, icon: LINE_ICON }], size),
    ...UTC,
    xAxis: buildTimeAxis(unixSeconds, size),
    yAxis: buildValueAxis({ name: 'Debt (USD, log scale)', format: formatUsd, scale: 'log', min: 1e3 }, { axis: 'y', size }),
    series: [
      buildLine(predicted!, recommended, positive(predictedDebtUsd), { lineStyle: { color: recommended, width: 1.4 } }),
      buildLine(upper!, accent, positive(upperDebtUsd), { lineStyle: { color: accent, width: 1 } }),
      { type: 'scatter', name: actual, data: positive(actualDebtUsd), symbolSize: 8, itemStyle: { color: bad }, silent: true },
    ] as never,
  };
}

/** Predicted and actual amounts of the shortest horizon. */
export function buildAmountsChart({ horizons }: LiquidationForecast): Chart {
  const horizon = horizons[0]!;
  return {
    id: 'forecast-amounts',
    title: `Liquidated debt, ${nameHorizon(horizon)}: predicted and actual`,
    alternative: `Debt over time on a log axis. ${describeAmounts(horizon)}`,
    span: 'half',
    buildOption: (size) => buildAmountsOption(horizon, size),
  };
}

export function describeAmounts({ amounts: { predictedDebtUsd, actualDebtUsd, upperDebtUsd } }: LiquidationForecastHorizon): string {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const within = actualDebtUsd.filter((value, index) => value <= upperDebtUsd[index]!).length;
  return `Predicted ${formatUsd(sum(predictedDebtUsd))} in all, liquidated ${formatUsd(sum(actualDebtUsd))}; ${formatCount(within)} of ${formatCount(actualDebtUsd.length)} moments stayed within what would be liquidated if no owner acted.`;
}
