import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import type { Table } from '../../frame/table.js';

/** Builds an analyst's tables of the test span: file name → table, column names with their units. */
export function buildForecastTables(horizons: readonly ForecastEvaluation[]): Record<string, Table> {
  return {
    'forecast-amounts.csv': {
      columns: ['horizonHours', 'unixSeconds', 'vaults', 'bookDebtUsd', 'predictedDebtUsd', 'upperDebtUsd', 'actualDebtUsd', 'predictedPenaltyUsd', 'actualPenaltyUsd', 'predictedLiquidations', 'actualLiquidations'],
      rows: horizons.flatMap(({ horizonHours, amounts }) =>
        amounts.map((row) => [horizonHours, row.unixSeconds, row.vaults, row.bookDebtUsd, row.predictedDebtUsd, row.upperDebtUsd, row.actualDebtUsd, row.predictedPenaltyUsd, row.actualPenaltyUsd, row.predictedLiquidations, row.actualLiquidations]),
      ),
    },
    'forecast-calibration.csv': {
      columns: ['horizonHours', 'fromProbability', 'toProbability', 'forecasts', 'meanForecast', 'liquidations', 'observedShare'],
      rows: horizons.flatMap(({ horizonHours, bins }) => bins.map((bin) => [horizonHours, bin.from, bin.to, bin.forecasts, bin.meanForecast, bin.events, bin.observedShare])),
    },
    'forecast-alarms.csv': {
      columns: ['horizonHours', 'thresholdProbability', 'warnedAndLiquidated', 'warnedOnly', 'liquidatedOnly', 'hitRate', 'precision', 'recall'],
      rows: horizons.flatMap(({ horizonHours, alarms }) =>
        alarms.map((alarm) => [horizonHours, alarm.threshold, alarm.warnedAndLiquidated, alarm.warnedOnly, alarm.liquidatedOnly, alarm.hitRate, alarm.precision, alarm.recall]),
      ),
    },
  };
}
