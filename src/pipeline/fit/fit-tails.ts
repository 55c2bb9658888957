import { UsageError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { chooseThreshold, type ThresholdDiagnostic } from '../../market/tails/choose-threshold.js';
import { fitParetoTail } from '../../market/tails/fit-pareto-tail.js';
import { computeTailRisk } from '../../market/tails/tail-risk.js';
import type { FitContext } from './fit-context.js';
import { keepFit, type KeepOptions, type KeptFit } from './keep-fit.js';
import { loadFitSeries, summariseSeries, type FitSeries, type SeriesOptions, type SeriesSummary } from './load-series.js';
import { toNumberOrNull } from './number-or-null.js';
import type { ParameterRow } from './volatility-report.js';

export interface TailFitOptions extends SeriesOptions, KeepOptions {
  readonly tail?: string | undefined;
  readonly threshold?: number | undefined;
}

/** An estimate with its 95 % interval; `null` where it is infinite or does not exist. */
export interface TailFigure {
  readonly value: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

export interface TailFitReport {
  readonly tail: string;
  readonly series: SeriesSummary;
  readonly threshold: number;
  /** Why this threshold. */
  readonly thresholdReason: string;
  readonly exceedances: number;
  readonly converged: boolean;
  readonly parameters: readonly ParameterRow[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly risks: readonly { readonly level: number; readonly var: TailFigure; readonly es: TailFigure; readonly isExtrapolation: boolean }[];
  /** One row per candidate: mean excess and stability. */
  readonly diagnostics: readonly ThresholdDiagnostic[];
  readonly warnings: readonly RunWarning[];
}

/** What `fit tails --json` prints. */
export type TailFitReply = TailFitReport & Omit<KeptFit<unknown>, 'result'>;

const LEVELS: readonly number[] = [0.95, 0.975, 0.99, 0.995, 0.999, 0.9999];
const PARAMETERS = 2;

/**
 * Fits the tail of a CSV column or a dataset's series, or takes the fit from its file when nothing has changed.
 *
 * @throws UsageError, DataError or ModelError; nothing is written then
 */
export async function fitTailsPipeline(options: TailFitOptions, context: FitContext): Promise<KeptFit<TailFitReport>> {
  const { threshold } = options;
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw new UsageError('--threshold is not a number', { suggestions: ['Give a loss in scaled returns, such as 2.5, or leave it out to have one chosen.'] });
  }
  const series = await loadFitSeries(options, context);
  const { source, sourceSha256, rows, kind, scale } = series;
  const tail = options.tail ?? 'lower';
  const asked = { tail, threshold: threshold ?? null, source, sourceSha256, rows, kind, scale };
  return keepFit({ what: 'tails', dataSha256: series.dataSha256, options: asked }, options, context, () => buildTailReport(series, tail, threshold));
}

function buildTailReport(series: FitSeries, tail: string, threshold: number | undefined): TailFitReport {
  const losses = tail === 'lower' ? series.returns.map((value) => -value) : series.returns;
  const chosen = threshold === undefined ? chooseThreshold(losses) : null;
  const fit = chosen?.fit ?? fitParetoTail(losses, threshold!);
  const n = fit.exceedances.length;
  const levels = LEVELS.filter((level) => (1 - level) * fit.observations <= n);
  const toFigure = ({ value, ciLow, ciHigh }: TailFigure & { value: number; ciLow: number; ciHigh: number }): TailFigure => ({
    value: toNumberOrNull(value),
    ciLow: toNumberOrNull(ciLow),
    ciHigh: toNumberOrNull(ciHigh),
  });
  return {
    tail,
    series: summariseSeries(series),
    threshold: fit.threshold,
    thresholdReason: chosen?.reason ?? 'threshold as given',
    exceedances: n,
    converged: fit.converged,
    parameters: (['xi', 'beta'] as const).map((name) => ({
      name,
      estimate: fit[name],
      standardError: toNumberOrNull(fit.standardErrors[name]),
      robustStandardError: toNumberOrNull(fit.robustStandardErrors[name]),
    })),
    logLikelihood: fit.logLikelihood,
    aic: 2 * PARAMETERS - 2 * fit.logLikelihood,
    bic: PARAMETERS * Math.log(n) - 2 * fit.logLikelihood,
    risks: levels.map((level) => {
      const { var: valueAtRisk, es, isExtrapolation } = computeTailRisk(fit, level);
      return { level, var: toFigure(valueAtRisk), es: toFigure(es), isExtrapolation };
    }),
    diagnostics: chosen?.diagnostics ?? [],
    warnings: [...series.warnings, ...fit.warnings],
  };
}
