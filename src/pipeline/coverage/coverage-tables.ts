import { readBound, type ModelOutcome } from '../../backtest/coverage/evaluate-models.js';
import type { BookLossCoverage } from '../../core/backtest-result.js';
import type { Table } from '../../frame/table.js';

/** Builds an analyst's tables: how every model did at every level, and the chosen model's forecasts step by step. */
export function buildCoverageTables(models: readonly ModelOutcome[], chosen: ModelOutcome, test: { readonly unixSeconds: Float64Array; readonly returnsPercent: Float64Array }): Record<string, Table> {
  const levels = chosen.levels.map(({ level }) => level);
  return {
    'coverage-models.csv': {
      columns: ['model', 'level', 'n', 'exceedances', 'expectedExceedances', 'kupiecLr', 'kupiecP', 'independenceLr', 'independenceP', 'conditionalLr', 'conditionalP', 'shortfallZ2', 'shortfallP', 'zone', 'greenSteps', 'yellowSteps', 'redSteps', 'quantileLossPercent'],
      rows: models.flatMap(({ name, levels: outcomes }) =>
        outcomes.map(({ level, n, exceedances, expectedExceedances, kupiec, independence, conditionalCoverage, expectedShortfall, trafficLight, zones, quantileLoss }) => [
          name, level, n, exceedances, expectedExceedances, kupiec.lr, kupiec.pValue, independence.lr, independence.pValue, conditionalCoverage.lr, conditionalCoverage.pValue, expectedShortfall.z2, expectedShortfall.pValue, trafficLight.zone, zones.green, zones.yellow, zones.red, quantileLoss,
        ]),
      ),
    },
    'coverage-forecasts.csv': {
      columns: ['unixSeconds', 'returnPercent', ...levels.flatMap((level) => [`valueAtRisk${level * 100}Percent`, `expectedShortfall${level * 100}Percent`])],
      rows: Array.from(test.unixSeconds, (time, t) => {
        const forecast = chosen.forecasts[t]!;
        const { mu, sigma, shocks } = forecast;
        return [time, test.returnsPercent[t]!, ...levels.flatMap((level) => [-readBound(forecast, 1 - level), -(mu + sigma * shocks.tailMean(1 - level))])];
      }),
    },
  };
}

/** Builds the tables of rolled losses of a book: how each kind did at every level, and the forecasts window by window. */
export function buildBookLossTables({ tests, windows }: BookLossCoverage): Record<string, Table> {
  const series = [windows.unixSeconds, windows.liquidatedMeanUsd, windows.liquidatedVar99Usd, windows.liquidatedActualUsd, windows.badDebtProbability, windows.badDebtEs99Usd, windows.badDebtActualUsd];
  return {
    'book-loss-tests.csv': {
      columns: ['loss', 'level', 'n', 'exceedances', 'expectedExceedances', 'kupiecP', 'independenceP', 'conditionalP', 'shortfallZ2', 'shortfallP', 'zone', 'passes'],
      rows: tests.flatMap(({ loss, levels, passes }) =>
        levels.map(({ level, n, exceedances, expectedExceedances, kupiecP, independenceP, conditionalP, shortfallZ2, shortfallP, zone }) => [loss, level, n, exceedances, expectedExceedances, kupiecP, independenceP, conditionalP, shortfallZ2, shortfallP, zone, passes]),
      ),
    },
    'book-loss-windows.csv': {
      columns: ['unixSeconds', 'liquidatedMeanUsd', 'liquidatedVar99Usd', 'liquidatedActualUsd', 'badDebtProbability', 'badDebtEs99Usd', 'badDebtActualUsd'],
      rows: windows.unixSeconds.map((_, index) => series.map((values) => values[index]!)),
    },
  };
}
