import { evaluateModels } from '../../backtest/coverage/evaluate-models.js';
import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import { rollBookLosses, type BookLossWindow, type WindowSpan } from '../../backtest/coverage/roll-book-losses.js';
import type { RollingCoverage } from '../../core/backtest-result.js';
import type { Piecewise } from '../../core/piecewise.js';
import { coarsenPrices } from '../../market/paths/coarsen-prices.js';
import { COVERAGE_DEFAULTS, TEST_STEPS_MIN, WARM_UP_STEPS } from '../coverage.js';
import type { BookLossSchedule } from '../coverage/book-losses.js';
import { summariseRolling } from '../coverage/summarise-rolling.js';
import { evaluateHorizon, prepareHistory, type HorizonPlan } from '../forecast/evaluate-history.js';
import type { HistoryDataset, PriceSeries } from '../ports.js';

const HOUR_SECONDS = 3600;

export interface RollingTask {
  readonly series: string;
  readonly prices: PriceSeries;
  readonly seed: number;
}

/** Some of a book's windows. */
export interface BookLossTask {
  readonly schedule: BookLossSchedule;
  readonly part: WindowSpan;
}

export type ForecastTask = HorizonPlan & { readonly dataset: HistoryDataset };

/** The tests against history by name; inputs and outcomes are plain data, so that a worker can be handed them. */
export const HISTORY_TASKS = {
  rolling: rollSeries,
  'book-losses': ({ schedule, part }: BookLossTask): Piecewise<BookLossWindow[]> => rollBookLosses(schedule.plan, part),
  forecast: forecastHorizon,
} as const;

export type HistoryTasks = typeof HISTORY_TASKS;

/** A task as a thread is handed it. */
export interface HistoryTask<K extends keyof HistoryTasks = keyof HistoryTasks> {
  readonly kind: K;
  readonly input: Parameters<HistoryTasks[K]>[0];
}

export type HistoryOutcome<K extends keyof HistoryTasks> = ReturnType<HistoryTasks[K]> extends Piecewise<infer T> ? T : never;

/** Begins one task: the same outcome in any thread. */
export function startHistoryTask<K extends keyof HistoryTasks>({ kind, input }: HistoryTask<K>): Piecewise<HistoryOutcome<K>> {
  // The compiler does not see that name and input belong together.
  return (HISTORY_TASKS[kind] as unknown as (given: typeof input) => Piecewise<HistoryOutcome<K>>)(input);
}

function* forecastHorizon(task: ForecastTask): Piecewise<ForecastEvaluation> {
  const { evaluation } = yield* evaluateHorizon(prepareHistory(task.dataset), task);
  return evaluation;
}

/** `null` where the prices are too short to fit, to choose and to test. */
function* rollSeries({ series, prices, seed }: RollingTask): Piecewise<RollingCoverage | null> {
  const { horizonHours, levels, refitSteps } = COVERAGE_DEFAULTS;
  const horizonSeconds = horizonHours * HOUR_SECONDS;
  const returns = coarsenPrices(prices, horizonSeconds);
  const [chooseFrom, testFrom] = [WARM_UP_STEPS, 2 * WARM_UP_STEPS];
  if (returns.unixSeconds.length < testFrom + TEST_STEPS_MIN) return null;
  const models = yield* evaluateModels({ history: returns, chooseFrom, testFrom, levels, refitSteps, seed });
  return summariseRolling({ series, horizonSeconds, refitSteps, returns, chooseFrom, testFrom, models });
}
