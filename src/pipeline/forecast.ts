import { resolve } from 'node:path';
import type { ForecastEvaluation } from '../backtest/forecast/evaluate-forecast.js';
import { UsageError } from '../core/errors.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { publishReport } from '../storage/report-files.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { buildForecastTables } from './forecast/forecast-tables.js';
import { judgeForecast, type ForecastVerdict } from './forecast/judge-forecast.js';
import { computeSigma, DAY_SECONDS, countMoments, evaluateHorizon, HORIZON_HOURS, prepareHistory } from './forecast/evaluate-history.js';
import { renderCsvFiles } from './csv-files.js';
import { runStage, runStageInPieces } from './progress.js';
import type { RunContext } from './run-options.js';

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

const HORIZONS = [
  { stage: FORECAST_STAGES.day, hours: HORIZON_HOURS.day },
  { stage: FORECAST_STAGES.week, hours: HORIZON_HOURS.week },
] as const;

/**
 * Forecasts a market's liquidations day by day and week by week, each from what was known then, and holds them against what happened.
 *
 * @throws UsageError when the split leaves nothing to fit or to test; DataError when the dataset is unknown, altered or no history
 */
export async function forecastPipeline(options: ForecastOptions, context: DataContext & Pick<RunContext, 'progress' | 'signal'>): Promise<ForecastReply> {
  const { workingFolder } = context;
  const { dataset: name, split, seed, paths } = { ...FORECAST_DEFAULTS, ...dropUndefined(options) };
  const dataset = await runStage(context, FORECAST_STAGES.load, () => createDatasetStore({ folders: listDatasetFolders(context) }).loadHistoryDataset(name), ({ events }) => `${events.length} event rows`);
  const history = prepareHistory(dataset);
  const splitUnixSeconds = readSplit(split, history.fromUnixSeconds, history.toUnixSeconds);
  const horizons: ForecastEvaluation[] = [];
  let neglected = 0;
  for (const { stage, hours } of HORIZONS) {
    const plan = { horizonHours: hours, splitUnixSeconds, seed, paths };
    const size = { total: countMoments(history, plan), unit: 'moments' };
    const outcome = await runStageInPieces(context, stage, size, evaluateHorizon(history, plan), ({ evaluation: { test } }) => `${test.n} vaults at ${test.moments} moments tested`);
    horizons.push(outcome.evaluation);
    neglected += outcome.neglected;
  }
  const constantSigma = computeSigma(history.prices, splitUnixSeconds);
  const verdicts = judgeForecast(horizons);
  const files = options.out === undefined ? [] : await publishReport(resolve(workingFolder, options.out), await renderCsvFiles(buildForecastTables(horizons)), context.signal);
  return { dataset: { name: dataset.name, sha256: dataset.sha256 }, seed, paths, constantSigma, horizons, verdicts, neglected, files };
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

function dropUndefined({ dataset, split, seed, paths }: ForecastOptions): Partial<{ dataset: string; split: string; seed: number; paths: number }> {
  return Object.fromEntries(Object.entries({ dataset, split, seed, paths }).filter(([, value]) => value !== undefined));
}
