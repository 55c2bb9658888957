import { asShare, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { compareModelsInPieces, HOLD_OUT_SHARE, type ModelComparison } from '../../market/volatility/compare-models.js';
import { computeQqPoints, diagnoseResiduals, type DiagnosticTest } from '../../market/volatility/diagnose-residuals.js';
import { fitHar, HAR_NAMES, sumRealisedVariance } from '../../market/volatility/fit-har.js';
import { fitVolatilityInPieces } from '../../market/volatility/fit-volatility.js';
import { forecastVariance } from '../../market/volatility/forecast-variance.js';
import type { InnovationName } from '../../market/volatility/innovations/innovation.js';
import type { RecursionName } from '../../market/volatility/recursions/recursion.js';
import { INNOVATIONS, RECURSIONS, splitParameters } from '../../market/volatility/volatility-model.js';
import { thinIndices } from '../../report/charts/thin-series.js';
import type { PlotPoint } from '../../report/plots/plot.js';
import { summariseSeries, type FitSeries, type SeriesSummary } from './load-series.js';

/** One estimate; `null` where a standard error cannot be computed (a warning says why). */
export interface ParameterRow {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number | null;
  /** Bollerslev–Wooldridge: valid also when the innovations are not what the likelihood takes them for. Newey–West for HAR. */
  readonly robustStandardError: number | null;
}

/** Everything a volatility fit says; returns and variances in the units of the scaled returns. */
export interface VolatilityFitReport {
  readonly model: string;
  readonly distribution: string;
  readonly label: string;
  readonly series: SeriesSummary;
  readonly presampleRule: string;
  readonly constraint: string;
  readonly converged: boolean;
  /** Starts of the search that were followed to their end. */
  readonly startsFollowed: number;
  readonly parameters: readonly ParameterRow[];
  readonly persistence: number | null;
  readonly longRunVolatility: number | null;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly forecast: { readonly horizonSteps: number; readonly method: string; readonly variance: readonly number[]; readonly horizonVolatility: number };
  readonly diagnostics: readonly DiagnosticTest[];
  /** [quantile of the fitted distribution, order statistic of the standardised residuals] */
  readonly qq: readonly (readonly [number, number])[];
  /** [observation, √h], thinned for a picture. */
  readonly conditionalVolatility: readonly PlotPoint[];
  /** By QLIKE on the last fifth of the sample, best first; empty unless the model was to be chosen. */
  readonly comparison: readonly ModelComparison[];
  readonly warnings: readonly RunWarning[];
}

export interface VolatilityQuestion {
  readonly model: string;
  readonly distribution: string;
  readonly horizonSteps: number;
  readonly stepsPerDay: number;
}

/** The distributions tried where the model is to be chosen. */
const CANDIDATES = (['ewma', 'garch', 'gjr', 'egarch'] as const).flatMap((recursion) => (['normal', 't', 'skewt'] as const).map((innovation) => [recursion, innovation] as const));
/** More than a picture can show. */
const POINTS_MAX = 400;
const REGULAR_STRETCH_SHARE = 0.25;

/** How many models are fitted: where one is to be chosen it is fitted again, to the whole series. */
export function countModels({ model }: VolatilityQuestion): number {
  return model === 'auto' ? CANDIDATES.length + 1 : 1;
}

/** Fits what is asked for and gathers estimates, forecast, diagnostics and warnings. @throws ModelError when nothing usable comes out */
export function* buildVolatilityReport(series: FitSeries, question: VolatilityQuestion): Piecewise<VolatilityFitReport> {
  if (question.model === 'har') return reportHar(series, question);
  const comparison = question.model === 'auto' ? yield* asShare(compareModelsInPieces(series.returns, CANDIDATES), 0, 1 - 1 / countModels(question)) : [];
  const [recursion, innovation] = comparison[0] ? [comparison[0].recursion, comparison[0].innovation] : [question.model as RecursionName, question.distribution as InnovationName];
  const fit = yield* asShare(fitVolatilityInPieces(recursion, innovation, series.returns), 1 - 1 / countModels(question), 0);
  const forecast = forecastVariance(fit.model, fit.parameters, fit.nextVariance, question.horizonSteps);
  return {
    model: recursion,
    distribution: innovation,
    label: `${RECURSIONS[recursion].label}, ${INNOVATIONS[innovation].label} innovations`,
    series: summariseSeries(series),
    presampleRule: fit.presampleRule,
    constraint: fit.model.recursion.constraint,
    converged: fit.converged,
    startsFollowed: fit.startsFollowed,
    parameters: fit.parameterNames.map((name, i) => ({
      name,
      estimate: fit.parameters[i]!,
      standardError: numberOrNull(fit.standardErrors[i]!),
      robustStandardError: numberOrNull(fit.robustStandardErrors[i]!),
    })),
    persistence: fit.persistence,
    longRunVolatility: fit.longRunVariance === null ? null : Math.sqrt(fit.longRunVariance),
    logLikelihood: fit.logLikelihood,
    aic: fit.aic,
    bic: fit.bic,
    forecast: { horizonSteps: question.horizonSteps, method: forecast.method, variance: [...forecast.variance], horizonVolatility: Math.sqrt(forecast.horizonVariance) },
    diagnostics: diagnoseResiduals(fit.standardisedResiduals),
    qq: computeQqPoints(fit.standardisedResiduals, fit.model.innovation, splitParameters(fit.model, fit.parameters).tail),
    conditionalVolatility: traceVolatility(fit.conditionalVariance),
    comparison,
    warnings: [...series.warnings, ...fit.warnings, ...warnAboutStretches(series.returns), ...warnAboutChoice(comparison)],
  };
}

function reportHar(series: FitSeries, { stepsPerDay }: VolatilityQuestion): VolatilityFitReport {
  const realised = sumRealisedVariance(series.returns, stepsPerDay);
  const fit = fitHar(realised);
  const k = HAR_NAMES.length + 1; // and the residual variance
  return {
    model: 'har',
    distribution: 'none',
    label: `HAR-RV on ${realised.length} days of ${stepsPerDay} returns`,
    series: summariseSeries(series),
    presampleRule: 'the first 22 days are regressors only',
    constraint: 'none: least squares',
    converged: true,
    startsFollowed: 0,
    parameters: HAR_NAMES.map((name, i) => ({
      name,
      estimate: fit.coefficients[i]!,
      standardError: numberOrNull(fit.standardErrors[i]!),
      robustStandardError: numberOrNull(fit.robustStandardErrors[i]!),
    })),
    persistence: fit.coefficients[1]! + fit.coefficients[2]! + fit.coefficients[3]!,
    longRunVolatility: null,
    logLikelihood: fit.logLikelihood,
    aic: 2 * k - 2 * fit.logLikelihood,
    bic: k * Math.log(fit.rows) - 2 * fit.logLikelihood,
    forecast: { horizonSteps: stepsPerDay, method: 'regression', variance: [fit.nextVariance], horizonVolatility: Math.sqrt(fit.nextVariance) },
    diagnostics: diagnoseResiduals(realised.subarray(realised.length - fit.rows).map((value, t) => Math.sqrt(value / fit.fitted[t]!))).filter(({ name }) => name.startsWith('Ljung–Box z²')),
    qq: [],
    conditionalVolatility: traceVolatility(fit.fitted),
    comparison: [],
    warnings: [...series.warnings, ...fit.warnings],
  };
}

/** Keeps the highest and the lowest among the points that a picture shows. */
function traceVolatility(variance: Float64Array): PlotPoint[] {
  const ends = [variance.indexOf(variance.reduce((a, b) => Math.max(a, b))), variance.indexOf(variance.reduce((a, b) => Math.min(a, b)))];
  return thinIndices(variance.length, POINTS_MAX, ends).map((index) => [index + 1, Math.sqrt(variance[index]!)]);
}

/** A series that stands still for a quarter of its steps is not one that these models describe. */
function warnAboutStretches(returns: Float64Array): RunWarning[] {
  const still = returns.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  if (still <= REGULAR_STRETCH_SHARE * returns.length) return [];
  return [
    {
      code: 'series-stands-still',
      message: `${still} of ${returns.length} returns are exactly zero: the price was carried forward or the asset hardly traded`,
      remedy: 'use a coarser time step, or cut the series to the part that traded',
    },
  ];
}

function warnAboutChoice(comparison: readonly ModelComparison[]): RunWarning[] {
  const alike = comparison.slice(1).filter(({ isWorse }) => !isWorse);
  if (alike.length === 0) return [];
  return [
    {
      code: 'model-choice-open',
      message: `${alike.length} of ${comparison.length} models are within two standard errors of the best on the last ${100 * HOLD_OUT_SHARE} % of the sample`,
      remedy: 'take the simplest of them, or a longer series: the order among them is noise',
    },
  ];
}

/** JSON has no NaN: a figure that does not exist is `null`. */
function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
