import { fileURLToPath } from 'node:url';
import { loadInputs } from '../../src/pipeline/inputs.js';
import { buildScenario } from '../../src/pipeline/stages/build-scenario.js';
import { fitModels } from '../../src/pipeline/stages/fit-models.js';
import { createPathReader } from '../../src/simulation/chunk.js';
import { createFastEngine } from '../../src/simulation/engine/fast-engine.js';
import type { PathEngine } from '../../src/simulation/engine/path-engine.js';
import { createReferenceEngine } from '../../src/simulation/engine/reference-engine.js';
import { medianSeconds, type BenchResult } from './measure.js';

const PATHS = 64;

/** The bundled book over a week of hours, with feedback: the fast engine against the dense one on the same paths. */
export async function benchEngines(): Promise<BenchResult[]> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const inputs = await loadInputs({}, { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} }, () => {});
  const { shared } = buildScenario(inputs, fitModels(inputs.dataset, inputs.market));
  const pathOf = createPathReader(shared);
  const paths = Array.from({ length: PATHS }, (_, index) => pathOf(index));
  const secondsOf = (engine: PathEngine): number => medianSeconds(5, () => paths.forEach((path) => engine.runPath(path)));
  const dense = secondsOf(createReferenceEngine(shared.scenario));
  const fast = secondsOf(createFastEngine(shared.scenario));
  const accountSteps = shared.scenario.book.accounts.length * shared.scenario.steps * PATHS;
  return [
    { name: 'dense engine', value: accountSteps / dense, unit: 'account-steps/s', baseline: null, ratio: null },
    { name: 'fast engine', value: accountSteps / fast, unit: 'account-steps/s', baseline: 'the dense engine', ratio: dense / fast },
    { name: 'fast engine, one path', value: (fast / PATHS) * 1000, unit: 'ms', baseline: null, ratio: null },
  ];
}
