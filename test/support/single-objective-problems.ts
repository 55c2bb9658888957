import { CmaEsSampler, type CmaEsOptions } from '../../src/search/samplers/cma-es.js';
import { evaluateProblem, type StandardProblem } from './standard-problems.js';

const { PI, cos, sqrt, exp } = Math;

/** A problem of one objective on a box of equal sides; `toBox` gives a coordinate of the cube in the problem's own units. */
function single(name: string, dimensions: number, halfWidth: number, evaluate: (x: Float64Array) => number[], constraints = 0): StandardProblem {
  return { name, dimensions, objectives: 1, constraints, evaluate: (u) => evaluate(u.map((value) => (2 * value - 1) * halfWidth)) };
}

/** Σ 10^(6 i/(n−1)) x_i² on [−5, 5]^n: condition 10^6, minimum 0 at the origin. */
export function createEllipsoid(dimensions: number): StandardProblem {
  const weights = Float64Array.from({ length: dimensions }, (_, i) => 10 ** ((6 * i) / (dimensions - 1)));
  return single('ellipsoid', dimensions, 5, (x) => [x.reduce((sum, value, i) => sum + weights[i]! * value * value, 0)]);
}

/** Rosenbrock's valley on [−5, 5]^n: minimum 0 at (1, …, 1). */
export function createRosenbrock(dimensions: number): StandardProblem {
  return single('Rosenbrock', dimensions, 5, (x) => {
    let sum = 0;
    for (let i = 0; i + 1 < dimensions; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
    return [sum];
  });
}

/** The sphere on [−5, 5]^n under `count` linear constraints x_i ≥ 1: minimum `count` where each is active. */
export function createCutSphere(dimensions: number, count: number): StandardProblem {
  const evaluate = (x: Float64Array): number[] => [x.reduce((sum, value) => sum + value * value, 0), ...Array.from({ length: count }, (_, i) => 1 - x[i]!)];
  return single('cut sphere', dimensions, 5, evaluate, count);
}

/** Rosenbrock's valley within the disc x² + y² ≤ 2, whose border touches the minimum 0 at (1, 1). */
export const ROSENBROCK_DISC = single('Rosenbrock in a disc', 2, 1.5, ([x, y]) => [100 * (y! - x! ** 2) ** 2 + (1 - x!) ** 2, x! ** 2 + y! ** 2 - 2], 1);

/** A problem of the constraint literature with two active curved borders and a needle of allowed points: G06, minimum −6961.81387558. */
export const G06: StandardProblem = {
  name: 'G06',
  dimensions: 2,
  objectives: 1,
  constraints: 2,
  evaluate: (u) => {
    const [x, y] = [13 + 87 * u[0]!, 100 * u[1]!];
    return [(x - 10) ** 3 + (y - 20) ** 3, 100 - (x - 5) ** 2 - (y - 5) ** 2, (x - 6) ** 2 + (y - 5) ** 2 - 82.81];
  },
};

/** A bumpy bowl on [−5, 5]^n, many local minima, 0 at the origin (Ackley). */
export function createAckley(dimensions: number): StandardProblem {
  return single('Ackley', dimensions, 5, (x) => {
    const square = x.reduce((sum, value) => sum + value * value, 0) / dimensions;
    const wave = x.reduce((sum, value) => sum + cos(2 * PI * value), 0) / dimensions;
    return [20 + Math.E - 20 * exp(-0.2 * sqrt(square)) - exp(wave)];
  });
}

/**
 * How many evaluations CMA-ES needs until a feasible point is worth the target or less, told one by one; Infinity when `budget` is not enough.
 */
export function countCmaEvaluations(problem: StandardProblem, target: number, budget: number, options: Omit<CmaEsOptions, 'dimensions' | 'constraints'>): number {
  const sampler = new CmaEsSampler({ dimensions: problem.dimensions, constraints: problem.constraints, ...options });
  for (let spent = 1; spent <= budget; spent++) {
    const point = sampler.ask(1);
    const { objectives, constraintValues } = evaluateProblem(problem, point, 1);
    sampler.tell(point, objectives, constraintValues);
    if (sampler.best!.violation === 0 && sampler.best!.objective <= target) return spent;
  }
  return Infinity;
}

/** The start that the `cmaes` package shows for its ellipsoid, mean 3 and sigma 2, on the cube that stands for [−5, 5]^n. */
export function createUsualStart(dimensions: number): { start: Float64Array; sigma: number } {
  return { start: new Float64Array(dimensions).fill(0.8), sigma: 0.2 };
}
