import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import { HOUR_SECONDS } from '../../backtest/forecast/forecast-liquidations.js';
import type { LiquidationForecast, LiquidationForecastHorizon } from '../../core/backtest-result.js';
import type { DatasetHeader } from '../ports.js';
import { judgeForecast } from './judge-forecast.js';

/** Puts forecasts that were held against fact into the form that a result keeps. Shape: `horizons` of one split, at least one. */
export function summariseForecast({ name, sha256, description }: Pick<DatasetHeader, 'name' | 'sha256' | 'description'>, paths: number, horizons: readonly ForecastEvaluation[]): LiquidationForecast {
  return {
    dataset: { name, sha256, description },
    paths,
    splitUnixSeconds: horizons[0]!.splitUnixSeconds,
    toUnixSeconds: Math.max(...horizons.map(({ test }) => test.toUnixSeconds)),
    horizons: horizons.map(summariseHorizon),
  };
}

function summariseHorizon(evaluation: ForecastEvaluation): LiquidationForecastHorizon {
  const { horizonHours, test, brier, skill, calibration, bins, alarms, amounts } = evaluation;
  return {
    horizonSeconds: horizonHours * HOUR_SECONDS,
    forecasts: test.n,
    moments: test.moments,
    liquidations: test.events,
    brier,
    skillOfClimatology: skill.climatology.skill,
    skillOfConstantVolatility: skill.normalWithResponse.skill,
    calibrationSlope: calibration.slope,
    calibrationSlopeStandardError: calibration.converged ? calibration.slopeStandardError : null,
    calibration: bins.map(({ from, to, forecasts, meanForecast, events, observedShare }) => ({ fromProbability: from, toProbability: to, forecasts, meanForecast, events, observedShare })),
    alarms: alarms.map(({ threshold, warnedAndLiquidated, warnedOnly, liquidatedOnly, hitRate, precision, recall }) => ({ thresholdProbability: threshold, warnedAndLiquidated, warnedOnly, liquidatedOnly, hitRate, precision, recall })),
    amounts: {
      unixSeconds: amounts.map((row) => row.unixSeconds),
      predictedDebtUsd: amounts.map((row) => row.predictedDebtUsd),
      upperDebtUsd: amounts.map((row) => row.upperDebtUsd),
      actualDebtUsd: amounts.map((row) => row.actualDebtUsd),
    },
    claims: judgeForecast([evaluation]).map(({ holds, sentence }) => ({ holds, sentence })),
  };
}
