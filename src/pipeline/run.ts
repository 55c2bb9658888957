import { basename } from 'node:path';
import type { RunResult } from '../core/run-result.js';
import type { SharedJob } from '../simulation/chunk.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { checkRunFolder, publishRunFolder } from '../storage/run-folder.js';
import { listDatasetFolders } from './data.js';
import { FORECAST_DEFAULTS } from './forecast.js';
import { NO_HISTORY_TESTS, testHistory, type HistoryTests } from './history/test-history.js';
import type { RunInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { countUp, runStage, runStageInPieces } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { withSearch } from './search-session.js';
import { assembleResult } from './stages/assemble-result.js';
import { listBaselineParameters } from './stages/baselines/baseline-parameters.js';
import { renderFiles } from './stages/render-files.js';
import { replayWindows } from './stages/replay-windows.js';
import { countStressPaths, testStressSensitivity } from './stages/stress-sensitivity.js';

export interface RunOutcome {
  readonly result: RunResult;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/**
 * Does the whole job: dataset → fits → simulation and search → replay → report and proposal, in a run folder that exists whole or
 * not at all.
 *
 * The same inputs, seed and version give the same `result.json` bytes for any number of workers.
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the reason of the context's signal; nothing is written then
 */
export async function runPipeline(options: RunOptions, context: RunContext): Promise<RunOutcome> {
  const { progress, signal } = context;
  const startedAt = context.now();
  const prepare = async ({ runFolder }: RunInputs): Promise<null> => {
    await checkRunFolder(runFolder);
    return null;
  };
  return withSearch(options, context, prepare, async ({ inputs, models, shared, metricContext, executor, workers, search, reasons }) => {
    const baselines = listBaselineParameters(inputs, shared);
    const replays = { total: inputs.market.replayWindows.length * (baselines.length + 2), unit: 'replays' };
    const windows = await runStageInPieces(context, RUN_STAGES.backtest, replays, replayWindows(inputs, shared, search.recommended.parameters, baselines), (replayed) => `${replayed.length} windows`);
    const paths = inputs.policy.paths.final;
    const stressNote = countUp(progress, RUN_STAGES.stress, { total: countStressPaths(paths), unit: 'paths' });
    const sensitivity = await runStage(context, RUN_STAGES.stress, () => testStressSensitivity(executor, [search.current.parameters, search.recommended.parameters], [search.current.samples, search.recommended.samples], paths, signal, stressNote), (rows) => `${rows.length - 1} worse markets`);
    const history = inputs.isQuick ? NO_HISTORY_TESTS : await runStage(context, RUN_STAGES.history, () => testAgainstHistory(inputs, shared, workers, context), () => '');
    const result = assembleResult({ inputs, models, shared, metricContext, search, reasons, windows, sensitivity, history, version: context.version });
    const folder = await runStage(
      context,
      RUN_STAGES.write,
      async () => {
        const files = await renderFiles(result, inputs, search, shared, { ...context, startedAt, workers });
        // The last moment to end without an outcome: from here on the folder appears whole.
        await heedInterrupt(signal);
        return publishRunFolder(inputs.runFolder, files, signal);
      },
      (path) => basename(path),
    );
    return { result, folder };
  });
}

async function testAgainstHistory(inputs: RunInputs, shared: SharedJob, workers: number, context: RunContext): Promise<HistoryTests> {
  const recorded = await createDatasetStore({ folders: listDatasetFolders(context) }).loadHistoryDataset(FORECAST_DEFAULTS.dataset);
  return testHistory(inputs, shared, recorded, { workers, stage: RUN_STAGES.history, ...context });
}
