import { basename } from 'node:path';
import { availableParallelism } from 'node:os';
import type { RunResult } from '../core/run-result.js';
import { startExecutor } from '../simulation/executors/start-executor.js';
import { checkRunFolder, publishRunFolder } from '../storage/run-folder.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { assembleResult } from './stages/assemble-result.js';
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
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the reason of the context's signal; nothing is written then
 */
export async function runPipeline(options: RunOptions, context: RunContext): Promise<RunOutcome> {
  const { progress, signal } = context;
  const startedAt = context.now();
  const inputs = await runStage(progress, RUN_STAGES.load, () => loadInputs(options, context, (note) => progress.update(RUN_STAGES.load, null, note)), describeInputs);
  const folder = inputs.runFolder;
  await checkRunFolder(folder);
  await heedInterrupt(signal);

  const models = await runStage(progress, RUN_STAGES.fit, () => fitModels(inputs.dataset, inputs.market), ({ summary }) =>
    summary.depth.map(({ factor, rSquared }) => `${factor} depth R² ${rSquared.toFixed(2)}`).join(', '),
  );
  const { shared, metricContext } = buildScenario(inputs, models);
  const space = buildParameterSpace(shared.current, inputs.policy);
  const workers = options.workers ?? availableParallelism();
  const executor = await startExecutor(shared, workers);
  try {
    const search = await runStage(
      progress,
      RUN_STAGES.search,
      () =>
        searchParameters(shared, executor, space, inputs.policy, metricContext, {
          onProgress: (fraction, note) => progress.update(RUN_STAGES.search, fraction, note),
          signal,
        }),
      ({ candidates, pathsPerStage }) => `${candidates} candidates, up to ${pathsPerStage.at(-1)} paths`,
    );
    const { windows, sensitivity } = await runStage(
      progress,
      RUN_STAGES.backtest,
      async () => ({
        windows: replayWindows(inputs, shared, search),
        sensitivity: await testStressSensitivity(executor, search, inputs.policy.paths.final, signal),
      }),
      (outcome) => `${outcome.windows.length} windows`,
    );
    const result = assembleResult({ inputs, models, shared, metricContext, search, windows, sensitivity, version: context.version });
    const written = await runStage(
      progress,
      RUN_STAGES.write,
      async () => {
        const files = await renderFiles(result, inputs, search, { ...context, startedAt, workers });
        // The last moment to end without an outcome: from here on the folder appears whole.
        await heedInterrupt(signal);
        return publishRunFolder(folder, files);
      },
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
