import { evaluateVarForecasts, type VarForecastOutcome } from '../../../backtest/coverage/evaluate-var-forecasts.js';
import type { RunWarning } from '../../../core/run-result.js';
import { computeReturnsPercent } from '../../../market/paths/time-series.js';
import type { PriceSeries } from '../../ports.js';
import type { VolatilityFactorFit } from './volatility-factor.js';

/** Levels of the one-step value-at-risk that is held against what came after the snapshot. */
const LEVELS = [0.95, 0.99];
/** With fewer returns after the snapshot there is nothing to hold the forecast against. */
const RETURNS_MIN = 200;

/**
 * Holds the fitted volatility model, its parameters frozen at the snapshot, against the returns that came after it.
 *
 * Special case: no test when the prices end at the snapshot or soon after.
 */
export function testCoverage(
  { input }: VolatilityFactorFit,
  degreesOfFreedom: number,
  prices: PriceSeries,
  snapshotUnixSeconds: number,
  stepSeconds: number,
): VarForecastOutcome[] {
  const later = computeReturnsPercent(prices, stepSeconds);
  const first = later.unixSeconds.findIndex((time) => time > snapshotUnixSeconds);
  if (first < 0 || later.values.length - first < RETURNS_MIN) return [];
  return LEVELS.map((level) =>
    evaluateVarForecasts({
      series: input.factor,
      level,
      stepSeconds,
      parameters: input.garch.parameters,
      degreesOfFreedom,
      nextVariance: input.garch.nextVariance,
      laterReturnsPercent: later.values.subarray(first),
      unixSeconds: later.unixSeconds.subarray(first),
    }),
  );
}

/** Says in one warning what the tests of all series say together, and which way the forecast errs. */
export function warnAboutCoverage(outcomes: readonly VarForecastOutcome[]): RunWarning[] {
  const tests = outcomes.map(({ coverage }) => coverage);
  const few = outcomes.flatMap(({ warnings }) => warnings);
  if (tests.length === 0) {
    return [
      {
        code: 'coverage-untested',
        message: 'the prices end with the snapshot, so the volatility forecast is not tested out of sample',
        remedy: 'use a dataset whose prices go on for some weeks after its positions',
      },
    ];
  }
  const failed = tests.filter(({ passes }) => !passes);
  if (failed.length === 0) return few;
  const tooFew = failed.filter(({ exceedances, expectedExceedances }) => exceedances < expectedExceedances).length;
  const side =
    tooFew === failed.length
      ? 'with fewer losses beyond the forecast than expected: simulated tails err on the cautious side'
      : 'with more losses beyond the forecast than expected, or in clusters: simulated tails may be too thin';
  return [
    ...few,
    {
      code: 'coverage-failed',
      message: `the volatility forecast fails ${failed.length} of ${tests.length} out-of-sample coverage tests, ${side}`,
      remedy: 'fit on a period nearer to the test, and read simulated tails with that margin',
    },
  ];
}
