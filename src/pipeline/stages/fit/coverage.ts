import { evaluateVarForecasts } from '../../../backtest/coverage/evaluate-var-forecasts.js';
import type { CoverageTest, RunWarning } from '../../../core/run-result.js';
import { computeReturnsPercent } from '../../../market/paths/time-series.js';
import type { PriceSeries } from '../../ports.js';
import type { VolatilityFactorFit } from './volatility-factor.js';

/** Levels of the one-step value-at-risk that is held against what came after the snapshot. */
const LEVELS = [0.95, 0.99];
/** With fewer returns after the snapshot there is nothing to hold the forecast against. */
const RETURNS_MIN = 200;

export interface CoverageOutcome {
  readonly tests: readonly CoverageTest[];
  readonly warnings: readonly RunWarning[];
}

/**
 * Holds the fitted volatility model, its parameters frozen at the snapshot, against the returns that came after it.
 *
 * A dataset that ends at its snapshot gives no test but a warning that says so.
 */
export function testCoverage(
  { input }: VolatilityFactorFit,
  degreesOfFreedom: number,
  prices: PriceSeries,
  snapshotUnixSeconds: number,
  stepSeconds: number,
): CoverageOutcome {
  const later = computeReturnsPercent(prices, stepSeconds);
  const first = later.unixSeconds.findIndex((time) => time > snapshotUnixSeconds);
  const returns = first < 0 ? 0 : later.values.length - first;
  if (returns < RETURNS_MIN) {
    return { tests: [], warnings: [warnNoFuture(input.factor, returns)] };
  }
  const outcomes = LEVELS.map((level) =>
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
  return {
    tests: outcomes.map(({ coverage }) => coverage),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  };
}

function warnNoFuture(factor: string, returns: number): RunWarning {
  return {
    code: 'coverage-no-later-prices',
    message: `${factor}: ${returns} returns after the snapshot, too few to test the volatility forecast out of sample`,
    remedy: 'use a dataset whose prices go on for some weeks after its positions',
  };
}
