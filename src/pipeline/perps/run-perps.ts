import { basename } from 'node:path';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import { checkRunFolder, publishRunFolder } from '../../storage/run-folder.js';
import { runStage } from '../progress.js';
import type { RunContext, RunOptions } from '../run-options.js';
import { RUN_STAGES } from '../run-stages.js';
import { fitModels } from '../stages/fit-models.js';
import { assemblePerpResult } from './assemble-perp-result.js';
import { buildPerpScenario } from './build-perp-scenario.js';
import { loadPerpInputs } from './perp-inputs.js';
import { testTierSensitivity } from './perp-sensitivity.js';
import { renderPerpFiles } from './render-perp-files.js';
import { searchTiers } from './search-tiers.js';
import { buildTierSpace } from './tier-space.js';

export interface PerpRunOutcome {
  readonly kind: 'perps';
  readonly result: PerpRunResult;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/**
 * Does the whole job for margin tiers: dataset → fits → simulation and search → stress → report, in a run folder that exists whole or not at all.
 *
 * Runs in one thread. The same inputs, seed and version give the same `result.json` bytes.
 * @throws UsageError, DataError, ModelError or InfeasibleError; nothing is written then
 */
export async function runPerps(options: RunOptions, context: RunContext): Promise<PerpRunOutcome> {
  const { progress } = context;
  const startedAt = context.now();
  const inputs = await runStage(progress, RUN_STAGES.load, () => loadPerpInputs(options, context), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  await checkRunFolder(inputs.runFolder);
  const models = await runStage(progress, RUN_STAGES.fit, () => fitModels({ ...inputs.dataset, reserves: [] }, inputs.market), ({ depth }) => `${depth.length} price factors`);
  const built = buildPerpScenario(inputs, models);
  const space = buildTierSpace(built.current, inputs.policy, inputs.policyFile.path);
  const search = await runStage(
    progress,
    RUN_STAGES.search,
    () => searchTiers(built.job, space, inputs.policy, built.metricContext, (fraction, note) => progress.update(RUN_STAGES.search, fraction, note)),
    ({ candidates, pathsPerStage }) => `${candidates} margin tables, up to ${pathsPerStage.at(-1)} paths`,
  );
  const sensitivity = await runStage(progress, RUN_STAGES.backtest, () => testTierSensitivity(built.job, search, inputs.policy.paths.final), (rows) => `${rows.length - 1} worse markets`);
  const result = assemblePerpResult({ inputs, models, built, search, sensitivity, version: context.version });
  const folder = await runStage(
    progress,
    RUN_STAGES.write,
    async () => publishRunFolder(inputs.runFolder, await renderPerpFiles(result, inputs, search, { ...context, startedAt, workers: 1 })),
    (path) => basename(path),
  );
  return { kind: 'perps', result, folder };
}
