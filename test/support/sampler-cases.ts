import { CmaEsSampler } from '../../src/search/samplers/cma-es.js';
import { createGridSampler } from '../../src/search/samplers/grid.js';
import { Nsga2Sampler } from '../../src/search/samplers/nsga2.js';
import type { Sampler } from '../../src/search/samplers/sampler.js';
import { createSobolSampler } from '../../src/search/samplers/sobol.js';
import { createCutSphere } from './single-objective-problems.js';
import { evaluateProblem, TNK, type StandardProblem } from './standard-problems.js';

/** One sampler of the common suite, with a problem of the kind it is made for. */
export interface SamplerCase {
  readonly name: string;
  readonly problem: StandardProblem;
  readonly isSeeded: boolean;
  readonly create: (problem: StandardProblem, seed: number) => Sampler;
}

export const SAMPLER_CASES: readonly SamplerCase[] = [
  { name: 'sobol', problem: TNK, isSeeded: true, create: (problem, seed) => createSobolSampler({ ...shapeOf(problem), seed }) },
  { name: 'grid', problem: TNK, isSeeded: false, create: (problem) => createGridSampler({ ...shapeOf(problem), levels: new Array<number>(problem.dimensions).fill(40) }) },
  { name: 'nsga2', problem: TNK, isSeeded: true, create: (problem, seed) => new Nsga2Sampler({ ...shapeOf(problem), seed, populationSize: 20 }) },
  { name: 'cma-es', problem: createCutSphere(4, 2), isSeeded: true, create: (problem, seed) => new CmaEsSampler({ ...shapeOf(problem), seed }) },
];

export function shapeOf({ dimensions, objectives, constraints }: StandardProblem): { dimensions: number; objectives: number; constraints: number } {
  return { dimensions, objectives, constraints };
}

/** All points that a sampler proposes for a budget, row-major, asked at most `cut` at a time. */
export async function traceSampler(sampler: Sampler, problem: StandardProblem, budget: number, cut = Infinity): Promise<Float64Array> {
  const trace: number[] = [];
  while (trace.length < budget * problem.dimensions) {
    const points = sampler.ask(Math.min(cut, budget - trace.length / problem.dimensions));
    if (points.length === 0) break;
    const { objectives, constraintValues } = evaluateProblem(problem, points, points.length / problem.dimensions);
    sampler.tell(points, objectives, constraintValues);
    trace.push(...points);
  }
  return Float64Array.from(trace);
}

/** The bytes of a fixed run of every case, as hexadecimal text: what another process must reproduce. */
export async function fingerprintCases(seed: number): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const { name, problem, create } of SAMPLER_CASES) {
    const trace = await traceSampler(create(problem, seed), problem, 300);
    prints[name] = Buffer.from(trace.buffer, trace.byteOffset, trace.byteLength).toString('hex');
  }
  return prints;
}

/** A problem in which every point is infeasible by the same amount and worth the same, unless told otherwise. */
export function createFlatProblem(base: StandardProblem, value: number, constraintValue: number): StandardProblem {
  const values = [...new Array<number>(base.objectives).fill(value), ...new Array<number>(base.constraints).fill(constraintValue)];
  return { ...base, name: 'flat', evaluate: () => values };
}

