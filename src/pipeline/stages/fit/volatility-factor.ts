import type { Piecewise } from '../../../core/piecewise.js';
import type { VolatilityModelSummary } from '../../../core/model-result.js';
import type { RunWarning } from '../../../core/run-result.js';
import type { VolatilityFactorInput } from '../../../market/paths/build-path-model.js';
import { computeReturnsPercent } from '../../../market/paths/time-series.js';
import { computeQlike } from '../../../market/volatility/compute-qlike.js';
import { filterEwma, fitEwma } from '../../../market/volatility/fit-ewma.js';
import { fitGarchInPieces } from '../../../market/volatility/fit-garch.js';
import { filterGarch, type GarchFilter } from '../../../market/volatility/garch-recursion.js';
import type { PriceSeries } from '../../ports.js';

const SECONDS_PER_YEAR = 365.25 * 86_400;
/** The last part of the sample, on which models fitted to the first part are compared. */
const HOLD_OUT_SHARE = 0.2;

export interface VolatilityFactorFit {
  readonly input: VolatilityFactorInput;
  readonly summaries: readonly VolatilityModelSummary[];
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits GARCH(1,1) and EWMA to one series and compares them by QLIKE on a hold-out that neither saw.
 *
 * Paths are drawn from GARCH: EWMA has no long-run level, so its variance would not come back over a week.
 */
export function* fitVolatilityFactor(factor: string, prices: PriceSeries, stepSeconds: number): Piecewise<VolatilityFactorFit> {
  const { unixSeconds, values } = computeReturnsPercent(prices, stepSeconds);
  const garch = yield* fitGarchInPieces(values);
  const ewma = fitEwma(values);
  yield 0;
  const split = Math.floor(values.length * (1 - HOLD_OUT_SHARE));
  const past = values.subarray(0, split);
  const later = values.subarray(split);
  const pastGarch = yield* fitGarchInPieces(past);
  const pastEwma = fitEwma(past);
  yield 0;
  const garchQlike = scoreForecasts(filterGarch(pastGarch.parameters, later, pastGarch.nextVariance), later, pastGarch.parameters.mu);
  const ewmaQlike = scoreForecasts(filterEwma(pastEwma.lambda, later, pastEwma.nextVariance), later, 0);
  const common = { series: factor, presampleRule: garch.presampleRule, observations: values.length };
  const stepsPerYear = SECONDS_PER_YEAR / stepSeconds;
  const { mu, omega, alpha, beta } = garch.parameters;
  const summaries: VolatilityModelSummary[] = [
    {
      ...common,
      model: 'GARCH(1,1)',
      parameters: { mu, omega, alpha, beta },
      standardErrors: { ...garch.robustStandardErrors },
      logLikelihood: garch.logLikelihood,
      // At persistence 1 there is no long-run variance; the next step's is what there is.
      volatilityPerSqrtYear: annualise(alpha + beta < 1 ? omega / (1 - alpha - beta) : garch.nextVariance, stepsPerYear),
      holdOutQlike: garchQlike,
      usedForPaths: true,
    },
    {
      ...common,
      model: 'EWMA',
      parameters: { lambda: ewma.lambda },
      standardErrors: { lambda: ewma.lambdaStandardError },
      logLikelihood: ewma.logLikelihood,
      volatilityPerSqrtYear: annualise(ewma.nextVariance, stepsPerYear),
      holdOutQlike: ewmaQlike,
      usedForPaths: false,
    },
  ];
  const warnings = [...garch.warnings, ...ewma.warnings].map((warning) => ({ ...warning, message: `${factor}: ${warning.message}` }));
  return { input: { factor, unixSeconds, returnsPercent: values, garch }, summaries, warnings };
}

function scoreForecasts({ conditionalVariance }: GarchFilter, returnsPercent: Float64Array, mu: number): number {
  return computeQlike(conditionalVariance, returnsPercent.map((value) => value - mu));
}

/** From percent² per step to a ratio per √year. */
function annualise(variancePercentSquared: number, stepsPerYear: number): number {
  return Math.sqrt(variancePercentSquared * stepsPerYear) / 100;
}
