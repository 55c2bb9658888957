/** A problem of the literature on the unit cube: objectives to be minimised, constraints held at ≤ 0. */
export interface StandardProblem {
  readonly name: string;
  readonly dimensions: number;
  readonly objectives: number;
  readonly constraints: number;
  /** Objectives, then constraint values, at one point of the unit cube. */
  readonly evaluate: (x: Float64Array) => number[];
}

const { PI, sin, cos, sqrt, atan2 } = Math;

function rest(x: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i]!;
  return sum;
}

function zdt(name: string, shape: (f1: number, g: number) => number, dimensions = 30): StandardProblem {
  const evaluate = (x: Float64Array): number[] => {
    const g = 1 + (9 * rest(x, 1)) / (dimensions - 1);
    return [x[0]!, g * shape(x[0]!, g)];
  };
  return { name, dimensions, objectives: 2, constraints: 0, evaluate };
}

/** E. Zitzler, K. Deb and L. Thiele, "Comparison of multiobjective evolutionary algorithms", Evol. Comput. 8 (2000). */
export const ZDT1 = zdt('ZDT1', (f1, g) => 1 - sqrt(f1 / g));
export const ZDT2 = zdt('ZDT2', (f1, g) => 1 - (f1 / g) ** 2);
export const ZDT3 = zdt('ZDT3', (f1, g) => 1 - sqrt(f1 / g) - (f1 / g) * sin(10 * PI * f1));

/** K. Deb, L. Thiele, M. Laumanns and E. Zitzler, "Scalable multi-objective optimization test problems", CEC 2002: front = unit sphere. */
export const DTLZ2: StandardProblem = {
  name: 'DTLZ2',
  dimensions: 12,
  objectives: 3,
  constraints: 0,
  evaluate: (x) => {
    let g = 0;
    for (let i = 2; i < x.length; i++) g += (x[i]! - 0.5) ** 2;
    const [a, b] = [(x[0]! * PI) / 2, (x[1]! * PI) / 2];
    return [(1 + g) * cos(a) * cos(b), (1 + g) * cos(a) * sin(b), (1 + g) * sin(a)];
  },
};

/** T. T. Binh and U. Korn (1997), as in K. Deb's book (2001), section 8.2. */
export const BNH: StandardProblem = {
  name: 'BNH',
  dimensions: 2,
  objectives: 2,
  constraints: 2,
  evaluate: (u) => {
    const [x, y] = [5 * u[0]!, 3 * u[1]!];
    return [4 * x * x + 4 * y * y, (x - 5) ** 2 + (y - 5) ** 2, (x - 5) ** 2 + y * y - 25, 7.7 - (x - 8) ** 2 - (y + 3) ** 2];
  },
};

/** N. Srinivas and K. Deb (1994). */
export const SRN: StandardProblem = {
  name: 'SRN',
  dimensions: 2,
  objectives: 2,
  constraints: 2,
  evaluate: (u) => {
    const [x, y] = [40 * u[0]! - 20, 40 * u[1]! - 20];
    return [2 + (x - 2) ** 2 + (y - 1) ** 2, 9 * x - (y - 1) ** 2, x * x + y * y - 225, x - 3 * y + 10];
  },
};

/** M. Tanaka et al. (1995): the front lies on the border of what is allowed. */
export const TNK: StandardProblem = {
  name: 'TNK',
  dimensions: 2,
  objectives: 2,
  constraints: 2,
  evaluate: (u) => {
    const [x, y] = [PI * u[0]!, PI * u[1]!];
    return [x, y, 1 + 0.1 * cos(16 * atan2(x, y)) - x * x - y * y, (x - 0.5) ** 2 + (y - 0.5) ** 2 - 0.5];
  },
};

/** Evaluates points of the unit cube in the layout a sampler is told. */
export function evaluateProblem(problem: StandardProblem, points: Float64Array, count: number): { objectives: Float64Array; constraintValues: Float64Array } {
  const { dimensions: d, objectives: m, constraints } = problem;
  const objectives = new Float64Array(count * m);
  const constraintValues = new Float64Array(count * constraints);
  for (let i = 0; i < count; i++) {
    const values = problem.evaluate(points.subarray(i * d, (i + 1) * d));
    for (let j = 0; j < m; j++) objectives[i * m + j] = values[j]!;
    for (let j = 0; j < constraints; j++) constraintValues[i * constraints + j] = values[m + j]!;
  }
  return { objectives, constraintValues };
}
