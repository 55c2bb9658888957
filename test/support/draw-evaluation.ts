import type { ConstraintCheck, Evaluation } from '../../src/search/evaluation.js';

/** One constraint `x ≤ limit` with a symmetric interval around its value. */
export function buildCheck(value: number, halfWidth: number, limit: number): ConstraintCheck {
  return { text: `x ≤ ${limit}`, metric: 'x', limit, value, bound: value + halfWidth, lowerBound: value - halfWidth, holds: value + halfWidth <= limit };
}

export interface EvaluationOptions {
  readonly objective?: number;
  readonly cost?: number;
  readonly risk?: number;
  readonly check?: ConstraintCheck;
}

/** An evaluation whose cost differs from path to path but by the same amount between candidates. */
export function buildEvaluation(candidate: readonly number[], { objective = 100, cost = 10, risk = 1, check = buildCheck(1, 0.1, 2) }: EvaluationOptions): Evaluation {
  const costByPath = Float64Array.from({ length: 50 }, (_, path) => cost + (path % 7) + (path % 3) * 0.01 * cost);
  return { candidate, objective, costByPath, risk, constraints: [check] };
}
