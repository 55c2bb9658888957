import { UsageError } from '../../core/errors.js';
import { plotVolatility } from '../../report/plots/fit-plots.js';
import type { FitContext } from './fit-context.js';
import { keepFit, readFitData, type KeepOptions, type FitFiles, type KeptFit } from './keep-fit.js';
import { loadFitSeries, type SeriesOptions } from './load-series.js';
import { buildVolatilityReport, countModels, type VolatilityFitReport } from './volatility-report.js';

export interface VolatilityFitOptions extends SeriesOptions, KeepOptions {
  readonly model?: string | undefined;
  readonly dist?: string | undefined;
  /** Steps to forecast. */
  readonly horizon?: number | undefined;
  /** Returns per day, for HAR. */
  readonly stepsPerDay?: number | undefined;
}

/** What `fit volatility --json` prints. */
export type VolatilityFitReply = VolatilityFitReport & FitFiles;

const DEFAULTS = { model: 'garch', dist: 'normal', horizon: 24 } as const;
const SECONDS_PER_DAY = 86_400;

/**
 * Fits a volatility model to a CSV column or a dataset's series, or takes the fit from its file when nothing has changed.
 *
 * @throws UsageError, DataError or ModelError; nothing is written then
 */
export async function fitVolatilityPipeline(options: VolatilityFitOptions, context: FitContext): Promise<KeptFit<VolatilityFitReport>> {
  const model = options.model ?? DEFAULTS.model;
  if (options.dist !== undefined && (model === 'auto' || model === 'har')) {
    throw new UsageError(`--model ${model} takes no --dist`, {
      suggestions: [model === 'auto' ? 'It tries every distribution; leave --dist out.' : 'HAR is a regression of realised variance; leave --dist out.'],
    });
  }
  const series = await readFitData(context, () => loadFitSeries(options, context));
  const stepSeconds = series.stepSeconds ?? SECONDS_PER_DAY;
  const question = {
    model,
    distribution: options.dist ?? DEFAULTS.dist,
    horizonSteps: options.horizon ?? DEFAULTS.horizon,
    stepsPerDay: options.stepsPerDay ?? Math.max(1, Math.round(SECONDS_PER_DAY / stepSeconds)),
  };
  // Where a series came from is part of the answer, so the same numbers in another file are asked anew.
  const { source, sourceSha256, rows, kind, scale } = series;
  const asked = { what: 'volatility', dataSha256: series.dataSha256, options: { ...question, source, sourceSha256, rows, kind, scale } };
  return keepFit(asked, options, context, { total: countModels(question), unit: 'models' }, () => buildVolatilityReport(series, question), plotVolatility);
}
