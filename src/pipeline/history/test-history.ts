import type { ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import type { RunResult } from '../../core/run-result.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { BOOK_LOSS_DEFAULTS } from '../coverage/book-losses.js';
import { FORECAST_DEFAULTS } from '../forecast.js';
import { HORIZON_HOURS } from '../forecast/evaluate-history.js';
import { summariseForecast } from '../forecast/summarise-forecast.js';
import type { RunInputs } from '../inputs.js';
import type { HistoryDataset } from '../ports.js';
import { runHistoryTask, type HistoryTask, type HistoryTasks } from './history-task.js';

export type HistoryTests = Pick<RunResult['backtest'], 'rolling' | 'bookLosses' | 'liquidationForecast'>;

/** What a quick run says of history beyond its replays: nothing. */
export const NO_HISTORY_TESTS: HistoryTests = { rolling: null, bookLosses: null, liquidationForecast: null };

/** Paths per window in a run, where the losses are one test among many. */
const RUN_PATHS = 256;

/**
 * Rolls price and loss forecasts through the run's own prices, and liquidation forecasts through a recorded market.
 *
 * Several workers share the tasks; the outcome is the same for any number of them.
 */
export async function testHistory({ dataset, market, seed }: RunInputs, { scenario }: SharedJob, recorded: HistoryDataset, workers: number, note: (fraction: number) => void): Promise<HistoryTests> {
  const series = scenario.factors[0]!;
  const splitUnixSeconds = Date.parse(`${FORECAST_DEFAULTS.split}T00:00:00Z`) / 1000;
  const { paths } = FORECAST_DEFAULTS;
  const runner = await createRunner(workers);
  let done = 0;
  const run = async <K extends keyof HistoryTasks>(kind: K, input: HistoryTask<K>['input']): Promise<ReturnType<HistoryTasks[K]>> => {
    const outcome = await runner.run({ kind, input });
    note(++done / 4);
    return outcome;
  };
  try {
    const forecast = (horizonHours: number): Promise<ForecastEvaluation> => run('forecast', { dataset: recorded, horizonHours, splitUnixSeconds, seed, paths });
    const [bookLosses, day, week, rolling] = await Promise.all([
      run('book-losses', { inputs: { prices: dataset.prices, market, scenario, seed }, options: { paths: RUN_PATHS, refitWindows: BOOK_LOSS_DEFAULTS.refitWindows } }),
      forecast(HORIZON_HOURS.day),
      forecast(HORIZON_HOURS.week),
      run('rolling', { series, prices: dataset.prices.get(series)!, seed }),
    ]);
    return { rolling, bookLosses, liquidationForecast: summariseForecast(recorded, paths, [day, week]) };
  } finally {
    await runner.close();
  }
}

interface TaskRunner {
  run<K extends keyof HistoryTasks>(task: HistoryTask<K>): Promise<ReturnType<HistoryTasks[K]>>;
  close(): Promise<void>;
}

async function createRunner(workers: number): Promise<TaskRunner> {
  if (workers === 1) return { run: async (task) => runHistoryTask(task), close: async () => undefined };
  const { Piscina } = await import('piscina');
  const pool = new Piscina({ filename: new URL('./history-worker.js', import.meta.url).href, maxThreads: workers });
  return { run: (task) => pool.run(task), close: () => pool.destroy() };
}
