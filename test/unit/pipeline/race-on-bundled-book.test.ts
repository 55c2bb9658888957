import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadInputs, type RunInputs } from '../../../src/pipeline/inputs.js';
import { buildScenario } from '../../../src/pipeline/stages/build-scenario.js';
import { SpaceEvaluator } from '../../../src/pipeline/stages/evaluate-space.js';
import { fitModels, type FittedModels } from '../../../src/pipeline/stages/fit-models.js';
import { buildParameterSpace } from '../../../src/pipeline/stages/parameter-space.js';
import { findMonotonicityBreaks } from '../../../src/search/monotonicity.js';
import { recommend } from '../../../src/search/recommend.js';
import { enumerateGrid, type Candidate } from '../../../src/search/space.js';
import { searchInStages, type StagedSearchResult } from '../../../src/search/staged-search.js';
import { pathAt, SAMPLE_COLUMNS } from '../../../src/simulation/chunk.js';
import type { Executor } from '../../../src/simulation/executors/executor.js';
import { createInProcessExecutor } from '../../../src/simulation/executors/in-process.js';
import type { PathSamples } from '../../../src/simulation/samples.js';
import { chooseRuns } from '../../support/fuzz.js';
import { CHECKOUT } from '../../support/run-plimsoll.js';

const PATHS = chooseRuns(512, 96);
const SEEDS = chooseRuns(3, 1);
/** The widest first: what it simulates holds the candidates of the others. The widest of all has a thousand, for continuous integration only. */
const POLICIES = ['aggressive', 'moderate', 'conservative'].slice(chooseRuns(0, 1));

const load = async (policy: string, seed: number): Promise<RunInputs> => {
  const context = { packageFolder: CHECKOUT, workingFolder: CHECKOUT, version: 'test', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  return loadInputs({ paths: PATHS, policy, seed }, context, () => {});
};

/** Gives out what is known, and counts it: no path is simulated twice. */
function createRecordedExecutor(samplesOf: (candidate: Candidate) => PathSamples): Executor & { readonly given: () => number } {
  let given = 0;
  return {
    given: () => given,
    async runChunks(chunks, onSamples) {
      let index = 0;
      for (const chunk of chunks) {
        const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = chunk.candidates[0]!;
        const samples = samplesOf([ltvBps, liquidationThresholdBps, liquidationBonusBps]);
        const places = Array.from({ length: chunk.toPath - chunk.fromPath }, (_, offset) => chunk.fromPath + offset);
        given += places.length;
        onSamples({ values: Float64Array.from(places.flatMap((place) => SAMPLE_COLUMNS.map((column) => samples[column][pathAt(chunk, place)]!))) }, index++);
      }
    },
    close: () => Promise.resolve(),
  };
}

// `npm run bench -- search` does the same on all of the policies' paths, where the two are compared in time as well.
describe.each(Array.from({ length: SEEDS }, (_, index) => index + 1))('on the bundled book, seed %i', (seed) => {
  let models: FittedModels;
  let samplesOf: (candidate: Candidate) => PathSamples;
  beforeAll(async () => {
    const inputs = await load(POLICIES[0]!, seed);
    models = fitModels(inputs.dataset, inputs.market);
    const { shared, metricContext } = buildScenario(inputs, models);
    const whole = new SpaceEvaluator(shared, createInProcessExecutor(shared), inputs.policy, metricContext);
    await whole.evaluate(enumerateGrid(buildParameterSpace(shared.current, inputs.policy)), PATHS, () => {});
    samplesOf = (candidate) => whole.of(candidate).samples;
  });

  test.each(POLICIES)('the race recommends what every candidate on every path does, with a quarter of the paths: policy %s', async (policy) => {
    const inputs = await load(policy, seed);
    const { shared, metricContext } = buildScenario(inputs, models);
    const space = buildParameterSpace(shared.current, inputs.policy);
    const evaluateAll = new SpaceEvaluator(shared, createRecordedExecutor(samplesOf), inputs.policy, metricContext);
    const full = await evaluateAll.evaluate(enumerateGrid(space), PATHS, () => {});
    const best = recommend(space, full, [...full.keys()], inputs.policy.objective);
    expect(findMonotonicityBreaks(space, full)).toEqual([]);

    const executor = createRecordedExecutor(samplesOf);
    const raced = new SpaceEvaluator(shared, executor, inputs.policy, metricContext);
    const options = { screeningPaths: inputs.policy.paths.screening, finalPaths: PATHS, batchSize: 12, seed: 1, materiality: inputs.policy.objective, look: raced.look };
    const race = await searchInStages(space, raced.evaluate, options);
    const choice = recommend(space, race.evaluations, race.finalists, inputs.policy.objective);
    const describe = (found: typeof best, evaluations: StagedSearchResult['evaluations']): unknown => found && [evaluations[found.index]!.candidate, found.ground];
    expect(describe(choice, race.evaluations)).toEqual(describe(best, full));
    for (const index of race.finalists) expect(race.evaluations[index]!.costByPath).toEqual(samplesOf(race.evaluations[index]!.candidate).penaltyUsd);
    expect(race.pathEvaluations).toBe(executor.given());
    expect(race.pathEvaluations).toBeLessThanOrEqual(0.25 * full.length * PATHS);
  });
});
