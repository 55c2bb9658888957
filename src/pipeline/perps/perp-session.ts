import { availableParallelism } from 'node:os';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { countPaths } from '../../simulation/executors/count-paths.js';
import type { Executor } from '../../simulation/executors/executor.js';
import { shareJob } from '../../simulation/executors/job.js';
import { startExecutor } from '../../simulation/executors/start-executor.js';
import { heedInterrupt } from '../interrupt.js';
import type { SampleStore } from '../ports.js';
import { runStage } from '../progress.js';
import type { RunContext, RunOptions } from '../run-options.js';
import { RUN_STAGES } from '../run-stages.js';
import { describeStanding } from '../search-standing.js';
import { describeReasons } from '../stages/explain-search.js';
import { runFits, type FittedModels } from '../stages/fit-models.js';
import { buildPerpScenario, type BuiltPerpScenario } from './build-perp-scenario.js';
import { TierEvaluator } from './evaluate-tiers.js';
import { explainTiers, type TierReasons } from './explain-tiers.js';
import { loadPerpInputs, type PerpRunInputs } from './perp-inputs.js';
import { searchTiers, type TierSearch } from './search-tiers.js';
import { buildTierSpace } from './tier-space.js';

/** A search of margin tiers that is done and explained, with what it rests on; the executor is still open. */
export interface PerpSession {
  readonly inputs: PerpRunInputs;
  readonly models: FittedModels;
  readonly built: BuiltPerpScenario;
  readonly executor: Executor<MarginSchedule>;
  readonly workers: number;
  readonly search: TierSearch;
  readonly reasons: TierReasons;
}

/**
 * Loads, fits, searches and explains margin tiers, then hands over; the executor is closed whatever happens. `withSearch` for lending.
 *
 * The same figures for any number of workers.
 * @param prepare called once the inputs are known and before anything is computed; gives where samples are kept, if anywhere
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the reason of the context's signal
 */
export async function withTierSearch<T>(options: RunOptions, context: RunContext, prepare: (inputs: PerpRunInputs) => Promise<SampleStore | null>, use: (session: PerpSession) => Promise<T>): Promise<T> {
  const { progress, signal } = context;
  const inputs = await runStage(context, RUN_STAGES.load, () => loadPerpInputs(options, context), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const store = await prepare(inputs);
  await heedInterrupt(signal);
  const models = await runFits(context, RUN_STAGES.fit, { ...inputs.dataset, reserves: [] }, inputs.market, ({ depth }) => `${depth.length} price factors`);
  const built = buildPerpScenario(inputs, models);
  const { policy, policyFile } = inputs;
  const space = buildTierSpace(built.current, policy, policyFile.path);
  const workers = options.workers ?? availableParallelism();
  const executor = countPaths(await startExecutor(shareJob(built.job), workers));
  try {
    const evaluator = new TierEvaluator(built.job, executor, policy, built.metricContext, { store, signal });
    const search = await runStage(
      context,
      RUN_STAGES.search,
      () => searchTiers(evaluator, space, policy, inputs.seed, built.metricContext, (fraction, standing, note) => progress.update(RUN_STAGES.search, fraction, `${describeStanding(standing)}; ${note}`, { done: executor.paths, total: null, unit: 'paths' })),
      ({ candidates, pathsPerStage }) => `${candidates} margin tables, up to ${pathsPerStage.at(-1)} paths`,
    );
    const reasons = await runStage(context, RUN_STAGES.explain, () => explainTiers(inputs, built, evaluator, search), describeReasons);
    return await use({ inputs, models, built, executor, workers, search, reasons });
  } finally {
    await executor.close();
  }
}
