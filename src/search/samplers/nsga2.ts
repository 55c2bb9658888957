import { assertInvariant } from '../../core/assert.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import { thinOutFront } from './crowding.js';
import { rankFronts } from './front-ranks.js';
import { assertCount, PointsOut, totalViolation, type Sampler, type SamplerShape } from './sampler.js';
import { createSobolSampler } from './sobol.js';
import { breedPair, type VariationOptions } from './variation.js';

export interface Nsga2Options extends SamplerShape, Partial<VariationOptions> {
  readonly seed: number;
  /** Members of a generation, even. */
  readonly populationSize: number;
}

/** A generation, row by row. */
export interface Population {
  readonly points: Float64Array;
  readonly objectives: Float64Array;
  /** Sum of what exceeds zero among the constraint values. */
  readonly violations: Float64Array;
}

/**
 * Proposes points by NSGA-II: generations that breed from the non-dominated and least crowded of all before them.
 *
 * The first generation is a scrambled Sobol sequence. Then: binary tournaments by (front, crowding distance), simulated binary crossover,
 * polynomial mutation, and survival by constrained domination; the front that does not fit is thinned out one by one.
 * Special cases: while none is feasible the least violation wins; tied values change nothing but which of the tied stay.
 * Defaults: crossover 0.9 with index 15, mutation 1/d with index 20.
 * @throws InternalError for an odd population or one below 4, and for more dimensions than the Sobol start has
 * @source K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, IEEE Trans. Evol. Comput. 6 (2002).
 */
export class Nsga2Sampler implements Sampler {
  readonly shape: SamplerShape;
  private readonly size: number;
  private readonly variation: VariationOptions;
  private readonly stream: RandomStream;
  private readonly out: PointsOut;
  /** The survivors, and the generation that is being evaluated. */
  private parents: Population;
  private ranks = new Int32Array(0);
  private crowding = new Float64Array(0);
  private generation: Population;
  private asked = 0;
  private told = 0;

  constructor({ dimensions, objectives, constraints, seed, populationSize, ...variation }: Nsga2Options) {
    assertInvariant(Number.isInteger(populationSize) && populationSize >= 4 && populationSize % 2 === 0, `a population must be an even number of at least 4, got ${populationSize}`);
    this.shape = { dimensions, objectives, constraints };
    this.size = populationSize;
    this.variation = { crossoverProbability: 0.9, crossoverIndex: 15, mutationProbability: 1 / dimensions, mutationIndex: 20, ...variation };
    this.stream = createRandomStream(seed, 'nsga2', 0);
    this.out = new PointsOut(this.shape);
    this.parents = createPopulation(this.shape, 0);
    this.generation = createPopulation(this.shape, populationSize);
    this.generation.points.set(createSobolSampler({ ...this.shape, seed }).ask(populationSize));
  }

  /** The survivors of the last generation that was told about as a whole; empty before the first. */
  get population(): Population {
    return this.parents;
  }

  ask(count: number): Float64Array {
    assertCount(count);
    const { dimensions } = this.shape;
    if (this.told === this.size) this.breed();
    const until = Math.min(this.size, this.asked + count);
    const points = this.generation.points.slice(this.asked * dimensions, until * dimensions);
    this.asked = until;
    return this.out.send(points);
  }

  tell(points: Float64Array, objectives: Float64Array, constraintValues: Float64Array): void {
    const count = this.out.receive(points, objectives, constraintValues);
    const { objectives: m, constraints } = this.shape;
    for (let i = 0; i < count; i++, this.told++) {
      const violation = totalViolation(constraintValues, i, constraints);
      this.generation.violations[this.told] = violation;
      // What could not be evaluated has no objectives: all such points are tied.
      for (let j = 0; j < m; j++) this.generation.objectives[this.told * m + j] = violation === Infinity ? 0 : objectives[i * m + j]!;
    }
    if (this.told === this.size) this.select();
  }

  /** Survival: whole fronts while they fit, the next one thinned out. */
  private select(): void {
    const { objectives: m } = this.shape;
    const all = joinPopulations(this.parents, this.generation);
    const ranks = rankFronts(all.objectives, all.violations, m);
    const fronts: number[][] = [];
    ranks.forEach((rank, row) => (fronts[rank] ??= []).push(row));
    const crowding = new Float64Array(ranks.length);
    const survivors: number[] = [];
    for (const front of fronts) {
      if (survivors.length === this.size) break;
      survivors.push(...thinOutFront(all.objectives, m, front, Math.min(front.length, this.size - survivors.length), crowding));
    }
    this.parents = pickRows(all, survivors, this.shape);
    this.ranks = Int32Array.from(survivors, (row) => ranks[row]!);
    this.crowding = Float64Array.from(survivors, (row) => crowding[row]!);
  }

  private breed(): void {
    const { dimensions: d } = this.shape;
    const contestants = [...this.shuffle(), ...this.shuffle()];
    const parent = (mating: number, side: number): Float64Array => {
      const winner = this.playTournament(contestants[4 * mating + 2 * side]!, contestants[4 * mating + 2 * side + 1]!);
      return this.parents.points.subarray(winner * d, (winner + 1) * d);
    };
    this.generation = createPopulation(this.shape, this.size);
    for (let mating = 0; mating < this.size / 2; mating++) {
      const children = this.generation.points.subarray(2 * mating * d, 2 * (mating + 1) * d);
      breedPair(parent(mating, 0), parent(mating, 1), this.variation, this.stream, children);
    }
    this.asked = 0;
    this.told = 0;
  }

  private playTournament(a: number, b: number): number {
    if (this.ranks[a] !== this.ranks[b]) return this.ranks[a]! < this.ranks[b]! ? a : b;
    return this.crowding[a]! >= this.crowding[b]! ? a : b;
  }

  private shuffle(): Int32Array {
    const rows = Int32Array.from({ length: this.size }, (_, row) => row);
    for (let i = this.size - 1; i > 0; i--) {
      const j = this.stream.nextInteger(i + 1);
      [rows[i], rows[j]] = [rows[j]!, rows[i]!];
    }
    return rows;
  }
}

function createPopulation({ dimensions, objectives }: SamplerShape, size: number): Population {
  return { points: new Float64Array(size * dimensions), objectives: new Float64Array(size * objectives), violations: new Float64Array(size) };
}

function joinPopulations(a: Population, b: Population): Population {
  const join = (first: Float64Array, second: Float64Array): Float64Array => {
    const joined = new Float64Array(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    return joined;
  };
  return { points: join(a.points, b.points), objectives: join(a.objectives, b.objectives), violations: join(a.violations, b.violations) };
}

function pickRows(from: Population, rows: readonly number[], shape: SamplerShape): Population {
  const picked = createPopulation(shape, rows.length);
  rows.forEach((row, position) => {
    picked.points.set(from.points.subarray(row * shape.dimensions, (row + 1) * shape.dimensions), position * shape.dimensions);
    picked.objectives.set(from.objectives.subarray(row * shape.objectives, (row + 1) * shape.objectives), position * shape.objectives);
    picked.violations[position] = from.violations[row]!;
  });
  return picked;
}
