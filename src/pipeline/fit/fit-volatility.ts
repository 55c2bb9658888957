import type { RunWarning } from '../../core/run-result.js';
import { fitEwma } from '../../market/volatility/fit-ewma.js';
import { fitGarch } from '../../market/volatility/fit-garch.js';
import type { FitContext } from './fit-context.js';
import { keepFit, type KeepOptions, type KeptFit } from './keep-fit.js';
import { loadFitSeries, summariseSeries, type FitSeries, type SeriesOptions, type SeriesSummary } from './load-series.js';

export interface VolatilityFitOptions extends SeriesOptions, KeepOptions {
  readonly model?: string | undefined;
}

/** One estimate; `null` where a standard error cannot be computed (a warning says why). */
export interface ParameterRow {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number | null;
  /** Bollerslev–Wooldridge: valid also when the innovations are not what the likelihood takes them for. */
  readonly robustStandardError: number | null;
}

/** Everything a volatility fit says. */
export interface VolatilityFitReport {
  readonly model: string;
  readonly series: SeriesSummary;
  readonly presampleRule: string;
  readonly converged: boolean;
  readonly parameters: readonly ParameterRow[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly warnings: readonly RunWarning[];
}

/** What `fit volatility --json` prints. */
export type VolatilityFitReply = VolatilityFitReport & Omit<KeptFit<unknown>, 'result'>;

/**
 * Fits a volatility model to a CSV column or a dataset's series, or takes the fit from its file when nothing has changed.
 *
 * @throws UsageError, DataError or ModelError; nothing is written then
 */
export async function fitVolatilityPipeline(options: VolatilityFitOptions, context: FitContext): Promise<KeptFit<VolatilityFitReport>> {
  const series = await loadFitSeries(options, context);
  const model = options.model ?? 'garch';
  const question = { what: 'volatility', dataSha256: series.dataSha256, options: { model } };
  return keepFit(question, options, context, () => buildReport(series, model));
}

function buildReport(series: FitSeries, model: string): VolatilityFitReport {
  const fit = model === 'ewma' ? describeEwma(series.returns) : describeGarch(series.returns);
  const n = series.returns.length;
  const k = fit.parameters.length;
  return {
    ...fit,
    series: summariseSeries(series),
    aic: 2 * k - 2 * fit.logLikelihood,
    bic: k * Math.log(n) - 2 * fit.logLikelihood,
    warnings: [...series.warnings, ...fit.warnings],
  };
}

function describeGarch(returns: Float64Array): Omit<VolatilityFitReport, 'series' | 'aic' | 'bic'> {
  const fit = fitGarch(returns);
  const parameters = (['mu', 'omega', 'alpha', 'beta'] as const).map((name) => ({
    name,
    estimate: fit.parameters[name],
    standardError: numberOrNull(fit.standardErrors[name]),
    robustStandardError: numberOrNull(fit.robustStandardErrors[name]),
  }));
  const { presampleRule, converged, logLikelihood, warnings } = fit;
  return { model: 'garch', presampleRule, converged, parameters, logLikelihood, warnings };
}

function describeEwma(returns: Float64Array): Omit<VolatilityFitReport, 'series' | 'aic' | 'bic'> {
  const { lambda, lambdaStandardError, converged, logLikelihood, warnings } = fitEwma(returns);
  const parameters = [{ name: 'lambda', estimate: lambda, standardError: numberOrNull(lambdaStandardError), robustStandardError: null }];
  return { model: 'ewma', presampleRule: 'mean-squared-residual', converged, parameters, logLikelihood, warnings };
}

/** JSON has no NaN: a figure that does not exist is `null`. */
function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
