import { resolve } from 'node:path';
import { chooseModel, evaluateModels, type LevelOutcome, type ModelOutcome } from '../backtest/coverage/evaluate-models.js';
import { VAR_MODELS } from '../backtest/coverage/var-models.js';
import { SIGNIFICANCE } from '../backtest/coverage/likelihood-ratio-tests.js';
import type { RollingSpans } from '../core/backtest-result.js';
import { DataError, UsageError } from '../core/errors.js';
import { coarsenPrices, type CoarseReturns } from '../market/paths/coarsen-prices.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { publishReport } from '../storage/report-files.js';
import { buildCoverageTables } from './coverage/coverage-tables.js';
import { judgeRolling, readSpans } from './coverage/summarise-rolling.js';
import { heedInterrupt } from './interrupt.js';
import { renderCsvFiles } from './csv-files.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { DEFAULT_SEED } from './inputs.js';
import { runStage, runStageInPieces } from './progress.js';
import { parseDate } from './pull/parse-date.js';
import type { RunContext } from './run-options.js';

export interface CoverageOptions {
  readonly dataset?: string | undefined;
  /** E.g. `ETH/USD`. */
  readonly series?: string | undefined;
  readonly 'horizon-hours'?: number | undefined;
  /** With commas between, e.g. `0.95,0.99`. */
  readonly levels?: string | undefined;
  /** Days, YYYY-MM-DD: models are chosen between from the first, tested from the second. */
  readonly choose?: string | undefined;
  readonly split?: string | undefined;
  readonly 'refit-steps'?: number | undefined;
  readonly seed?: number | undefined;
  /** Folder for the tables. */
  readonly out?: string | undefined;
}

export interface CoverageReply {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly series: string;
  readonly horizonHours: number;
  readonly refitSteps: number;
  readonly seed: number;
  /** p-value below which a test rejects. */
  readonly significance: number;
  /** Ends of the first step of each span and of the last. */
  readonly spans: RollingSpans;
  readonly models: readonly (Omit<ModelOutcome, 'forecasts'> & { readonly isChosen: boolean })[];
  readonly verdict: { readonly holds: boolean; readonly sentence: string };
  readonly warnings: readonly string[];
  readonly files: readonly string[];
}

export const COVERAGE_STAGES = { load: 'Load prices', roll: 'Roll forecasts and test them' } as const;
/** The dataset and its split are taken together: the series is long enough to test five whole years. */
const LONG_SERIES = { dataset: 'eth-usd_2017-2023', split: '2019-01-01' } as const;
export const COVERAGE_DEFAULTS = { series: 'ETH/USD', horizonHours: 24, levels: [0.95, 0.99], refitSteps: 30 };
const HOUR_SECONDS = 3600;
/** Before the first forecast: a year of days. */
export const WARM_UP_STEPS = 365;
export const TEST_STEPS_MIN = 100;
const FILLED_SHARE_MAX = 0.01;

/**
 * Forecasts value-at-risk and expected shortfall step by step, each from what was known before, and tests them.
 *
 * One span is for fitting, a second for choosing a model by its quantile loss, a third for the tests; all are fixed before anything is fitted.
 * @throws UsageError for spans or levels that leave nothing to test; DataError when the series is not there; ModelError as the models do
 */
export async function coveragePipeline(options: CoverageOptions, context: DataContext & Pick<RunContext, 'progress' | 'signal'>): Promise<CoverageReply> {
  const { signal, workingFolder } = context;
  const series = options.series ?? COVERAGE_DEFAULTS.series;
  const levels = options.levels === undefined ? COVERAGE_DEFAULTS.levels : readLevels(options.levels);
  const horizonHours = options['horizon-hours'] ?? COVERAGE_DEFAULTS.horizonHours;
  const refitSteps = options['refit-steps'] ?? COVERAGE_DEFAULTS.refitSteps;
  const seed = options.seed ?? DEFAULT_SEED;
  const dataset = await runStage(context, COVERAGE_STAGES.load, () => createDatasetStore({ folders: listDatasetFolders(context) }).loadPrices(options.dataset ?? LONG_SERIES.dataset), ({ prices }) => `${prices.size} series`);
  const prices = dataset.prices.get(series);
  if (prices === undefined) throw new DataError(`the dataset has no prices ${series}`, { where: dataset.name, suggestions: [`Series there: ${[...dataset.prices.keys()].join(', ') || 'none'}.`] });
  const gridHours = prices.unixSeconds.length > 1 ? (prices.unixSeconds[1]! - prices.unixSeconds[0]!) / HOUR_SECONDS : 1;
  if (horizonHours % gridHours !== 0) throw new UsageError(`${horizonHours} hours are no multiple of the ${gridHours} hours between prices`, { where: '--horizon-hours' });
  const returns = coarsenPrices(prices, horizonHours * HOUR_SECONDS);
  const { chooseFrom, testFrom } = placeSpans(returns, options.dataset === undefined ? { ...options, split: options.split ?? LONG_SERIES.split } : options);
  const plan = { history: returns, chooseFrom, testFrom, levels, refitSteps, seed };
  const size = { total: VAR_MODELS.length * (returns.unixSeconds.length - chooseFrom), unit: 'forecasts' };
  const models = await runStageInPieces(context, COVERAGE_STAGES.roll, size, evaluateModels(plan), (outcomes) => `${outcomes.length} models, ${returns.unixSeconds.length - testFrom} forecasts each`);
  await heedInterrupt(signal);
  const chosen = chooseModel(models);
  const test = { unixSeconds: returns.unixSeconds.subarray(testFrom), returnsPercent: returns.returnsPercent.subarray(testFrom) };
  return {
    dataset: { name: dataset.name, sha256: dataset.sha256 },
    series,
    horizonHours,
    refitSteps,
    seed,
    significance: SIGNIFICANCE,
    spans: readSpans(returns, chooseFrom, testFrom),
    models: models.map(({ forecasts: _each, ...outcome }) => ({ ...outcome, isChosen: outcome.name === chosen.name })),
    verdict: judgeRolling(chosen, series),
    warnings: warn(returns, chosen.levels),
    files: options.out === undefined ? [] : await publishReport(resolve(workingFolder, options.out), await renderCsvFiles(buildCoverageTables(models, chosen, test)), context.signal),
  };
}

function readLevels(text: string): number[] {
  const levels = text.split(',').map(Number);
  const wrong = levels.findIndex((level) => !(level > 0.5 && level < 1));
  if (wrong < 0) return [...new Set(levels)].sort((left, right) => left - right);
  throw new UsageError(`\`${text.split(',')[wrong]!}\` is no level`, { where: '--levels', suggestions: ['Write numbers between 0.5 and 1 with commas between, e.g. 0.95,0.99.'] });
}

function placeSpans({ unixSeconds }: CoarseReturns, { choose, split }: CoverageOptions): { readonly chooseFrom: number; readonly testFrom: number } {
  const find = (text: string | undefined, flag: string, standard: number): number => {
    const time = parseDate(text, flag);
    return time === null ? standard : unixSeconds.findIndex((end) => end > time);
  };
  const chooseFrom = find(choose, '--choose', WARM_UP_STEPS);
  const testFrom = find(split, '--split', 2 * WARM_UP_STEPS);
  const day = (index: number): string => new Date((unixSeconds[Math.min(index, unixSeconds.length - 1)] ?? 0) * 1000).toISOString().slice(0, 10);
  const last = unixSeconds.length - TEST_STEPS_MIN;
  if (chooseFrom >= WARM_UP_STEPS && testFrom >= chooseFrom + TEST_STEPS_MIN && testFrom <= last) return { chooseFrom, testFrom };
  if (unixSeconds.length < WARM_UP_STEPS + 2 * TEST_STEPS_MIN) {
    throw new UsageError(`the series has ${unixSeconds.length} steps, and ${WARM_UP_STEPS + 2 * TEST_STEPS_MIN} are the fewest: a year to fit on, ${TEST_STEPS_MIN} to choose and as many to test`, { where: '--series', suggestions: ['Use a longer series, or a shorter --horizon-hours.'] });
  }
  throw new UsageError('the days leave too little to fit, to choose or to test', {
    where: '--choose, --split',
    suggestions: [`Give --choose from ${day(WARM_UP_STEPS)} on, and --split at least ${TEST_STEPS_MIN} steps later, up to ${day(last)}.`],
  });
}

function warn({ unixSeconds, filledEnds }: CoarseReturns, levels: readonly LevelOutcome[]): string[] {
  const few = levels.filter(({ expectedExceedances }) => expectedExceedances < 10).map(({ level, expectedExceedances }) => `at ${level * 100} % only ${expectedExceedances.toFixed(1)} losses beyond the forecast are due: the tests hardly reject anything there`);
  const share = filledEnds / unixSeconds.length;
  return share > FILLED_SHARE_MAX ? [...few, `${(share * 100).toFixed(1)} % of the prices that returns are taken between were carried forward over gaps`] : few;
}
