import { UsageError } from '../../core/errors.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { chooseThresholdInPieces, THRESHOLD_DEFAULTS, type ThresholdDiagnostic } from '../../market/tails/choose-threshold.js';
import { fitParetoTail, type ParetoTailFit } from '../../market/tails/fit-pareto-tail.js';
import { computeParetoCdf } from '../../market/tails/generalised-pareto.js';
import { computeTailRisk } from '../../market/tails/tail-risk.js';
import { thinIndices } from '../../report/charts/thin-series.js';
import { plotTail } from '../../report/plots/fit-plots.js';
import type { PlotPoint } from '../../report/plots/plot.js';
import type { FitContext } from './fit-context.js';
import { keepFit, readFitData, type KeepOptions, type FitFiles, type KeptFit } from './keep-fit.js';
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
  /** [value, share of the sample beyond it], as observed and by the law. */
  readonly observedTail: readonly PlotPoint[];
  readonly fittedTail: readonly PlotPoint[];
  readonly warnings: readonly RunWarning[];
}

/** What `fit tails --json` prints. */
export type TailFitReply = TailFitReport & FitFiles;

const LEVELS: readonly number[] = [0.95, 0.975, 0.99, 0.995, 0.999, 0.9999];
const PARAMETERS = 2;
/** More than a picture can show. */
const POINTS_MAX = 300;
/** The largest losses are far apart: none of them may be left out of the picture. */
const LARGEST_KEPT = 60;

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
  const series = await readFitData(context, () => loadFitSeries(options, context));
  const { source, sourceSha256, rows, kind, scale } = series;
  const tail = options.tail ?? 'lower';
  const asked = { tail, threshold: threshold ?? null, source, sourceSha256, rows, kind, scale };
  return keepFit({ what: 'tails', dataSha256: series.dataSha256, options: asked }, options, context, { total: threshold === undefined ? THRESHOLD_DEFAULTS.levels.length : 1, unit: 'thresholds' }, () => buildTailReport(series, tail, threshold), plotTail);
}

function* buildTailReport(series: FitSeries, tail: string, threshold: number | undefined): Piecewise<TailFitReport> {
  const losses = tail === 'lower' ? series.returns.map((value) => -value) : series.returns;
  const chosen = threshold === undefined ? yield* chooseThresholdInPieces(losses) : null;
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
    ...traceTail(fit),
    warnings: [...series.warnings, ...fit.warnings],
  };
}

/** The i-th largest of n exceedances is exceeded by (i − ½)/n of them. */
function traceTail(fit: ParetoTailFit): Pick<TailFitReport, 'observedTail' | 'fittedTail'> {
  const { exceedances, threshold, observations } = fit;
  const n = exceedances.length;
  const shareBeyond = n / observations;
  const kept = thinIndices(n, POINTS_MAX, Array.from({ length: Math.min(n, LARGEST_KEPT) }, (_, place) => n - 1 - place));
  return {
    observedTail: kept.map((index) => [threshold + exceedances[index]!, ((n - index - 0.5) / n) * shareBeyond]),
    fittedTail: kept.map((index) => [threshold + exceedances[index]!, (1 - computeParetoCdf(exceedances[index]!, fit)) * shareBeyond]),
  };
}
