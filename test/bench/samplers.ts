import { computeHypervolume } from '../../src/search/samplers/hypervolume.js';
import { Nsga2Sampler } from '../../src/search/samplers/nsga2.js';
import { runSampler } from '../../src/search/samplers/sampler.js';
import { SAMPLER_CASES, shapeOf, traceSampler } from '../support/sampler-cases.js';
import { countCmaEvaluations, createAckley, createCutSphere, createEllipsoid, createRosenbrock, createUsualStart, G06 } from '../support/single-objective-problems.js';
import { BNH, DTLZ2, evaluateProblem, SRN, TNK, ZDT1, ZDT2, ZDT3, type StandardProblem } from '../support/standard-problems.js';
import type { BenchResult } from './measure.js';

const SEEDS = [0, 1, 2, 3, 4];

/** A front's problem at a fixed budget, its reference point, and the best that another program is known to reach. */
interface FrontBench {
  readonly problem: StandardProblem;
  readonly evaluations: number;
  readonly reference: readonly number[];
  readonly baseline: readonly [name: string, value: number] | null;
}

const FRONTS: readonly FrontBench[] = [
  { problem: ZDT1, evaluations: 25_000, reference: [1.1, 1.1], baseline: ['pymoo (0.8699)', 0.8699] },
  { problem: ZDT2, evaluations: 25_000, reference: [1.1, 1.1], baseline: ['the limit (0.5433)', 1.21 - 2 / 3] },
  { problem: ZDT3, evaluations: 25_000, reference: [1.1, 1.1], baseline: null },
  { problem: DTLZ2, evaluations: 25_000, reference: [1.1, 1.1, 1.1], baseline: ['the limit (0.8074)', 1.331 - Math.PI / 6] },
  { problem: BNH, evaluations: 10_000, reference: [140, 50], baseline: null },
  { problem: SRN, evaluations: 10_000, reference: [250, 50], baseline: null },
  { problem: TNK, evaluations: 10_000, reference: [1.1, 1.1], baseline: null },
];

/** A problem of one objective, what counts as solved, and the evaluations another program is known to need. */
interface SolveBench {
  readonly problem: StandardProblem;
  readonly target: number;
  readonly note: string;
  /** Only where the other program's start is copied; else the sampler's own. */
  readonly start: { readonly start: Float64Array; readonly sigma: number } | null;
  readonly baseline: readonly [name: string, evaluations: number] | null;
}

const SOLVES: readonly SolveBench[] = [
  { problem: createEllipsoid(10), target: 1e-10, note: '10 variables, condition 1e6, to 1e-10', start: createUsualStart(10), baseline: ['cmaes (4,517)', 4517] },
  { problem: createRosenbrock(10), target: 1e-10, note: '10 variables, to 1e-10', start: null, baseline: null },
  { problem: createAckley(10), target: 1e-8, note: '10 variables, to 1e-8', start: null, baseline: null },
  { problem: createCutSphere(10, 3), target: 3 + 1e-6, note: '10 variables, 3 active constraints, to 1e-6', start: null, baseline: null },
  { problem: G06, target: -6961.81387558 + 1e-4, note: '2 active constraints, to 1e-4', start: null, baseline: null },
];

/**
 * Fronts by NSGA-II (population 100, last generation, median of five seeds), evaluations that CMA-ES needs (median of 15 seeds), and what proposing a point costs.
 * The baselines are figures of issue 7 and analytic limits, named with their value: nothing else is run here.
 */
export async function benchSamplers(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const front of FRONTS) results.push(...(await measureFront(front)));
  for (const { problem, target, note, start, baseline } of SOLVES) {
    const needed = median(Array.from({ length: 15 }, (_, seed) => countCmaEvaluations(problem, target, 40_000, { seed, ...start })));
    results.push({ name: `${problem.name}, ${note}`, value: needed, unit: 'evaluations', baseline: baseline?.[0] ?? null, ratio: baseline && baseline[1] / needed });
  }
  for (const { name, problem, create } of SAMPLER_CASES) {
    const start = performance.now();
    for (const seed of SEEDS) await traceSampler(create(problem, seed), problem, 1000);
    results.push({ name: `${name}: a point of ${problem.name}`, value: (performance.now() - start) / SEEDS.length, unit: 'µs', baseline: null, ratio: null });
  }
  return results;
}

async function measureFront({ problem, evaluations, reference, baseline }: FrontBench): Promise<BenchResult[]> {
  const volumes: number[] = [];
  const seconds: number[] = [];
  for (const seed of SEEDS) {
    const start = performance.now();
    const sampler = new Nsga2Sampler({ ...shapeOf(problem), seed, populationSize: 100 });
    await runSampler(sampler, async (points, count) => evaluateProblem(problem, points, count), evaluations);
    seconds.push((performance.now() - start) / 1000);
    const { objectives, violations } = sampler.population;
    volumes.push(computeHypervolume(objectives.filter((_, i) => violations[Math.floor(i / problem.objectives)] === 0), reference));
  }
  const volume = median(volumes);
  const time = median(seconds);
  const isZdt1 = problem === ZDT1;
  return [
    { name: `${problem.name}, ${evaluations.toLocaleString('en-US')} evaluations`, value: volume, unit: 'hypervolume', baseline: baseline?.[0] ?? null, ratio: baseline && volume / baseline[1] },
    { name: `${problem.name}, time`, value: time, unit: 's', baseline: isZdt1 ? 'pymoo (0.8 s)' : null, ratio: isZdt1 ? 0.8 / time : null },
  ];
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
