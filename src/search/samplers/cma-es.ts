import { assertInvariant } from '../../core/assert.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import { AugmentedLagrangian } from './augmented-lagrangian.js';
import { CmaDistribution } from './cma-distribution.js';
import { computeCmaSettings, defaultCmaPopulation, type CmaSettings } from './cma-settings.js';
import { foldIntoCube, unfoldFromCube } from './cube-fold.js';
import { assertCount, PointsOut, totalViolation, wasEvaluated, type Sampler, type SamplerShape } from './sampler.js';

const { abs, max, min, floor } = Math;

/** A run is over when its largest standard deviation, or the relative change of its best value, is below this … */
const TOLERANCE = 1e-12;
/** … or its longest axis so many times its shortest that rounding decides. */
const AXIS_RATIO_MAX = 1e7;

export interface CmaEsOptions extends Omit<SamplerShape, 'objectives'> {
  readonly seed: number;
  /** Where the first run starts, in the cube; default its middle. */
  readonly start?: Float64Array;
  /** First standard deviation, in widths of the cube; default 0.2. */
  readonly sigma?: number;
  /** Points per generation of the first run; default 4 + ⌊3 ln n⌋. */
  readonly populationSize?: number;
}

/** The best point told so far: the smallest violation, then the smallest objective. */
export interface BestPoint {
  readonly point: Float64Array;
  readonly objective: number;
  readonly violation: number;
}

/**
 * Proposes points by active CMA-ES for one objective, with constraints through an augmented Lagrangian.
 *
 * Bounds: it searches all of space, folded into the cube (`cube-fold.ts`). A run that is over (standard deviation or
 * change of the best value below 1e-12, or an axis ratio above 1e7) is followed by one from a random point with twice the population.
 * Special cases: tied values widen the search; points that cannot be evaluated rank last.
 * @throws InternalError for a start outside the cube, sigma outside (0, 1] or a population below 4
 * @source N. Hansen, arXiv:1604.00772; restarts: A. Auger and N. Hansen, "A restart CMA evolution strategy with increasing population size", CEC 2005.
 */
export class CmaEsSampler implements Sampler {
  readonly shape: SamplerShape;
  private readonly stream: RandomStream;
  private readonly out: PointsOut;
  private readonly sigma: number;
  private settings: CmaSettings;
  private distribution: CmaDistribution;
  private lagrangian: AugmentedLagrangian;
  private recentBest: number[] = [];
  private steps: Float64Array[] = [];
  private points = new Float64Array(0);
  private objectives = new Float64Array(0);
  private constraintValues = new Float64Array(0);
  private asked = 0;
  private told = 0;
  private found: BestPoint | null = null;

  constructor({ dimensions, constraints, seed, start, sigma = 0.2, populationSize }: CmaEsOptions) {
    this.shape = { dimensions, objectives: 1, constraints };
    this.out = new PointsOut(this.shape);
    const size = populationSize ?? defaultCmaPopulation(dimensions);
    const mean = start ?? new Float64Array(dimensions).fill(0.5);
    assertInvariant(Number.isInteger(size) && size >= 4, `a population must be an integer of at least 4, got ${size}`);
    assertInvariant(sigma > 0 && sigma <= 1, `sigma must be above 0 and at most 1, got ${sigma}`);
    assertInvariant(mean.length === dimensions && mean.every((x) => x >= 0 && x <= 1), `the start must be a point of the ${dimensions}-dimensional unit cube`);
    this.stream = createRandomStream(seed, 'cma-es', 0);
    this.sigma = sigma;
    this.settings = computeCmaSettings(dimensions, size);
    this.distribution = new CmaDistribution(mean.map(unfoldFromCube), sigma, this.settings);
    this.lagrangian = new AugmentedLagrangian(dimensions, constraints);
    this.drawGeneration();
  }

  /** `null` before anything was told. */
  get best(): BestPoint | null {
    return this.found;
  }

  ask(count: number): Float64Array {
    assertCount(count);
    const { dimensions } = this.shape;
    const until = min(this.settings.populationSize, this.asked + count);
    const points = this.points.slice(this.asked * dimensions, until * dimensions);
    this.asked = until;
    return this.out.send(points);
  }

  tell(points: Float64Array, objectives: Float64Array, constraintValues: Float64Array): void {
    const count = this.out.receive(points, objectives, constraintValues);
    const { dimensions, constraints } = this.shape;
    this.objectives.set(objectives, this.told);
    this.constraintValues.set(constraintValues, this.told * constraints);
    for (let i = 0; i < count; i++) {
      const violation = totalViolation(constraintValues, i, constraints);
      const objective = violation === Infinity ? Infinity : objectives[i]!;
      const best = this.found;
      if (best && (violation > best.violation || (violation === best.violation && objective >= best.objective))) continue;
      this.found = { point: points.slice(i * dimensions, (i + 1) * dimensions), objective, violation };
    }
    this.told += count;
    if (this.told < this.settings.populationSize) return;
    this.learn();
    if (this.isOver()) this.restart();
    this.drawGeneration();
  }

  private drawGeneration(): void {
    const { dimensions, constraints } = this.shape;
    const size = this.settings.populationSize;
    this.points = new Float64Array(size * dimensions);
    this.steps = Array.from({ length: size }, (_, i) => this.drawInside(this.points.subarray(i * dimensions, (i + 1) * dimensions)));
    this.objectives = new Float64Array(size);
    this.constraintValues = new Float64Array(size * constraints);
    this.asked = 0;
    this.told = 0;
  }

  /** Draws a point of the cube and gives the step that leads to it. */
  private drawInside(point: Float64Array): Float64Array {
    const { mean, sigma } = this.distribution;
    const step = this.distribution.drawStep(this.stream);
    for (let i = 0; i < point.length; i++) point[i] = foldIntoCube(mean[i]! + sigma * step[i]!);
    return step;
  }

  private learn(): void {
    const { constraints } = this.shape;
    const { weights, parents } = this.settings;
    const rowOf = (i: number): Float64Array => this.constraintValues.subarray(i * constraints, (i + 1) * constraints);
    const evaluated = this.steps.map((_, i) => i).filter((i) => wasEvaluated(this.constraintValues, i, constraints));
    const isEvaluated = new Set(evaluated);
    this.lagrangian.admit(Float64Array.from(evaluated, (i) => this.objectives[i]!), Float64Array.from(evaluated.flatMap((i) => [...rowOf(i)])));
    const values = this.steps.map((_, i) => (isEvaluated.has(i) ? this.lagrangian.value(this.objectives[i]!, rowOf(i)) : Infinity));
    const ranked = this.steps.map((_, i) => i).sort((a, b) => (values[a]! === values[b]! ? a - b : values[a]! - values[b]!));
    this.distribution.update(ranked.map((i) => this.steps[i]!));
    if (values[ranked[0]!] === values[ranked[floor(0.7 * ranked.length)]!]) this.distribution.widen();
    this.recentBest.push(values[ranked[0]!]!);

    if (constraints === 0 || ranked.slice(0, parents).some((i) => !isEvaluated.has(i))) return;
    const average = (valueOf: (i: number) => number): number => ranked.slice(0, parents).reduce((sum, i, rank) => sum + weights[rank]! * valueOf(i), 0);
    this.lagrangian.adapt(average((i) => this.objectives[i]!), Float64Array.from({ length: constraints }, (_, j) => average((i) => rowOf(i)[j]!)));
  }

  private isOver(): boolean {
    const { largest, ratio } = this.distribution.spread;
    if (!(largest > TOLERANCE) || !(ratio < AXIS_RATIO_MAX)) return true;
    const generations = 10 + Math.ceil((30 * this.shape.dimensions) / this.settings.populationSize);
    if (this.recentBest.length < generations) return false;
    const recent = this.recentBest.slice(-generations);
    const [low, high] = [min(...recent), max(...recent)];
    return low === high || high - low < TOLERANCE * max(abs(low), abs(high));
  }

  private restart(): void {
    const { dimensions } = this.shape;
    this.settings = computeCmaSettings(dimensions, 2 * this.settings.populationSize);
    const mean = Float64Array.from({ length: dimensions }, () => this.stream.nextUniform());
    this.distribution = new CmaDistribution(mean.map(unfoldFromCube), this.sigma, this.settings);
    this.recentBest = [];
  }
}
