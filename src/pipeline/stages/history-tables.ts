import type { RollingLevel } from '../../core/backtest-result.js';
import type { RunResult } from '../../core/run-result.js';
import type { Cell, Table } from '../../frame/table.js';
import { buildBookLossTables } from '../coverage/coverage-tables.js';
import { RUN_FILES } from './run-files.js';

const NO_WINDOWS: Table = { columns: ['unixSeconds', 'liquidatedMeanUsd', 'liquidatedVar99Usd', 'liquidatedActualUsd', 'badDebtProbability', 'badDebtEs99Usd', 'badDebtActualUsd'], rows: [] };

/** The tests against history as tables; a run that left them out has their headers. */
export function buildHistoryTables({ backtest }: RunResult): Record<string, Table> {
  const { rolling, bookLosses, liquidationForecast } = backtest;
  const horizons = liquidationForecast?.horizons ?? [];
  const cells = ({ level, n, exceedances, expectedExceedances, kupiecP, independenceP, conditionalP, shortfallZ2, shortfallP, zone }: RollingLevel): Cell[] => [level, n, exceedances, expectedExceedances, kupiecP, independenceP, conditionalP, shortfallZ2, shortfallP, zone];
  return {
    [RUN_FILES.historyTestsTable]: {
      columns: ['subject', 'model', 'isChosen', 'level', 'n', 'exceedances', 'expectedExceedances', 'kupiecP', 'independenceP', 'conditionalP', 'shortfallZ2', 'shortfallP', 'zone', 'passes'],
      rows: [
        ...(rolling?.models ?? []).flatMap(({ name, isChosen, passes, levels }) => levels.map((level) => [rolling!.series, name, isChosen, ...cells(level), passes])),
        ...(bookLosses?.tests ?? []).flatMap(({ loss, passes, levels }) => levels.map((level) => [loss, 'paths', true, ...cells(level), passes])),
      ],
    },
    [RUN_FILES.forecastCalibrationTable]: {
      columns: ['horizonSeconds', 'fromProbability', 'toProbability', 'forecasts', 'meanForecast', 'liquidations', 'observedShare'],
      rows: horizons.flatMap(({ horizonSeconds, calibration }) => calibration.map((row) => [horizonSeconds, row.fromProbability, row.toProbability, row.forecasts, row.meanForecast, row.events, row.observedShare])),
    },
    [RUN_FILES.forecastAmountsTable]: {
      columns: ['horizonSeconds', 'unixSeconds', 'predictedDebtUsd', 'upperDebtUsd', 'actualDebtUsd'],
      rows: horizons.flatMap(({ horizonSeconds, amounts }) => amounts.unixSeconds.map((time, index) => [horizonSeconds, time, amounts.predictedDebtUsd[index]!, amounts.upperDebtUsd[index]!, amounts.actualDebtUsd[index]!])),
    },
    [RUN_FILES.bookLossWindowsTable]: bookLosses === null ? NO_WINDOWS : buildBookLossTables(bookLosses)['book-loss-windows.csv']!,
  };
}
