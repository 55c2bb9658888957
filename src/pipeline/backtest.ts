import { availableParallelism } from 'node:os';
import type { RunResult } from '../core/run-result.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { listDatasetFolders } from './data.js';
import { FORECAST_DEFAULTS } from './forecast.js';
import { testHistory } from './history/test-history.js';
import { loadInputs } from './inputs.js';
import { runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { buildScenario } from './stages/build-scenario.js';
import { runFits } from './stages/fit-models.js';

export type BacktestOptions = Pick<RunOptions, 'dataset' | 'market' | 'policy' | 'seed' | 'workers'>;

/** Every test of the models against history that a run makes, without the run. */
export interface BacktestReply extends Pick<RunResult['backtest'], 'rolling' | 'bookLosses' | 'liquidationForecast'> {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly seed: number;
  /** One per claim; `null` where it cannot be told. */
  readonly verdicts: readonly { readonly holds: boolean | null; readonly sentence: string }[];
}

export const BACKTEST_STAGES = { load: 'Load dataset', fit: 'Fit depth', history: 'Hold forecasts against history' } as const;

/** Holds the models against history: prices, the losses of the book, single liquidations. @throws UsageError, DataError or ModelError as a run does */
export async function backtestPipeline(options: BacktestOptions, context: RunContext): Promise<BacktestReply> {
  const inputs = await runStage(context, BACKTEST_STAGES.load, () => loadInputs(options, context, () => undefined), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const { shared } = buildScenario(inputs, await runFits(context, BACKTEST_STAGES.fit, inputs.dataset, inputs.market, () => ''));
  const recorded = await createDatasetStore({ folders: listDatasetFolders(context) }).loadHistoryDataset(FORECAST_DEFAULTS.dataset);
  const tests = await runStage(context, BACKTEST_STAGES.history, () => testHistory(inputs, shared, recorded, { workers: options.workers ?? availableParallelism(), stage: BACKTEST_STAGES.history, ...context }), () => '');
  const { rolling, bookLosses, liquidationForecast } = tests;
  return {
    dataset: { name: inputs.dataset.name, sha256: inputs.dataset.sha256 },
    seed: inputs.seed,
    verdicts: [
      ...(rolling === null ? [] : [{ holds: rolling.holds, sentence: rolling.sentence }]),
      ...(bookLosses?.tests ?? []).map(({ passes, sentence }) => ({ holds: passes, sentence })),
      ...(liquidationForecast?.horizons.flatMap(({ claims }) => claims) ?? []),
    ],
    ...tests,
  };
}
