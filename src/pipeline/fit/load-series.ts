import { join, resolve } from 'node:path';
import { DataError, UsageError } from '../../core/errors.js';
import { hashSha256 } from '../../core/hash.js';
import type { RunWarning } from '../../core/run-result.js';
import { readCsvFile, readNumberColumn } from '../../storage/csv-file.js';
import { createDatasetStore } from '../../storage/dataset-store.js';
import type { FitContext } from './fit-context.js';
import { computeLogReturns, keepFinite, type ReturnsWithGaps } from './returns-from-prices.js';

export type SeriesKind = 'price' | 'return';

/** Flags that say which numbers to fit: a CSV column, or a series of a dataset. */
export interface SeriesOptions {
  readonly input?: string | undefined;
  readonly column?: string | undefined;
  readonly kind?: string | undefined;
  readonly scale?: number | undefined;
  readonly dataset?: string | undefined;
  readonly series?: string | undefined;
}

/** Prices become log returns in percent; returns are taken as they are. */
export const SERIES_DEFAULTS = { kind: 'return', scaleOfPrices: 100, scaleOfReturns: 1 } as const;

/** The numbers that are fitted, and where they came from. */
export interface FitSeries {
  /** Of the file or the dataset, with column or series: `returns.csv, column r`. */
  readonly source: string;
  /** Of the file's bytes or the dataset's tables. */
  readonly sourceSha256: string;
  /** Of `returns`. */
  readonly dataSha256: string;
  readonly kind: SeriesKind;
  readonly scale: number;
  readonly returns: Float64Array;
  /** Observations in the source, and how many of them were missing or not usable. */
  readonly rows: number;
  readonly rowsMissing: number;
  /** Seconds between observations, where the source knows. */
  readonly stepSeconds: number | null;
  readonly warnings: readonly RunWarning[];
}

/** What a fit keeps of its series. */
export interface SeriesSummary extends Pick<FitSeries, 'source' | 'sourceSha256' | 'dataSha256' | 'kind' | 'scale' | 'rows' | 'rowsMissing'> {
  readonly observations: number;
}

/**
 * Loads the series that the flags name, as scaled returns without gaps.
 *
 * Formula: price → scale × ln(p_t/p_{t−1}) over neighbours that are both there; return → scale × value.
 * @throws UsageError when the flags do not name one series; DataError naming file and line where the data is broken.
 */
export async function loadFitSeries(options: SeriesOptions, context: FitContext): Promise<FitSeries> {
  if (options.input !== undefined && options.dataset !== undefined) {
    throw new UsageError('--input and --dataset both name the data', { suggestions: ['Give one of them.'] });
  }
  if (options.input !== undefined) return loadCsvSeries(options.input, options, context);
  if (options.dataset !== undefined) return loadDatasetSeries(options.dataset, options, context);
  throw new UsageError('nothing says which numbers to fit', {
    suggestions: ['Give a file: --input returns.csv --column NAME', 'or a series of a dataset: --dataset NAME --series ETH/USD'],
  });
}

async function loadCsvSeries(input: string, options: SeriesOptions, { workingFolder }: FitContext): Promise<FitSeries> {
  const table = await readCsvFile(resolve(workingFolder, input), input);
  const column = options.column ?? table.columns[0]!;
  if (options.column === undefined && table.columns.length > 1) {
    throw new UsageError('the file has several columns', { where: input, suggestions: [`Choose one with --column: ${table.columns.join(', ')}.`] });
  }
  const kind = (options.kind ?? SERIES_DEFAULTS.kind) as SeriesKind;
  const scale = options.scale ?? (kind === 'price' ? SERIES_DEFAULTS.scaleOfPrices : SERIES_DEFAULTS.scaleOfReturns);
  const values = readNumberColumn(table, column);
  const returns = kind === 'price' ? computeLogReturns(values, scale) : keepFinite(values, scale);
  return finish(returns, {
    source: `${input}, column ${column}`,
    sourceSha256: table.sha256,
    kind,
    scale,
    stepSeconds: null,
    nameRow: (row) => `line ${table.lines[row]}`,
  });
}

async function loadDatasetSeries(name: string, options: SeriesOptions, { packageFolder, workingFolder }: FitContext): Promise<FitSeries> {
  const folders = [join(workingFolder, 'data', 'local'), join(workingFolder, 'data'), join(packageFolder, 'data')];
  const dataset = await createDatasetStore({ folders }).loadPrices(name);
  const known = [...dataset.prices.keys()].join(', ');
  if (options.series === undefined) throw new UsageError('the dataset has several series', { where: name, suggestions: [`Choose one with --series: ${known}.`] });
  const prices = dataset.prices.get(options.series);
  if (!prices) throw new DataError(`the dataset has no series ${options.series}`, { where: name, suggestions: [`Series there: ${known}.`] });
  const scale = options.scale ?? SERIES_DEFAULTS.scaleOfPrices;
  const values = prices.close.map((close, t) => (prices.filled[t] === 0 ? close : NaN));
  const stepSeconds = prices.unixSeconds.length > 1 ? prices.unixSeconds[1]! - prices.unixSeconds[0]! : null;
  return finish(computeLogReturns(values, scale), {
    source: `${name}, ${options.series}`,
    sourceSha256: dataset.sha256,
    kind: 'price',
    scale,
    stepSeconds,
    nameRow: (row) => new Date(prices.unixSeconds[row]! * 1000).toISOString(),
  });
}

interface Provenance extends Pick<FitSeries, 'source' | 'sourceSha256' | 'kind' | 'scale' | 'stepSeconds'> {
  readonly nameRow: (row: number) => string;
}

function finish({ returns, rows, missing, notPositive }: ReturnsWithGaps, { nameRow, ...provenance }: Provenance): FitSeries {
  const warnings: RunWarning[] = [];
  if (missing.length > 0) {
    warnings.push({
      code: 'series-gaps',
      message: `${missing.length} of ${rows} values are missing, the first at ${nameRow(missing[0]!)}; the returns into and out of them are left out`,
      remedy: 'fill the gaps from another source if they fall into the hours that matter',
    });
  }
  if (notPositive.length > 0) {
    warnings.push({
      code: 'series-not-positive',
      message: `${notPositive.length} of ${rows} prices are zero or negative, the first at ${nameRow(notPositive[0]!)}; they are taken as missing`,
      remedy: 'check the source: a token that was delisted, or returns given as --kind price',
    });
  }
  return {
    ...provenance,
    returns,
    rows,
    rowsMissing: missing.length + notPositive.length,
    dataSha256: hashSha256(new Uint8Array(returns.buffer, returns.byteOffset, returns.byteLength)),
    warnings,
  };
}

/** Keeps what a reader needs to know of the series, without the numbers. */
export function summariseSeries(series: FitSeries): SeriesSummary {
  const { source, sourceSha256, dataSha256, kind, scale, rows, rowsMissing, returns } = series;
  return { source, sourceSha256, dataSha256, kind, scale, rows, rowsMissing, observations: returns.length };
}
