import { basename } from 'node:path';
import { availableParallelism } from 'node:os';
import type { RunResult } from '../core/run-result.js';
import type { SharedJob } from '../simulation/chunk.js';
import { createInProcessExecutor } from '../simulation/executors/in-process.js';
import { createWorkerPoolExecutor } from '../simulation/executors/worker-pool.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { checkRunFolder, publishRunFolder } from '../storage/run-folder.js';
import { listDatasetFolders } from './data.js';
import { FORECAST_DEFAULTS } from './forecast.js';
import { NO_HISTORY_TESTS, testHistory, type HistoryTests } from './history/test-history.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { assembleResult } from './stages/assemble-result.js';
import { listBaselineParameters } from './stages/baseline-parameters.js';
import { buildParameterSpace } from './stages/parameter-space.js';
import { buildScenario } from './stages/build-scenario.js';
import { fitModels } from './stages/fit-models.js';
import { replayWindows } from './stages/replay-windows.js';
import { searchParameters } from './stages/search-parameters.js';
import { testStressSensitivity } from './stages/stress-sensitivity.js';
import { renderFiles } from './stages/render-files.js';

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
 * @throws UsageError, DataError, ModelError or InfeasibleError; nothing is written then
 */
export async function runPipeline(options: RunOptions, context: RunContext): Promise<RunOutcome> {
  const { progress } = context;
  const startedAt = context.now();
  const inputs = await runStage(progress, RUN_STAGES.load, () => loadInputs(options, context, (note) => progress.update(RUN_STAGES.load, null, note)), describeInputs);
  const folder = inputs.runFolder;
  await checkRunFolder(folder);

  const models = await runStage(progress, RUN_STAGES.fit, () => fitModels(inputs.dataset, inputs.market), ({ summary }) =>
    summary.depth.map(({ factor, rSquared }) => `${factor} depth R² ${rSquared.toFixed(2)}`).join(', '),
  );
  const { shared, metricContext } = buildScenario(inputs, models);
  const space = buildParameterSpace(shared.current, inputs.policy);
  const workers = options.workers ?? availableParallelism();
  const executor = workers === 1 ? createInProcessExecutor(shared) : await createWorkerPoolExecutor(shared, workers);
  try {
    const search = await runStage(
      progress,
      RUN_STAGES.search,
      () =>
        searchParameters(shared, executor, space, inputs.policy, metricContext, (fraction, note) =>
          progress.update(RUN_STAGES.search, fraction, note),
        ),
      ({ candidates, pathsPerStage }) => `${candidates} candidates, up to ${pathsPerStage.at(-1)} paths`,
    );
    const { windows, sensitivity } = await runStage(
      progress,
      RUN_STAGES.backtest,
      async () => ({
        windows: replayWindows(inputs, shared, search.recommended.parameters, listBaselineParameters(inputs, shared)),
        sensitivity: await testStressSensitivity(executor, search, inputs.policy.paths.final),
      }),
      (outcome) => `${outcome.windows.length} windows`,
    );
    const history = inputs.isQuick ? NO_HISTORY_TESTS : await runStage(progress, RUN_STAGES.history, () => testAgainstHistory(inputs, shared, workers, context), () => '');
    const result = assembleResult({ inputs, models, shared, metricContext, search, windows, sensitivity, history, version: context.version });
    const written = await runStage(
      progress,
      RUN_STAGES.write,
      async () => publishRunFolder(folder, await renderFiles(result, inputs, search, shared, { ...context, startedAt, workers })),
      (path) => basename(path),
    );
    return { result, folder: written };
  } finally {
    await executor.close();
  }
}

async function testAgainstHistory(inputs: RunInputs, shared: SharedJob, workers: number, context: RunContext): Promise<HistoryTests> {
  const recorded = await createDatasetStore({ folders: listDatasetFolders(context) }).loadHistoryDataset(FORECAST_DEFAULTS.dataset);
  return testHistory(inputs, shared, recorded, workers, (fraction) => context.progress.update(RUN_STAGES.history, fraction));
}

function describeInputs({ dataset }: RunInputs): string {
  return `${dataset.name}: ${dataset.accounts.length} accounts`;
}
