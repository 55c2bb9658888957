import { fileURLToPath } from 'node:url';
import { loadInputs } from '../../src/pipeline/inputs.js';
import { buildScenario } from '../../src/pipeline/stages/build-scenario.js';
import { fitModels } from '../../src/pipeline/stages/fit-models.js';
import { createFastEngine } from '../../src/simulation/engine/fast-engine.js';
import type { PathEngine } from '../../src/simulation/engine/path-engine.js';
import { createReferenceEngine } from '../../src/simulation/engine/reference-engine.js';
import type { LendingScenario } from '../../src/simulation/scenario.js';
import { BENCHMARK_FACTORS, drawBenchmarkBook, drawBenchmarkPaths } from './benchmark-book.js';
import { medianSeconds, type BenchResult } from './measure.js';

const ACCOUNTS = 50_000;
const STEPS = 168;
const PATHS = 200;
/** The dense engine runs these of them: its cost is the same for every path. */
const DENSE_PATHS = 10;
/** The median of so many rounds over the same paths counts, so that another program on the machine does not. */
const ROUNDS = 5;
const SEED = 1;

/** The fast engine against the dense one on the same paths of a large book drawn from the bundled one, and what growth costs. */
export async function benchEngines(): Promise<BenchResult[]> {
  const real = await loadBundledScenario();
  const quiet = buildBenchmark(real, ACCOUNTS, 0, false);
  const withFeedback = buildBenchmark(real, ACCOUNTS, 0, true);
  return [...compareEngines('without feedback', quiet), ...compareEngines('with feedback', withFeedback), ...measureGrowth(real)];
}

async function loadBundledScenario(): Promise<LendingScenario> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const inputs = await loadInputs({}, { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} }, () => {});
  return buildScenario(inputs, fitModels(inputs.dataset, inputs.market)).shared.scenario;
}

/** With feedback, every factor is as deep as ETH is to the real book, per account. */
function buildBenchmark(real: LendingScenario, accounts: number, safeTail: number, feedback: boolean): LendingScenario {
  const law = real.depth[0]!;
  const coefficient = feedback ? law.coefficient * ((accounts - safeTail) / real.book.accounts.length) ** -law.exponent : 0;
  return {
    ...real,
    book: drawBenchmarkBook(real.book, accounts, safeTail, SEED),
    factors: BENCHMARK_FACTORS,
    depth: BENCHMARK_FACTORS.map(() => ({ ...law, coefficient, quoteFactor: null, quoteStartPriceUsd: 1 })),
    steps: STEPS,
  };
}

function compareEngines(name: string, scenario: LendingScenario): BenchResult[] {
  const paths = drawBenchmarkPaths(STEPS, PATHS, SEED);
  const fastEngine = createFastEngine(scenario);
  const denseEngine = createReferenceEngine(scenario);
  const differs = paths.slice(0, DENSE_PATHS).some((path, index) => JSON.stringify(fastEngine.runPath(path, undefined, index)) !== JSON.stringify(denseEngine.runPath(path, undefined, index)));
  if (differs) throw new Error(`the engines differ ${name}`);
  const dense = secondsPerPath(denseEngine, paths.slice(0, DENSE_PATHS));
  const fast = secondsPerPath(fastEngine, paths);
  const accountSteps = scenario.book.accounts.length * STEPS;
  return [
    { name: `dense engine, ${name}`, value: accountSteps / dense, unit: 'account-steps/s', baseline: null, ratio: null },
    { name: `fast engine, ${name}`, value: accountSteps / fast, unit: 'account-steps/s', baseline: 'the dense engine', ratio: dense / fast },
    { name: `fast engine, one path, ${name}`, value: fast * 1000, unit: 'ms', baseline: null, ratio: null },
  ];
}

/** A million accounts against a hundred thousand, when only the safe tail grows: building and running together. */
function measureGrowth(real: LendingScenario): BenchResult[] {
  const paths = drawBenchmarkPaths(STEPS, PATHS, SEED);
  const secondsOf = (accounts: number, safeTail: number): number => {
    const scenario = buildBenchmark(real, accounts, safeTail, false);
    const started = performance.now();
    const engine = createFastEngine(scenario);
    for (const path of paths) engine.runPath(path);
    return (performance.now() - started) / 1000;
  };
  const small = secondsOf(100_000, 0);
  const large = secondsOf(1_000_000, 900_000);
  return [
    { name: '100,000 accounts, 200 paths', value: small, unit: 's', baseline: null, ratio: null },
    { name: '1,000,000 accounts, 200 paths', value: large, unit: 's', baseline: 'the time of 100,000', ratio: large / small },
    { name: 'memory of the process then', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MB', baseline: null, ratio: null },
  ];
}

function secondsPerPath(engine: PathEngine, paths: readonly Float64Array[]): number {
  return medianSeconds(ROUNDS, () => paths.forEach((path) => engine.runPath(path))) / paths.length;
}
