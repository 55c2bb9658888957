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
import { benchTierSearch } from './tier-search.js';

const WORKERS = 2;
/** Paths on which a recommendation is promised within 30 s. */
const TIMED_PATHS = 1024;
const SECONDS_PROMISED = 30;
/** Policies that come with the package. */
const APPETITES = ['conservative', 'moderate', 'aggressive'];

/** What a search of the bundled book settled on, and what it took. */
interface Settled {
  readonly choice: Candidate | null;
  readonly pathEvaluations: number;
  readonly seconds: number;
}

/**
 * The bundled book, three parameters, a week of hours: how long a recommendation takes from the fitted models on, and, for each shipped
 * appetite, the race against every candidate on every path.
 */
async function benchLendingSearch(): Promise<BenchResult[]> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const context = { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  const timed = await loadInputs({ paths: TIMED_PATHS }, context, () => {});
  const models = fitModels(timed.dataset, timed.market);
  const quick = await settle(timed, models, 'race');
  const book = `${timed.dataset.accounts.length} accounts, ${WORKERS} workers`;
  const results: BenchResult[] = [
    { name: `recommendation, ${TIMED_PATHS} paths, ${book}`, value: quick.seconds, unit: 's', baseline: `the promise (${SECONDS_PROMISED} s)`, ratio: SECONDS_PROMISED / quick.seconds },
  ];
  for (const policy of APPETITES) results.push(...(await benchRace(await loadInputs({ policy }, context, () => {}), models)));
  return results;
}

async function benchRace(inputs: RunInputs, models: FittedModels): Promise<BenchResult[]> {
  const raced = await settle(inputs, models, 'race');
  const full = await settle(inputs, models, 'full');
  const verdict = String(raced.choice) === String(full.choice) ? 'the same answer as' : 'ANOTHER ANSWER THAN';
  const name = `race, policy ${inputs.policy.name}, ${full.pathEvaluations / inputs.policy.paths.final} candidates × ${inputs.policy.paths.final} paths`;
  return [
    { name: `${name}: ${verdict} full evaluation (${raced.choice ?? 'infeasible'})`, value: (100 * raced.pathEvaluations) / full.pathEvaluations, unit: '% of paths', baseline: 'full evaluation', ratio: full.pathEvaluations / raced.pathEvaluations },
    { name: `${name}, ${WORKERS} workers`, value: raced.seconds, unit: 's', baseline: 'full evaluation', ratio: full.seconds / raced.seconds },
  ];
}

/** Both kinds of market. */
export async function benchSearch(): Promise<BenchResult[]> {
  return [...(await benchLendingSearch()), ...(await benchTierSearch())];
}

async function settle(inputs: RunInputs, models: FittedModels, how: 'race' | 'full'): Promise<Settled> {
  const start = performance.now();
  const { shared, metricContext } = buildScenario(inputs, models);
  const { policy } = inputs;
  const space = buildParameterSpace(shared.current, policy);
  const executor = await createWorkerPoolExecutor(shared, WORKERS);
  try {
    const { evaluate, look } = new SpaceEvaluator(shared, executor, policy, metricContext);
    if (how === 'race') {
      const search = await searchInStages(space, evaluate, { screeningPaths: policy.paths.screening, finalPaths: policy.paths.final, batchSize: 12, seed: inputs.seed, materiality: policy.objective, look });
      const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
      return { choice: choice && search.evaluations[choice.index]!.candidate, pathEvaluations: search.pathEvaluations, seconds: (performance.now() - start) / 1000 };
    }
    const evaluations = await evaluate(enumerateGrid(space), policy.paths.final, () => {});
    const choice = recommend(space, evaluations, [...evaluations.keys()], policy.objective);
    return { choice: choice && evaluations[choice.index]!.candidate, pathEvaluations: evaluations.length * policy.paths.final, seconds: (performance.now() - start) / 1000 };
  } finally {
    await executor.close();
  }
}
