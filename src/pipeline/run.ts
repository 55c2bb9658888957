import { basename } from 'node:path';
import { availableParallelism } from 'node:os';
import type { RunResult } from '../core/run-result.js';
import { createInProcessExecutor } from '../simulation/executors/in-process.js';
import { createWorkerPoolExecutor } from '../simulation/executors/worker-pool.js';
import { checkRunFolder, publishRunFolder } from '../storage/run-folder.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { runStage } from './progress.js';
import { describeStanding } from './search-standing.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { assembleResult } from './stages/assemble-result.js';
import { buildParameterSpace } from './stages/parameter-space.js';
import { buildScenario } from './stages/build-scenario.js';
import { SpaceEvaluator } from './stages/evaluate-space.js';
import { describeReasons, explainSearch } from './stages/explain-search.js';
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
  const evaluator = new SpaceEvaluator(shared, executor, inputs.policy, metricContext);
  try {
    const search = await runStage(
      progress,
      RUN_STAGES.search,
      () =>
        searchParameters(evaluator, space, inputs.policy, shared.seed, metricContext, (fraction, standing, note) =>
          progress.update(RUN_STAGES.search, fraction, `${describeStanding(standing)}; ${note}`),
        ),
      ({ candidates, pathsPerStage }) => `${candidates} candidates, up to ${pathsPerStage.at(-1)} paths`,
    );
    const reasons = await runStage(progress, RUN_STAGES.explain, () => explainSearch(inputs, shared, evaluator, search, metricContext), describeReasons);
    const { windows, sensitivity } = await runStage(
      progress,
      RUN_STAGES.backtest,
      async () => ({
        windows: replayWindows(inputs, shared, search),
        sensitivity: await testStressSensitivity(executor, search, inputs.policy.paths.final),
      }),
      (outcome) => `${outcome.windows.length} windows`,
    );
    const result = assembleResult({ inputs, models, shared, metricContext, search, reasons, windows, sensitivity, version: context.version });
    const written = await runStage(
      progress,
      RUN_STAGES.write,
      async () => publishRunFolder(folder, await renderFiles(result, inputs, search, { ...context, startedAt, workers })),
      (path) => basename(path),
    );
    return { result, folder: written };
  } finally {
    await executor.close();
  }
}

function describeInputs({ dataset }: RunInputs): string {
  return `${dataset.name}: ${dataset.accounts.length} accounts`;
}
