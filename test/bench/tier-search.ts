import { fileURLToPath } from 'node:url';
import { buildPerpScenario } from '../../src/pipeline/perps/build-perp-scenario.js';
import { TierEvaluator } from '../../src/pipeline/perps/evaluate-tiers.js';
import { loadPerpInputs, type PerpRunInputs } from '../../src/pipeline/perps/perp-inputs.js';
import { searchTiers, type TierSearch } from '../../src/pipeline/perps/search-tiers.js';
import { buildTierSpace } from '../../src/pipeline/perps/tier-space.js';
import { fitModels, type FittedModels } from '../../src/pipeline/stages/fit-models.js';
import { shareJob } from '../../src/simulation/executors/job.js';
import { startExecutor } from '../../src/simulation/executors/start-executor.js';
import type { BenchResult } from './measure.js';

const PATHS = 512;

/** The bundled book of perpetual futures under the policy that a run takes by itself: how long a search of its margin tiers takes in one thread and in two. */
export async function benchTierSearch(): Promise<BenchResult[]> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const context = { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  const inputs = await loadPerpInputs({ dataset: 'hyperliquid_2023', paths: PATHS }, context);
  const models = fitModels({ ...inputs.dataset, reserves: [] }, inputs.market);
  const alone = await search(inputs, models, 1);
  const paired = await search(inputs, models, 2);
  const verdict = JSON.stringify(alone.found.recommendation) === JSON.stringify(paired.found.recommendation) ? 'the same recommendation as' : 'ANOTHER RECOMMENDATION THAN';
  const name = `margin tiers, ${alone.found.candidates} tables, ${PATHS} paths, ${inputs.dataset.accounts.length} accounts`;
  return [
    { name: `${name}, 1 worker`, value: alone.seconds, unit: 's', baseline: 'itself', ratio: 1 },
    { name: `${name}, 2 workers: ${verdict} one`, value: paired.seconds, unit: 's', baseline: '1 worker', ratio: alone.seconds / paired.seconds },
  ];
}

async function search(inputs: PerpRunInputs, models: FittedModels, workers: number): Promise<{ readonly found: TierSearch; readonly seconds: number }> {
  const { job, metricContext, current } = buildPerpScenario(inputs, models);
  const { policy, policyFile, seed } = inputs;
  const executor = await startExecutor(shareJob(job), workers);
  try {
    const start = performance.now();
    const evaluator = new TierEvaluator(job, executor, policy, metricContext);
    const found = await searchTiers(evaluator, buildTierSpace(current, policy, policyFile.path), policy, seed, metricContext, () => {});
    return { found, seconds: (performance.now() - start) / 1000 };
  } finally {
    await executor.close();
  }
}
