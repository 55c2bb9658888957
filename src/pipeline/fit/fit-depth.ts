import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { compareDepthLawsInPieces, isExtrapolated } from '../../market/depth/compare-depth-laws.js';
import { DEPTH_LAW_KINDS } from '../../market/depth/depth-laws.js';
import { POWER_LAW_DEFAULTS } from '../../market/depth/fit-power-law.js';
import { readCsvFile, readNumberColumn } from '../../storage/csv-file.js';
import { plotDepth } from '../../report/plots/fit-plots.js';
import type { PlotPoint } from '../../report/plots/plot.js';
import type { FitContext } from './fit-context.js';
import { keepFit, readFitData, type KeepOptions, type FitFiles, type KeptFit } from './keep-fit.js';

export interface DepthFitOptions extends KeepOptions {
  readonly input: string;
  readonly sizeColumn?: string | undefined;
  readonly impactColumn?: string | undefined;
  readonly minimumImpactRatio?: number | undefined;
  /** Sizes to tell the impact of, as written. */
  readonly sizes?: readonly string[] | undefined;
}

export interface DepthLawRow {
  readonly kind: string;
  /** Of ln impact on ln size; none for monotone steps. */
  readonly coefficients: readonly number[];
  readonly crossValidatedError: number;
  /** ln impact − fitted, by rising size. */
  readonly residuals: readonly number[];
}

export interface DepthFitReport {
  readonly source: string;
  readonly sourceSha256: string;
  readonly quotes: number;
  readonly quotesLeftOut: number;
  readonly minimumImpactRatio: number;
  readonly sizeMax: number;
  /** Best first. */
  readonly laws: readonly DepthLawRow[];
  /** Of the quotes used, rising: the residuals' abscissa. */
  readonly sizes: readonly number[];
  /** [size, impact ratio] of the quotes used, and of the best law there. */
  readonly observed: readonly PlotPoint[];
  readonly fitted: readonly PlotPoint[];
  /** By the best law. */
  readonly impacts: readonly { readonly size: number; readonly impactRatio: number; readonly isExtrapolation: boolean }[];
  readonly warnings: readonly RunWarning[];
}

/** What `fit depth --json` prints. */
export type DepthFitReply = DepthFitReport & FitFiles;

/** Shares of the largest quote that are told when no size is asked for; the last lies beyond it. */
const SHARES: readonly number[] = [0.01, 0.1, 0.5, 1, 2];

/**
 * Fits every impact law to the quotes of a CSV file, or takes the fit from its file when nothing has changed.
 *
 * @throws UsageError, DataError or ModelError; nothing is written then
 */
export async function fitDepthPipeline(options: DepthFitOptions, context: FitContext): Promise<KeptFit<DepthFitReport>> {
  const { input } = options;
  const minimumImpactRatio = options.minimumImpactRatio ?? POWER_LAW_DEFAULTS.minimumImpactRatio;
  const asked = options.sizes?.map(Number) ?? [];
  if (!(minimumImpactRatio >= 0 && minimumImpactRatio < 1) || !asked.every((size) => size > 0 && size < Infinity)) {
    throw new UsageError('--minimum-impact must lie from 0 to 1 and every --at be a positive number', { suggestions: ['Write 0.005 for half a per cent.'] });
  }
  const columns = { size: options.sizeColumn ?? 'size', impact: options.impactColumn ?? 'impact' };
  const { table, sizes, impacts } = await readFitData(context, async () => {
    const read = await readCsvFile(resolve(context.workingFolder, input), input);
    return { table: read, sizes: readNumberColumn(read, columns.size), impacts: readNumberColumn(read, columns.impact), rows: read.rows.length };
  });
  const question = { what: 'depth', dataSha256: table.sha256, options: { input, columns, minimumImpactRatio, asked } };
  return keepFit(question, options, context, { total: DEPTH_LAW_KINDS.length, unit: 'laws' }, function* () {
    const comparison = yield* compareDepthLawsInPieces(sizes, impacts, minimumImpactRatio);
    const best = comparison.scores[0]!;
    const told = asked.length > 0 ? asked : SHARES.map((share) => share * comparison.sizeMax);
    return {
      source: input,
      sourceSha256: table.sha256,
      quotes: comparison.sizes.length,
      quotesLeftOut: comparison.quotesLeftOut,
      minimumImpactRatio,
      sizeMax: comparison.sizeMax,
      laws: comparison.scores.map(({ kind, law, crossValidatedError, residuals }) => ({
        kind,
        coefficients: [...law.coefficients],
        crossValidatedError,
        residuals: [...residuals],
      })),
      sizes: [...comparison.sizes],
      observed: Array.from(comparison.sizes, (size, index): PlotPoint => [size, comparison.impactRatios[index]!]),
      fitted: Array.from(comparison.sizes, (size): PlotPoint => [size, Math.exp(best.law.predictLogImpact(Math.log(size)))]),
      impacts: told.map((size) => ({
        size,
        impactRatio: Math.exp(best.law.predictLogImpact(Math.log(size))),
        isExtrapolation: isExtrapolated(comparison, size),
      })),
      warnings: comparison.warnings,
    };
  }, plotDepth);
}
