import { assertInvariant } from '../../core/assert.js';

/** What a sampler is told about each point: how many coordinates, objectives (to be minimised) and constraints (held at ≤ 0). */
export interface SamplerShape {
  readonly dimensions: number;
  readonly objectives: number;
  readonly constraints: number;
}

/**
 * Proposes points of the unit cube and learns from what they turned out to be worth.
 *
 * Shapes: n points are n × dimensions row-major in [0, 1]; told objectives are n × objectives, constraint values n × constraints.
 * The sequence of points depends on the options, the seed and the told values only: not on how asks are cut, nor on who evaluates.
 */
export interface Sampler {
  readonly shape: SamplerShape;
  /**
   * Gives the next points: at most `count`, fewer when the sampler must first be told about those that are out, none when a finite
   * sampler is exhausted. A sampler that was told about every point gives one or more, or is exhausted.
   */
  ask(count: number): Float64Array;
  /**
   * Takes the values of the oldest points that are out, in the order they were asked.
   *
   * Special cases: a constraint value of Infinity says that the point cannot be evaluated at all; its objectives are then not read.
   * @throws InternalError naming point and value when one is NaN, an objective infinite, a length wrong or a point not the one that is due
   */
  tell(points: Float64Array, objectives: Float64Array, constraintValues: Float64Array): void;
}

/** Evaluates points, row-major, in the layout that `Sampler.tell` takes. */
export type EvaluatePoints = (points: Float64Array, count: number) => Promise<{ objectives: Float64Array; constraintValues: Float64Array }>;

/**
 * Asks, evaluates and tells until exactly `budget` points were evaluated, or a finite sampler is exhausted; gives how many it were.
 *
 * @throws InternalError from `tell`, and what `evaluate` throws
 */
export async function runSampler(sampler: Sampler, evaluate: EvaluatePoints, budget: number): Promise<number> {
  let spent = 0;
  while (spent < budget) {
    const points = sampler.ask(budget - spent);
    const count = points.length / sampler.shape.dimensions;
    if (count === 0) break;
    const { objectives, constraintValues } = await evaluate(points, count);
    sampler.tell(points, objectives, constraintValues);
    spent += count;
  }
  return spent;
}

/** Sum of what exceeds zero among one point's constraint values: 0 = feasible, Infinity = cannot be evaluated. */
export function totalViolation(constraintValues: Float64Array, row: number, constraints: number): number {
  let sum = 0;
  for (let j = 0; j < constraints; j++) sum += Math.max(0, constraintValues[row * constraints + j]!);
  return sum;
}

/** Whether no constraint says that the point cannot be evaluated. */
export function wasEvaluated(constraintValues: Float64Array, row: number, constraints: number): boolean {
  for (let j = 0; j < constraints; j++) if (constraintValues[row * constraints + j] === Infinity) return false;
  return true;
}

/** The points that are out: keeps every sampler's `ask` and `tell` honest in the same way. */
export class PointsOut {
  private waiting: Float64Array = new Float64Array(0);

  constructor(private readonly shape: SamplerShape) {
    for (const [name, value, least] of [['dimensions', shape.dimensions, 1], ['objectives', shape.objectives, 1], ['constraints', shape.constraints, 0]] as const) {
      assertInvariant(Number.isInteger(value) && value >= least, `a sampler's ${name} must be an integer of at least ${least}, got ${value}`);
    }
  }

  send(points: Float64Array): Float64Array {
    const joined = new Float64Array(this.waiting.length + points.length);
    joined.set(this.waiting);
    joined.set(points, this.waiting.length);
    this.waiting = joined;
    return points;
  }

  /** Checks what is told, takes the points off the list and gives their number. */
  receive(points: Float64Array, objectives: Float64Array, constraintValues: Float64Array): number {
    const { dimensions, objectives: m, constraints } = this.shape;
    const count = points.length / dimensions;
    assertInvariant(Number.isInteger(count) && points.length <= this.waiting.length, `told about ${count} points while ${this.waiting.length / dimensions} are out`);
    assertInvariant(objectives.length === count * m, `${count} points have ${count * m} objective values, got ${objectives.length}`);
    assertInvariant(constraintValues.length === count * constraints, `${count} points have ${count * constraints} constraint values, got ${constraintValues.length}`);
    for (let i = 0; i < points.length; i++) {
      assertInvariant(points[i] === this.waiting[i], `point ${Math.floor(i / dimensions)} is not the one that is due: tell points in the order they were asked`);
    }
    for (let i = 0; i < constraintValues.length; i++) {
      assertInvariant(constraintValues[i]! > -Infinity, `constraint ${i % constraints} of point ${Math.floor(i / constraints)} is ${constraintValues[i]}`);
    }
    for (let i = 0; i < objectives.length; i++) {
      const isRead = wasEvaluated(constraintValues, Math.floor(i / m), constraints);
      assertInvariant(!isRead || Number.isFinite(objectives[i]), `objective ${i % m} of point ${Math.floor(i / m)} is ${objectives[i]}; a sampler needs finite numbers`);
    }
    this.waiting = this.waiting.slice(points.length);
    return count;
  }
}

/** Checks a number of points to ask for. */
export function assertCount(count: number): void {
  assertInvariant(Number.isInteger(count) && count >= 0, `the number of points to ask for must be an integer of at least 0, got ${count}`);
}
