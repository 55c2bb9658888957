import { resolve } from 'node:path';
import { evaluateForecast, type ForecastEvaluation } from '../backtest/forecast/evaluate-forecast.js';
import { forecastLiquidations, HOUR_SECONDS } from '../backtest/forecast/forecast-liquidations.js';
import { DataError, UsageError } from '../core/errors.js';
import { computeReturnsPercent, type GridPrices } from '../market/paths/time-series.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { publishReport } from '../storage/report-files.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { buildForecastTables } from './forecast/forecast-tables.js';
import { judgeForecast, type ForecastVerdict } from './forecast/judge-forecast.js';
import { readVaultHistory } from './forecast/vault-history.js';
import { renderCsvFiles } from './csv-files.js';
import type { HistoryDataset, PriceSeries } from './ports.js';
import { runStage, type Progress } from './progress.js';

export interface ForecastOptions {
  readonly dataset?: string | undefined;
  /** Day, YYYY-MM-DD: forecasts before are fitted on, later ones tested. */
  readonly split?: string | undefined;
  readonly seed?: number | undefined;
  readonly paths?: number | undefined;
  /** Folder for the tables. */
  readonly out?: string | undefined;
}

export interface ForecastReply {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly seed: number;
  readonly paths: number;
  /** Log return per hour of the normal baseline, from the prices before the split. */
  readonly constantSigma: number;
  /** One day ahead and one week ahead. */
  readonly horizons: readonly ForecastEvaluation[];
  readonly verdicts: readonly ForecastVerdict[];
  /** Vault-moments that were not forecast because the vault had been unsafe for a day without a liquidation. */
  readonly neglected: number;
  readonly files: readonly string[];
}

export const FORECAST_DEFAULTS = { dataset: 'maker-ethb_2020-2022', split: '2021-05-01', seed: 1, paths: 4000 } as const;
export const FORECAST_STAGES = { load: 'Load events and prices', day: 'Forecast a day ahead', week: 'Forecast a week ahead' } as const;

const DAY_SECONDS = 24 * HOUR_SECONDS;
const HORIZONS = [
  { stage: FORECAST_STAGES.day, hours: 24 },
  { stage: FORECAST_STAGES.week, hours: 168 },
] as const;

/**
 * Forecasts a market's liquidations day by day and week by week, each from what was known then, and holds them against what happened.
 *
 * @throws UsageError when the split leaves nothing to fit or to test; DataError when the dataset is unknown, altered or no history
 */
export async function forecastPipeline(options: ForecastOptions, context: DataContext & { readonly progress: Progress }): Promise<ForecastReply> {
  const { progress, workingFolder } = context;
  const { dataset: name, split, seed, paths } = { ...FORECAST_DEFAULTS, ...dropUndefined(options) };
  const dataset = await runStage(progress, FORECAST_STAGES.load, () => createDatasetStore({ folders: listDatasetFolders(context) }).loadHistoryDataset(name), ({ events }) => `${events.length} event rows`);
  const { events, terms, collateralAsset } = readVaultHistory(dataset);
  const prices = findPrices(dataset, collateralAsset);
  const from = DAY_SECONDS * (Math.floor(events[0]!.unixSeconds / DAY_SECONDS) + 2);
  const to = prices.unixSeconds.at(-1)!;
  const splitUnixSeconds = readSplit(split, from, to);
  const constantSigma = computeSigma(prices, splitUnixSeconds);
  const horizons: ForecastEvaluation[] = [];
  let neglected = 0;
  for (const { stage, hours } of HORIZONS) {
    const origins = listOrigins(from, to, hours, splitUnixSeconds);
    const evaluation = await runStage(
      progress,
      stage,
      () => {
        const books = forecastLiquidations({ events, terms, prices, origins, horizonHours: hours, constantSigma, seed, paths });
        neglected += books.reduce((sum, book) => sum + book.neglected.length, 0);
        return evaluateForecast(books, hours, splitUnixSeconds, paths);
      },
      ({ test }) => `${test.n} vaults at ${test.moments} moments tested`,
    );
    horizons.push(evaluation);
  }
  const verdicts = judgeForecast(horizons);
  const files = options.out === undefined ? [] : await publishReport(resolve(workingFolder, options.out), await renderCsvFiles(buildForecastTables(horizons)));
  return { dataset: { name: dataset.name, sha256: dataset.sha256 }, seed, paths, constantSigma, horizons, verdicts, neglected, files };
}

function findPrices({ name, prices }: HistoryDataset, asset: string): PriceSeries {
  const series = prices.get(`${asset}/USD`);
  if (series) return series;
  throw new DataError(`the dataset has no prices of ${asset} in USD`, { where: `${name}, table prices`, suggestions: [`Series there: ${[...prices.keys()].join(', ') || 'none'}.`] });
}

/** Moments one horizon apart on both sides of the split, so that one of them falls on it and none reaches over it. */
function listOrigins(from: number, to: number, hours: number, splitUnixSeconds: number): number[] {
  const step = hours * HOUR_SECONDS;
  const origins: number[] = [];
  for (let time = splitUnixSeconds - step * Math.floor((splitUnixSeconds - from) / step); time + step <= to; time += step) origins.push(time);
  return origins;
}

function readSplit(text: string, from: number, to: number): number {
  const unixSeconds = Date.parse(`${text}T00:00:00Z`) / 1000;
  const isUsable = /^\d{4}-\d{2}-\d{2}$/.test(text) && unixSeconds - from >= 60 * DAY_SECONDS && to - unixSeconds >= 30 * DAY_SECONDS;
  if (isUsable) return unixSeconds;
  const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
  throw new UsageError(`${text} does not split the history into a part to fit and a part to test`, {
    where: '--split',
    suggestions: [`Give a day from ${day(from + 60 * DAY_SECONDS)} to ${day(to - 30 * DAY_SECONDS)}.`],
  });
}

/** Root mean square of the hourly log returns known at a time. */
function computeSigma(prices: GridPrices, untilUnixSeconds: number): number {
  const returns = computeReturnsPercent(prices, HOUR_SECONDS);
  const known = returns.values.filter((_, i) => returns.unixSeconds[i]! <= untilUnixSeconds);
  return 0.01 * Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
}

function dropUndefined({ dataset, split, seed, paths }: ForecastOptions): Partial<{ dataset: string; split: string; seed: number; paths: number }> {
  return Object.fromEntries(Object.entries({ dataset, split, seed, paths }).filter(([, value]) => value !== undefined));
}
