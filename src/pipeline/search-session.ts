import { availableParallelism } from 'node:os';
import type { SharedJob } from '../simulation/chunk.js';
import type { Executor } from '../simulation/executors/executor.js';
import { countPaths } from '../simulation/executors/count-paths.js';
import { startExecutor } from '../simulation/executors/start-executor.js';
import type { MetricContext } from '../simulation/metrics.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import type { SampleStore } from './ports.js';
import { runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { describeStanding } from './search-standing.js';
import { buildScenario } from './stages/build-scenario.js';
import { SpaceEvaluator } from './stages/evaluate-space.js';
import { describeReasons, explainSearch, type SearchReasons } from './stages/explain-search.js';
import { runFits, type FittedModels } from './stages/fit-models.js';
import { buildParameterSpace } from './stages/parameter-space.js';
import { searchParameters, type ParameterSearch } from './stages/search-parameters.js';

/** A search that is done, with what it rests on; the executor is still open. */
export interface SearchSession {
  readonly inputs: RunInputs;
  readonly models: FittedModels;
  readonly shared: SharedJob;
  readonly metricContext: MetricContext;
  readonly executor: Executor;
  readonly workers: number;
  readonly search: ParameterSearch;
  readonly reasons: SearchReasons;
}

/**
 * Loads, fits, searches and explains, then hands over; the executor is closed whatever happens.
 *
 * @param prepare called once the inputs are known and before anything is computed; gives where samples are kept, if anywhere
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the reason of the context's signal
 */
export async function withSearch<T>(
  options: RunOptions,
  context: RunContext,
  prepare: (inputs: RunInputs) => Promise<SampleStore | null>,
  use: (session: SearchSession) => Promise<T>,
): Promise<T> {
  const { progress, signal } = context;
  const inputs = await runStage(context, RUN_STAGES.load, () => loadInputs(options, context, (note) => progress.update(RUN_STAGES.load, null, note)), describeInputs);
  const store = await prepare(inputs);
  await heedInterrupt(signal);
  const models = await runFits(context, RUN_STAGES.fit, inputs.dataset, inputs.market, ({ summary }) =>
    summary.depth.map(({ factor, rSquared }) => `${factor} depth R² ${rSquared.toFixed(2)}`).join(', '),
  );
  const { shared, metricContext } = buildScenario(inputs, models);
  const space = buildParameterSpace(shared.current, inputs.policy);
  const workers = options.workers ?? availableParallelism();
  let before = 0;
  const executor = countPaths(await startExecutor(shared, workers), (paths) => progress.update(RUN_STAGES.explain, null, undefined, { done: paths - before, total: null, unit: 'paths' }));
  try {
    const evaluator = new SpaceEvaluator(shared, executor, inputs.policy, metricContext, { store, signal });
    const search = await runStage(
      context,
      RUN_STAGES.search,
      () =>
        searchParameters(evaluator, space, inputs.policy, shared.seed, metricContext, (fraction, standing, note) =>
          progress.update(RUN_STAGES.search, fraction, `${describeStanding(standing)}; ${note}`, { done: executor.paths, total: null, unit: 'paths' }),
        ),
      describeSearch,
    );
    before = executor.paths;
    const reasons = await runStage(context, RUN_STAGES.explain, () => explainSearch(inputs, shared, evaluator, search, metricContext), describeReasons);
    return await use({ inputs, models, shared, metricContext, executor, workers, search, reasons });
  } finally {
    await executor.close();
  }
}

function describeInputs({ dataset }: RunInputs): string {
  return `${dataset.name}: ${dataset.accounts.length} accounts`;
}

function describeSearch({ candidates, pathEvaluations, pathsPerStage }: ParameterSearch): string {
  const share = (100 * pathEvaluations) / (candidates * pathsPerStage.at(-1)!);
  return `${candidates} candidates, up to ${pathsPerStage.at(-1)} paths, ${share.toFixed(0)} % of all`;
}
