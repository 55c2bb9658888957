import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import type { SkillScore } from '../../backtest/forecast/score-probabilities.js';

/** One claim about the forecast in a plain sentence, and whether it held. */
export interface ForecastVerdict {
  readonly claim: string;
  readonly holds: boolean;
  readonly sentence: string;
}

const SLOPE_RANGE = [0.8, 1.2] as const;
/** One-sided, 5 %. */
const SIGNIFICANT_Z = 1.645;

/**
 * Judges each horizon by what was asked of it: better than the baselines, and calibrated.
 *
 * Special case: a gain within sampling error is no gain, whatever its sign.
 */
export function judgeForecast(horizons: readonly ForecastEvaluation[]): ForecastVerdict[] {
  return horizons.flatMap(({ horizonHours, skill, calibration }) => {
    const name = horizonHours === 24 ? 'The 1-day forecast' : 'The 1-week forecast';
    const beats = (claim: string, words: string, { skill: value, z }: SkillScore): ForecastVerdict => ({
      claim: `${horizonHours} h: ${claim}`,
      holds: z > SIGNIFICANT_Z,
      sentence: `${name} ${compareWith(z)} ${words}: Brier skill ${formatSigned(100 * value)} % (z ${formatSigned(z)}, asked above ${SIGNIFICANT_Z}).`,
    });
    const { slope, slopeStandardError } = calibration;
    const isCalibrated = slope >= SLOPE_RANGE[0] && slope <= SLOPE_RANGE[1];
    return [
      beats('beats climatology', 'climatology', skill.climatology),
      beats('beats constant volatility', 'constant volatility where no owner acts', skill.normal),
      beats('beats constant volatility with response', 'constant volatility with owners who act', skill.normalWithResponse),
      {
        claim: `${horizonHours} h: calibration slope within 0.8–1.2`,
        holds: isCalibrated,
        sentence: `${name} is ${isCalibrated ? '' : 'not '}calibrated: slope ${slope.toFixed(2)} (standard error ${slopeStandardError.toFixed(2)}), asked ${SLOPE_RANGE[0]} to ${SLOPE_RANGE[1]}.`,
      },
    ];
  });
}

function compareWith(z: number): string {
  if (z > SIGNIFICANT_Z) return 'beats';
  return z < -SIGNIFICANT_Z ? 'is worse than' : 'cannot be told apart from';
}

function formatSigned(value: number): string {
  return value.toFixed(1).replace(/^-(?=0\.0$)/, '').replace('-', '−');
}
