import type { ConstraintOutcome } from '../core/run-result.js';
import type { Candidate } from './space.js';

/** A constraint's outcome with both ends of its interval: the upper one is held against the limit, the lower one rules out early. */
export interface ConstraintCheck extends ConstraintOutcome {
  readonly lowerBound: number;
}

/** What the search learns about one candidate: an objective to maximise, a cost to break ties, and constraints. */
export interface Evaluation {
  readonly candidate: Candidate;
  /** To be maximised; free of sampling error. */
  readonly objective: number;
  /** Cost per path, on paths that all candidates share; its mean is minimised among equals. */
  readonly costByPath: Float64Array;
  /** The risk that the frontier sets against the objective. */
  readonly risk: number;
  readonly constraints: readonly ConstraintCheck[];
}

/** Evaluates candidates on the first `pathCount` common paths; gives evaluations in the candidates' order. */
export type Evaluate = (
  candidates: readonly Candidate[],
  pathCount: number,
  onProgress: (fraction: number) => void,
) => Promise<Evaluation[]>;

/** Whether every constraint holds with its confidence bound. */
export function isFeasible(evaluation: Evaluation): boolean {
  return evaluation.constraints.every(({ holds }) => holds);
}

/** Whether some constraint is broken beyond sampling error: more paths would not help. */
export function isClearlyInfeasible(evaluation: Evaluation): boolean {
  return evaluation.constraints.some(({ lowerBound, limit }) => lowerBound > limit);
}

/** Mean cost over the paths. */
export function meanCost({ costByPath }: Evaluation): number {
  return costByPath.reduce((sum, cost) => sum + cost, 0) / costByPath.length;
}
