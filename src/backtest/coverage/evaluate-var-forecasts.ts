import { assertInvariant } from '../../core/assert.js';
import type { CoverageTest, RunWarning } from '../../core/run-result.js';
import { filterGarch, type GarchParameters } from '../../market/volatility/garch-recursion.js';
import { computeUnitTQuantile } from '../../numeric/student-t.js';
import { countExceedances, SIGNIFICANCE, testChristoffersen, testKupiec } from './likelihood-ratio-tests.js';

export interface VarForecastInput {
  readonly series: string;
  /** E.g. 0.99: the loss that one step should pass with probability 0.01. */
  readonly level: number;
  readonly stepSeconds: number;
  /** Fitted on data before the first later return. */
  readonly parameters: GarchParameters;
  /** Of the innovations' unit-variance Student t, fitted on the same past. */
  readonly degreesOfFreedom: number;
  /** The fit's `nextVariance`: the variance forecast for the first later return, %². */
  readonly nextVariance: number;
  /** Returns after the fit's sample, percent, in time order; length ≥ 2. */
  readonly laterReturnsPercent: Float64Array;
  /** Stamp of each later return. */
  readonly unixSeconds: Float64Array;
}

export interface VarForecastOutcome {
  readonly coverage: CoverageTest;
  /** One-step value-at-risk forecasts, percent, positive = loss. */
  readonly valueAtRiskPercent: Float64Array;
  /** 1 where the loss passed the forecast. */
  readonly exceedanceFlags: Uint8Array;
  readonly warnings: readonly RunWarning[];
}

const EXPECTED_EXCEEDANCES_MIN = 10;

/**
 * Holds one-step value-at-risk forecasts of a fitted volatility model against the returns that came after.
 *
 * Formula: VaR_t = −(mu + √h_t q), q the (1 − level) quantile of the unit-variance t, h_t from the recursion with parameters
 * held fixed and all returns before t known; exceedance when r_t < −VaR_t. `christoffersenLr` is the independence statistic.
 * `passes` when both p-values are at least 5 %.
 * Special cases: fewer than 10 expected exceedances is a warning, the tests hardly reject then.
 * @throws InternalError when there are fewer than 2 later returns or the lengths differ.
 */
export function evaluateVarForecasts(input: VarForecastInput): VarForecastOutcome {
  const { level, laterReturnsPercent, unixSeconds, parameters } = input;
  const n = laterReturnsPercent.length;
  assertInvariant(n >= 2 && n === unixSeconds.length, 'coverage needs at least two returns, each with its time stamp');
  const quantile = computeUnitTQuantile(1 - level, input.degreesOfFreedom);
  const { conditionalVariance } = filterGarch(parameters, laterReturnsPercent, input.nextVariance);
  const valueAtRiskPercent = conditionalVariance.map((variance) => -(parameters.mu + Math.sqrt(variance) * quantile));
  const exceedanceFlags = Uint8Array.from(laterReturnsPercent, (value, t) => (value < -valueAtRiskPercent[t]! ? 1 : 0));
  const exceedances = countExceedances(exceedanceFlags);
  const kupiec = testKupiec(n, exceedances, 1 - level);
  const { independence } = testChristoffersen(exceedanceFlags, 1 - level);
  const coverage: CoverageTest = {
    series: input.series,
    level,
    horizonSeconds: input.stepSeconds,
    fromUnixSeconds: unixSeconds[0]!,
    toUnixSeconds: unixSeconds[n - 1]!,
    n,
    exceedances,
    expectedExceedances: n * (1 - level),
    kupiecLr: kupiec.lr,
    kupiecP: kupiec.pValue,
    christoffersenLr: independence.lr,
    christoffersenP: independence.pValue,
    passes: kupiec.pValue >= SIGNIFICANCE && independence.pValue >= SIGNIFICANCE,
  };
  return { coverage, valueAtRiskPercent, exceedanceFlags, warnings: collectWarnings(coverage) };
}

function collectWarnings({ series, n, expectedExceedances }: CoverageTest): RunWarning[] {
  if (expectedExceedances >= EXPECTED_EXCEEDANCES_MIN) return [];
  return [
    {
      code: 'coverage-few-exceedances',
      message: `${series}: only ${expectedExceedances.toFixed(1)} exceedances are expected in ${n} steps`,
      remedy: 'hold out more history, or test at a lower level such as 0.95',
    },
  ];
}
