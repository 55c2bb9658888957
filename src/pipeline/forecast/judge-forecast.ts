import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';

/** One claim about the forecast in a plain sentence, and whether it held. */
export interface ForecastVerdict {
  readonly claim: string;
  readonly holds: boolean;
  readonly sentence: string;
}

const SLOPE_RANGE = [0.8, 1.2] as const;
/** One-sided, 5 %. */
const SIGNIFICANT_Z = 1.645;

/** Judges each horizon by what was asked of it: better than both baselines, and calibrated. */
export function judgeForecast(horizons: readonly ForecastEvaluation[]): ForecastVerdict[] {
  return horizons.flatMap(({ horizonHours, skill, calibration }) => {
    const name = horizonHours === 24 ? 'The 1-day forecast' : 'The 1-week forecast';
    const beats = (claim: string, words: string, { skill: value, z }: { skill: number; z: number }): ForecastVerdict => ({
      claim: `${horizonHours} h: ${claim}`,
      holds: value > 0,
      sentence: `${name} ${value > 0 ? 'beats' : 'does not beat'} ${words}: Brier skill ${(100 * value).toFixed(1).replace('-', '−')} %, ${z > SIGNIFICANT_Z ? 'significant' : 'not significant'} at 5 % (z ${z.toFixed(1).replace('-', '−')}).`,
    });
    const { slope, slopeStandardError } = calibration;
    const isCalibrated = slope >= SLOPE_RANGE[0] && slope <= SLOPE_RANGE[1];
    return [
      beats('beats climatology', 'climatology', skill.climatology),
      beats('beats constant volatility', 'the normal law of constant volatility', skill.normal),
      beats('beats constant volatility with response', 'the same law with a response of owners of its own', skill.normalWithResponse),
      {
        claim: `${horizonHours} h: calibration slope within 0.8–1.2`,
        holds: isCalibrated,
        sentence: `${name} is ${isCalibrated ? '' : 'not '}calibrated: slope ${slope.toFixed(2)} (standard error ${slopeStandardError.toFixed(2)}), asked ${SLOPE_RANGE[0]} to ${SLOPE_RANGE[1]}.`,
      },
    ];
  });
}
