import { fileURLToPath } from 'node:url';
import { loadInputs, type RunInputs } from '../../src/pipeline/inputs.js';
import { buildScenario } from '../../src/pipeline/stages/build-scenario.js';
import { SpaceEvaluator } from '../../src/pipeline/stages/evaluate-space.js';
import { fitModels, type FittedModels } from '../../src/pipeline/stages/fit-models.js';
import { buildParameterSpace } from '../../src/pipeline/stages/parameter-space.js';
import { recommend } from '../../src/search/recommend.js';
import { enumerateGrid, type Candidate } from '../../src/search/space.js';
import { searchInStages } from '../../src/search/staged-search.js';
import { createWorkerPoolExecutor } from '../../src/simulation/executors/worker-pool.js';
import type { BenchResult } from './measure.js';

const WORKERS = 2;
const SEEDS = [1, 2, 3];
const PATHS = 1024;

/** What a search of the bundled book settled on, and what it took. */
interface Settled {
  readonly choice: Candidate | null;
  readonly pathEvaluations: number;
  readonly seconds: number;
}

/**
 * The bundled book, three parameters, a week of hours: the race against every candidate on every path, by seed; how long a recommendation
 * takes from the fitted models on.
 */
export async function benchSearch(): Promise<BenchResult[]> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const context = { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  const inputs = await loadInputs({ paths: PATHS }, context, () => {});
  const models = fitModels(inputs.dataset, inputs.market);
  const results: BenchResult[] = [];
  for (const seed of SEEDS) {
    const raced = await settle({ ...inputs, seed }, models, 'race');
    const full = await settle({ ...inputs, seed }, models, 'full');
    const isSame = String(raced.choice) === String(full.choice);
    results.push({ name: `race, seed ${seed}: ${isSame ? 'the same recommendation as' : 'ANOTHER RECOMMENDATION THAN'} full evaluation (${raced.choice})`, value: (100 * raced.pathEvaluations) / full.pathEvaluations, unit: '% of paths', baseline: 'full evaluation, in time', ratio: full.seconds / raced.seconds });
    results.push({ name: `race, seed ${seed}: ${inputs.dataset.accounts.length} accounts, ${PATHS} paths, ${WORKERS} workers`, value: raced.seconds, unit: 's', baseline: null, ratio: null });
  }
  return results;
}

async function settle(inputs: RunInputs, models: FittedModels, how: 'race' | 'full'): Promise<Settled> {
  const start = performance.now();
  const { shared, metricContext } = buildScenario(inputs, models);
  const { policy } = inputs;
  const space = buildParameterSpace(shared.current, policy);
  const executor = await createWorkerPoolExecutor(shared, WORKERS);
  try {
    const { evaluate } = new SpaceEvaluator(shared, executor, policy, metricContext);
    if (how === 'race') {
      const search = await searchInStages(space, evaluate, { screeningPaths: policy.paths.screening, finalPaths: PATHS, batchSize: 12, seed: inputs.seed, materiality: policy.objective });
      const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
      return { choice: choice && search.evaluations[choice.index]!.candidate, pathEvaluations: search.pathEvaluations, seconds: (performance.now() - start) / 1000 };
    }
    const evaluations = await evaluate(enumerateGrid(space), PATHS, () => {});
    const choice = recommend(space, evaluations, [...evaluations.keys()], policy.objective);
    return { choice: choice && evaluations[choice.index]!.candidate, pathEvaluations: evaluations.length * PATHS, seconds: (performance.now() - start) / 1000 };
  } finally {
    await executor.close();
  }
}
