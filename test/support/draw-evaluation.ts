import type { ConstraintCheck, Evaluation } from '../../src/search/evaluation.js';

/** One constraint `x ≤ limit` with a symmetric interval around its value. */
export function buildCheck(value: number, halfWidth: number, limit: number): ConstraintCheck {
  return { text: `x ≤ ${limit}`, metric: 'x', limit, value, bound: value + halfWidth, lowerBound: value - halfWidth, pathsMin: 1, largestShareRatio: null, holds: value + halfWidth <= limit };
}

export interface EvaluationOptions {
  readonly objective?: number;
  readonly cost?: number;
  readonly risk?: number;
  readonly check?: ConstraintCheck;
  readonly paths?: number;
  /** Gives the objective sampling error: the values per path, whose mean it is. */
  readonly objectiveByPath?: Float64Array;
  readonly lossByPath?: Float64Array;
}

/** An evaluation whose cost differs from path to path but by the same amount between candidates. */
export function buildEvaluation(candidate: readonly number[], options: EvaluationOptions): Evaluation {
  const { objectiveByPath = null, cost = 10, risk = 1, check = buildCheck(1, 0.1, 2), paths = 50 } = options;
  const costByPath = Float64Array.from({ length: paths }, (_, path) => cost + (path % 7) + (path % 3) * 0.01 * cost);
  const objective = objectiveByPath ? objectiveByPath.reduce((sum, value) => sum + value, 0) / objectiveByPath.length : (options.objective ?? 100);
  return { candidate, objective, objectiveByPath, costByPath, risk, lossByPath: options.lossByPath ?? new Float64Array(paths), constraints: [check] };
}
