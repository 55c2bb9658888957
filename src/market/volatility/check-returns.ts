import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { computeMean, computeVariance } from '../../numeric/sample-moments.js';

/** The fewest observations a volatility model is fitted on. */
export const OBSERVATIONS_MIN = 50;
const STANDARD_DEVIATION_USUAL_PERCENT: readonly [number, number] = [0.01, 100];

/**
 * Refuses a series no volatility model can be fitted on, and warns where its scale looks wrong.
 *
 * Units: returns in percent (100 × log return). Percent because omega is then near 0.01 to 1 instead of 1e-6, and the
 * parameters' sizes, steps and tolerances stay within a few powers of ten of each other.
 * @throws ModelError when there are fewer than 50 returns, one is not finite, or all are equal.
 */
export function checkReturns(returnsPercent: Float64Array): readonly RunWarning[] {
  const n = returnsPercent.length;
  if (n < OBSERVATIONS_MIN) {
    throw new ModelError(`a volatility model needs at least ${OBSERVATIONS_MIN} returns, got ${n}`, {
      suggestions: ['use a longer price series', 'use a finer time grid'],
    });
  }
  const bad = returnsPercent.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ModelError(`return ${bad} of ${n} is ${returnsPercent[bad]}, not a finite number`, {
      where: `returns[${bad}]`,
      suggestions: ['drop gaps and non-positive prices before taking log returns'],
    });
  }
  if (returnsPercent.every((value) => value === returnsPercent[0])) {
    throw new ModelError(`all ${n} returns are equal: there is no volatility to fit`, {
      suggestions: ['check the price series for a value carried forward', 'leave the asset out of the volatility factors'],
    });
  }
  const standardDeviation = Math.sqrt(computeVariance(returnsPercent, computeMean(returnsPercent)));
  const [low, high] = STANDARD_DEVIATION_USUAL_PERCENT;
  if (standardDeviation >= low && standardDeviation <= high) return [];
  return [
    {
      code: 'returns-scale',
      message: `the returns' standard deviation is ${standardDeviation} %, far from that of a volatile asset`,
      remedy: 'pass returns in percent: 100 × the difference of log prices',
    },
  ];
}
