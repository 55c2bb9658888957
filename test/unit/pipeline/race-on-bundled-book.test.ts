import { expect, test } from '@jest/globals';
import { loadInputs } from '../../../src/pipeline/inputs.js';
import { buildScenario } from '../../../src/pipeline/stages/build-scenario.js';
import type { SampleStore } from '../../../src/pipeline/ports.js';
import { SpaceEvaluator } from '../../../src/pipeline/stages/evaluate-space.js';
import { fitModels } from '../../../src/pipeline/stages/fit-models.js';
import { buildParameterSpace } from '../../../src/pipeline/stages/parameter-space.js';
import { findMonotonicityBreaks } from '../../../src/search/monotonicity.js';
import { recommend } from '../../../src/search/recommend.js';
import { enumerateGrid } from '../../../src/search/space.js';
import { searchInStages } from '../../../src/search/staged-search.js';
import { createInProcessExecutor } from '../../../src/simulation/executors/in-process.js';
import { CHECKOUT } from '../../support/run-plimsoll.js';

const PATHS = 96;

// `npm run bench search` does the same on all of the policy's paths, where the two are compared in time as well.
test('on the bundled book the race recommends what every candidate on every path does, with a quarter of the paths', async () => {
  const context = { packageFolder: CHECKOUT, workingFolder: CHECKOUT, version: 'test', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  const inputs = await loadInputs({ paths: PATHS }, context, () => {});
  const { shared, metricContext } = buildScenario(inputs, fitModels(inputs.dataset, inputs.market));
  const space = buildParameterSpace(shared.current, inputs.policy);
  const executor = createInProcessExecutor(shared);

  const whole = new SpaceEvaluator(shared, executor, inputs.policy, metricContext);
  const full = await whole.evaluate(enumerateGrid(space), PATHS, () => {});
  const best = recommend(space, full, [...full.keys()], inputs.policy.objective)!;
  expect(best.ground).toBe('objective-gain');
  expect(findMonotonicityBreaks(space, full)).toEqual([]);

  // The race is handed the paths it asks for from what is known, so that none is simulated twice.
  const known: SampleStore = { recall: (key) => whole.of(key.split(',').map(Number)).samples, keep: () => Promise.reject(new Error('everything is known')) };
  const raced = new SpaceEvaluator(shared, executor, inputs.policy, metricContext, { store: known });
  expect((await raced.evaluate([full[0]!.candidate], 8, () => {}))[0]!.costByPath).toEqual(full[0]!.costByPath.slice(0, 8));
  const options = { screeningPaths: inputs.policy.paths.screening, finalPaths: PATHS, batchSize: 12, seed: 1, materiality: inputs.policy.objective };
  const race = await searchInStages(space, raced.evaluate, options);
  const choice = recommend(space, race.evaluations, race.finalists, inputs.policy.objective)!;
  expect([race.evaluations[choice.index]!.candidate, choice.ground]).toEqual([full[best.index]!.candidate, best.ground]);
  expect(race.pathEvaluations).toBeLessThanOrEqual(0.25 * full.length * PATHS);
});
