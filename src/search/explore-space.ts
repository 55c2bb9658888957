import { meanCost, type Evaluation } from './evaluation.js';
import type { Ledger } from './ledger.js';
import { CmaEsSampler } from './samplers/cma-es.js';
import { Nsga2Sampler } from './samplers/nsga2.js';
import { runSampler, totalViolation, type Sampler } from './samplers/sampler.js';
import { maySet, toCandidate, type Candidate, type ParameterSpace } from './space.js';

/** Points proposed for the frontier, and per generation: a scrambled Sobol start and 11 generations that breed from it. */
const FRONTIER_POINTS = 768;
const POPULATION = 64;
/** Points proposed for the best objective, from the best of the frontier, with this standard deviation in widths of the space. */
const BEST_POINTS = 512;
const BEST_SIGMA = 0.05;

export interface ExplorationOptions {
  /** Paths of every look, and of the later one that decides. */
  readonly screeningPaths: number;
  readonly finalPaths: number;
  readonly seed: number;
  /** Told the share of the points that were proposed. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Looks at a space too large to list: NSGA-II for the frontier of (objective, risk, mean cost), then CMA-ES for the objective alone.
 *
 * Constraints are held against the upper bound that is to be expected of the final paths: value + (bound − value) √(screening/final).
 * What it learns stands in the ledger, the one in force first. Combinations that may not be set are never evaluated; a candidate met again
 * is not evaluated again. Same space, seed and values: same candidates.
 */
export async function exploreSpace(space: ParameterSpace, ledger: Ledger, options: ExplorationOptions): Promise<void> {
  const exploration = new Exploration(space, ledger, options);
  const constraints = await exploration.start();
  const shape = { dimensions: space.dimensions.length, constraints, seed: options.seed };
  await exploration.run(new Nsga2Sampler({ ...shape, objectives: 3, populationSize: POPULATION }), FRONTIER_POINTS);
  await exploration.run(new CmaEsSampler({ ...shape, start: exploration.best, sigma: BEST_SIGMA }), BEST_POINTS);
}

/** What was met so far, by whichever sampler. */
class Exploration {
  private readonly boundShare: number;
  private proposed = 0;
  private bestPoint: Float64Array;
  private bestViolation = Infinity;
  private bestObjective = -Infinity;

  constructor(
    private readonly space: ParameterSpace,
    private readonly ledger: Ledger,
    private readonly options: ExplorationOptions,
  ) {
    this.boundShare = Math.sqrt(options.screeningPaths / options.finalPaths);
    this.bestPoint = new Float64Array(space.dimensions.length).fill(0.5);
  }

  /** The proposed point with the least violation, then the best objective; the middle while none could be evaluated. */
  get best(): Float64Array {
    return this.bestPoint;
  }

  /** Evaluates the point in force and gives the number of constraints: the policy's, and that the combination may be set at all. */
  async start(): Promise<number> {
    const current: Candidate = this.space.dimensions.map((dimension) => dimension.current);
    await this.ledger.learn([current], this.options.screeningPaths);
    return this.ledger.of(current).constraints.length + 1;
  }

  async run(sampler: Sampler, budget: number): Promise<void> {
    const { dimensions, objectives: m, constraints } = sampler.shape;
    const evaluatePoints = async (points: Float64Array, count: number): Promise<{ objectives: Float64Array; constraintValues: Float64Array }> => {
      const candidates = Array.from({ length: count }, (_, row) => toCandidate(this.space, points.subarray(row * dimensions, (row + 1) * dimensions)));
      const isAllowed = candidates.map((candidate) => maySet(this.space, candidate));
      await this.ledger.learn(candidates.filter((_, row) => isAllowed[row]), this.options.screeningPaths, (fraction) => this.report(fraction * count));
      this.proposed += count;
      this.report(0);
      const objectives = new Float64Array(count * m);
      const constraintValues = new Float64Array(count * constraints);
      candidates.forEach((candidate, row) => {
        if (!isAllowed[row]) {
          constraintValues[(row + 1) * constraints - 1] = Infinity;
          return;
        }
        const evaluation = this.ledger.of(candidate);
        objectives.set([-evaluation.objective, evaluation.risk, meanCost(evaluation)].slice(0, m), row * m);
        constraintValues.set(this.excessOf(evaluation), row * constraints);
        this.remember(points.slice(row * dimensions, (row + 1) * dimensions), totalViolation(constraintValues, row, constraints), evaluation.objective);
      });
      return { objectives, constraintValues };
    };
    await runSampler(sampler, evaluatePoints, budget);
  }

  private report(points: number): void {
    this.options.onProgress((this.proposed + points) / (FRONTIER_POINTS + BEST_POINTS));
  }

  /** Excess over each limit in shares of the limit, so that constraints of different units can be added. */
  private excessOf({ constraints }: Evaluation): number[] {
    return constraints.map(({ value, bound, limit }) => (value + (bound - value) * this.boundShare - limit) / (Math.abs(limit) || 1));
  }

  private remember(point: Float64Array, violation: number, objective: number): void {
    if (violation > this.bestViolation || (violation === this.bestViolation && objective <= this.bestObjective)) return;
    [this.bestPoint, this.bestViolation, this.bestObjective] = [point, violation, objective];
  }
}
