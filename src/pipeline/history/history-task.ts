import { evaluateModels } from '../../backtest/coverage/evaluate-models.js';
import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import type { BookLossCoverage, RollingCoverage } from '../../core/backtest-result.js';
import { coarsenPrices } from '../../market/paths/coarsen-prices.js';
import { COVERAGE_DEFAULTS, TEST_STEPS_MIN, WARM_UP_STEPS } from '../coverage.js';
import { testBookLosses, type BookLossInputs, type BookLossOptions } from '../coverage/book-losses.js';
import { summariseRolling } from '../coverage/summarise-rolling.js';
import { evaluateHorizon, prepareHistory, type HorizonPlan } from '../forecast/evaluate-history.js';
import type { HistoryDataset, PriceSeries } from '../ports.js';

const HOUR_SECONDS = 3600;

export interface RollingTask {
  readonly series: string;
  readonly prices: PriceSeries;
  readonly seed: number;
}

export type ForecastTask = HorizonPlan & { readonly dataset: HistoryDataset };

/** The tests against history by name; inputs and outcomes are plain data, so that a worker can be handed them. */
export const HISTORY_TASKS = {
  rolling: rollSeries,
  'book-losses': ({ inputs, options }: { readonly inputs: BookLossInputs; readonly options: BookLossOptions }): BookLossCoverage | null => testBookLosses(inputs, options),
  forecast: (task: ForecastTask): ForecastEvaluation => evaluateHorizon(prepareHistory(task.dataset), task).evaluation,
} as const;

export type HistoryTasks = typeof HISTORY_TASKS;

/** A task as a thread is handed it. */
export interface HistoryTask<K extends keyof HistoryTasks = keyof HistoryTasks> {
  readonly kind: K;
  readonly input: Parameters<HistoryTasks[K]>[0];
}

/** Does one task: the same outcome in any thread. */
export function runHistoryTask<K extends keyof HistoryTasks>({ kind, input }: HistoryTask<K>): ReturnType<HistoryTasks[K]> {
  // The compiler does not see that name and input belong together.
  return (HISTORY_TASKS[kind] as (given: typeof input) => ReturnType<HistoryTasks[K]>)(input);
}

/** `null` where the prices are too short to fit, to choose and to test. */
function rollSeries({ series, prices, seed }: RollingTask): RollingCoverage | null {
  const { horizonHours, levels, refitSteps } = COVERAGE_DEFAULTS;
  const horizonSeconds = horizonHours * HOUR_SECONDS;
  const returns = coarsenPrices(prices, horizonSeconds);
  const [chooseFrom, testFrom] = [WARM_UP_STEPS, 2 * WARM_UP_STEPS];
  if (returns.unixSeconds.length < testFrom + TEST_STEPS_MIN) return null;
  const models = evaluateModels({ history: returns, chooseFrom, testFrom, levels, refitSteps, seed });
  return summariseRolling({ series, horizonSeconds, refitSteps, returns, chooseFrom, testFrom, models });
}
