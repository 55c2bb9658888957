import { join, resolve } from 'node:path';
import { DataError, UsageError } from '../../core/errors.js';
import { hashSha256 } from '../../core/hash.js';
import { asShare, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { fitDccInPieces } from '../../market/dependence/fit-dcc.js';
import { shrinkCorrelation } from '../../market/dependence/shrink-correlation.js';
import { computeTailDependence, fitTCopulaInPieces } from '../../market/dependence/t-copula.js';
import { alignSeries, computeReturnsPercent } from '../../market/paths/time-series.js';
import { fitGarchInPieces, type GarchFit } from '../../market/volatility/fit-garch.js';
import { readCsvFile, readNumberColumn } from '../../storage/csv-file.js';
import { createDatasetStore } from '../../storage/dataset-store.js';
import { plotDependence } from '../../report/plots/fit-plots.js';
import type { PlotPoint } from '../../report/plots/plot.js';
import type { FitContext } from './fit-context.js';
import { keepFit, readFitData, type KeepOptions, type FitFiles, type KeptFit } from './keep-fit.js';
import { toNumberOrNull } from './number-or-null.js';
import type { ParameterRow } from './volatility-report.js';

export interface DependenceFitOptions extends KeepOptions {
  readonly input?: string | undefined;
  readonly column?: readonly string[] | undefined;
  readonly dataset?: string | undefined;
  readonly series?: readonly string[] | undefined;
}

export interface DependenceFitReport {
  readonly source: string;
  readonly names: readonly string[];
  /** Common to all series. */
  readonly observations: number;
  /** Row by row; k × k. */
  readonly correlation: readonly number[];
  readonly shrinkage: number;
  readonly dcc: { readonly parameters: readonly Omit<ParameterRow, 'robustStandardError'>[]; readonly likelihoodRatio: number; readonly nextCorrelation: readonly number[] };
  readonly copula: {
    readonly degreesOfFreedom: number;
    readonly standardError: number | null;
    readonly correlation: readonly number[];
    /** Chance that one crashes given that the other does; k × k. */
    readonly tailDependence: readonly number[];
  };
  /** Standardised residuals of each pair, the most recent. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly points: readonly PlotPoint[] }[];
  /** Rows that changing correlation and the copula rest on: the most recent. */
  readonly observationsRecent: number;
  readonly warnings: readonly RunWarning[];
}

/** What `fit dependence --json` prints. */
export type DependenceFitReply = DependenceFitReport & FitFiles;

interface JointReturns {
  readonly rows: number;
  readonly source: string;
  readonly names: readonly string[];
  readonly returnsPercent: readonly Float64Array[];
}

/** A year of hours: DCC and copula are fitted step by step, and older correlation says little about now. */
const RECENT_MAX = 8760;
/** More than a picture can show. */
const POINTS_MAX = 500;

/**
 * Fits the dependence of columns of a CSV file or series of a dataset, or takes the fit from its file when nothing has changed.
 *
 * @throws UsageError, DataError or ModelError; nothing is written then
 */
export async function fitDependencePipeline(options: DependenceFitOptions, context: FitContext): Promise<KeptFit<DependenceFitReport>> {
  const joint = await readFitData(context, () => loadJointReturns(options, context));
  const hashes = joint.returnsPercent.map((returns) => hashSha256(new Uint8Array(returns.buffer, returns.byteOffset, returns.byteLength)));
  const question = { what: 'dependence', dataSha256: hashSha256(hashes.join('\n')), options: { source: joint.source, names: joint.names } };
  return keepFit(question, options, context, { total: joint.names.length + 2, unit: 'models' }, () => buildDependenceReport(joint), plotDependence);
}

async function loadJointReturns({ input, column, dataset, series }: DependenceFitOptions, context: FitContext): Promise<JointReturns> {
  const names = (input === undefined ? series : column) ?? [];
  if ((input === undefined) === (dataset === undefined) || new Set(names).size < 2 || new Set(names).size < names.length) {
    throw new UsageError('a dependence needs one source and two different series of it', {
      suggestions: ['--input FILE --column A --column B', '--dataset NAME --series A --series B'],
    });
  }
  if (input !== undefined) {
    const table = await readCsvFile(resolve(context.workingFolder, input), input);
    const columns = names.map((name) => readNumberColumn(table, name));
    const kept = [...table.rows.keys()].filter((row) => columns.every((values) => Number.isFinite(values[row]!)));
    return { source: input, names, rows: kept.length, returnsPercent: columns.map((values) => Float64Array.from(kept, (row) => values[row]!)) };
  }
  const { packageFolder, workingFolder } = context;
  const folders = [join(workingFolder, 'data', 'local'), join(workingFolder, 'data'), join(packageFolder, 'data')];
  const { prices } = await createDatasetStore({ folders }).loadPrices(dataset!);
  const timed = names.map((name) => {
    const grid = prices.get(name);
    if (!grid) throw new DataError(`the dataset has no series ${name}`, { where: dataset!, suggestions: [`Series there: ${[...prices.keys()].join(', ')}.`] });
    return computeReturnsPercent(grid, grid.unixSeconds[1]! - grid.unixSeconds[0]!);
  });
  const { values } = alignSeries(timed);
  return { source: dataset!, names, rows: values[0]!.length, returnsPercent: values };
}

function* buildDependenceReport({ source, names, returnsPercent }: JointReturns): Piecewise<DependenceFitReport> {
  const k = names.length;
  const models = k + 2;
  const fits: GarchFit[] = [];
  for (const returns of returnsPercent) {
    fits.push(yield* asShare(fitGarchInPieces(returns), fits.length / models, 0));
    yield fits.length / models;
  }
  const residuals = fits.map(({ standardisedResiduals }) => standardisedResiduals);
  const recent = residuals.map((series) => series.slice(-RECENT_MAX));
  const shrunk = shrinkCorrelation(residuals);
  const dcc = yield* asShare(fitDccInPieces(recent), k / models, 0);
  yield (k + 1) / models;
  const copula = yield* asShare(fitTCopulaInPieces(recent), (k + 1) / models, 0);
  return {
    source,
    names,
    observations: residuals[0]!.length,
    correlation: [...shrunk.matrix],
    shrinkage: shrunk.shrinkage,
    dcc: {
      parameters: (['a', 'b'] as const).map((name) => ({ name, estimate: dcc.parameters[name], standardError: toNumberOrNull(dcc.standardErrors[name]) })),
      likelihoodRatio: dcc.likelihoodRatio,
      nextCorrelation: [...dcc.nextCorrelation],
    },
    copula: {
      degreesOfFreedom: copula.degreesOfFreedom,
      standardError: toNumberOrNull(copula.degreesOfFreedomStandardError),
      correlation: [...copula.correlation],
      tailDependence: Array.from(copula.correlation, (rho, p) => (p % (k + 1) === 0 ? 1 : computeTailDependence(rho, copula.degreesOfFreedom))),
    },
    pairs: listPairs(names, residuals),
    observationsRecent: recent[0]!.length,
    warnings: [
      ...fits.flatMap(({ warnings }, i) => warnings.map((warning) => ({ ...warning, message: `${names[i]}: ${warning.message}` }))),
      ...dcc.warnings,
      ...copula.warnings,
    ],
  };
}

function listPairs(names: readonly string[], residuals: readonly Float64Array[]): DependenceFitReport['pairs'] {
  const recent = residuals.map((series) => series.slice(-POINTS_MAX));
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second, offset) => {
      const other = recent[i + 1 + offset]!;
      return { first, second, points: Array.from(recent[i]!, (value, index): PlotPoint => [value, other[index]!]) };
    }),
  );
}
