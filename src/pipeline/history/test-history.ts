import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import type { RunResult } from '../../core/run-result.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { BOOK_LOSS_DEFAULTS, cutWindows, judgeBookLosses, scheduleBookLosses } from '../coverage/book-losses.js';
import { FORECAST_DEFAULTS } from '../forecast.js';
import { HORIZON_HOURS } from '../forecast/evaluate-history.js';
import { summariseForecast } from '../forecast/summarise-forecast.js';
import type { RunInputs } from '../inputs.js';
import { countUp, type StageContext } from '../progress.js';
import type { HistoryDataset } from '../ports.js';
import type { HistoryOutcome, HistoryTask, HistoryTasks } from './history-task.js';
import { createTaskRunner } from './task-runner.js';

export type HistoryTests = Pick<RunResult['backtest'], 'rolling' | 'bookLosses' | 'liquidationForecast'>;

/** What a quick run says of history beyond its replays: nothing. */
export const NO_HISTORY_TESTS: HistoryTests = { rolling: null, bookLosses: null, liquidationForecast: null };

/** Paths per window in a run, where the losses are one test among many. */
const RUN_PATHS = 256;
/** Beside the parts of the book's windows: two horizons of liquidations and one series of prices. */
const OTHER_TASKS = 3;

export interface HistoryOptions extends StageContext {
  readonly workers: number;
  /** The stage that it is. */
  readonly stage: string;
}

/**
 * Rolls price and loss forecasts through the run's own prices, and liquidation forecasts through a recorded market.
 *
 * Several workers share the tasks, which are cut the same for any number of them, as is the outcome.
 * @throws what the first task in order throws; the signal's reason once it is aborted
 */
export async function testHistory({ dataset, market, seed }: RunInputs, { scenario }: SharedJob, recorded: HistoryDataset, { workers, stage, progress, signal }: HistoryOptions): Promise<HistoryTests> {
  const series = scenario.factors[0]!;
  const splitUnixSeconds = Date.parse(`${FORECAST_DEFAULTS.split}T00:00:00Z`) / 1000;
  const { paths } = FORECAST_DEFAULTS;
  const schedule = scheduleBookLosses({ prices: dataset.prices, market, scenario, seed }, { paths: RUN_PATHS, refitWindows: BOOK_LOSS_DEFAULTS.refitWindows });
  const parts = schedule === null ? [] : cutWindows(schedule);
  const runner = await createTaskRunner(workers, signal);
  const tasks = parts.length + OTHER_TASKS;
  const note = countUp(progress, stage, { total: tasks, unit: 'parts' });
  let done = 0;
  const run = async <K extends keyof HistoryTasks>(kind: K, input: HistoryTask<K>['input']): Promise<HistoryOutcome<K>> => {
    const outcome = await runner.run({ kind, input });
    note(++done / tasks);
    return outcome;
  };
  const forecast = (horizonHours: number): Promise<ForecastEvaluation> => run('forecast', { dataset: recorded, horizonHours, splitUnixSeconds, seed, paths });
  try {
    // The longest first: what is left over at the end keeps no thread waiting.
    const day = forecast(HORIZON_HOURS.day);
    const week = forecast(HORIZON_HOURS.week);
    const rolling = run('rolling', { series, prices: dataset.prices.get(series)!, seed });
    const windows = parts.map((part) => run('book-losses', { schedule: schedule!, part }));
    // Waits for all, so that the first failure in order is thrown and not the first in time.
    await Promise.allSettled([day, week, rolling, ...windows]);
    return {
      rolling: await rolling,
      bookLosses: schedule && judgeBookLosses(schedule, (await Promise.all(windows)).flat()),
      liquidationForecast: summariseForecast(recorded, paths, [await day, await week]),
    };
  } finally {
    await runner.close();
  }
}
