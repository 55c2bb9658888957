import type { ConstraintOutcome } from '../core/run-result.js';
import { CONFIDENCE_Z, estimatePairedDifference, type Estimate } from '../numeric/confidence.js';
import type { Candidate } from './space.js';

/** A constraint's outcome with both ends of its interval: the upper one is held against the limit, the lower one rules out early. */
export interface ConstraintCheck extends ConstraintOutcome {
  readonly lowerBound: number;
  /** Paths below which the interval says too little to rule anything out: a tail figure needs some samples in the tail. */
  readonly pathsMin: number;
  /** Share of the figure that the largest sample alone makes, where it is a sum over samples; `null` of a quantile, a count or an exact figure. */
  readonly largestShareRatio: number | null;
}

/** What a candidate does on chosen paths beyond its first ones: those that go worst for the point in force. */
export interface TailLook {
  /** Indices of the chosen paths, rising; all candidates of a search share them. */
  readonly paths: Int32Array;
  /** The loss on each of them. */
  readonly lossByPath: Float64Array;
  /** Number of all paths. */
  readonly pathCount: number;
  /** The constraints over all paths if nothing happened on those that were not seen: what they come to at least. */
  readonly floors: readonly ConstraintCheck[];
}

/** What the search learns about one candidate: an objective to maximise, a cost to break ties, and constraints. */
export interface Evaluation {
  readonly candidate: Candidate;
  /** To be maximised. */
  readonly objective: number;
  /** What the objective is the mean of, per path; `null` when it is free of sampling error. */
  readonly objectiveByPath: Float64Array | null;
  /** Cost per path, on paths that all candidates share; its mean is minimised among equals. */
  readonly costByPath: Float64Array;
  /** The risk that the frontier sets against the objective. */
  readonly risk: number;
  /** The loss per path whose tail the risk is. */
  readonly lossByPath: Float64Array;
  readonly constraints: readonly ConstraintCheck[];
  /** What it does on the worst paths beyond those; left out while they were not looked at, and once all paths are known. */
  readonly tail?: TailLook | undefined;
}

/** Evaluates candidates on the first `pathCount` common paths; gives evaluations in the candidates' order. */
export type Evaluate = (
  candidates: readonly Candidate[],
  pathCount: number,
  onProgress: (fraction: number) => void,
) => Promise<Evaluation[]>;

/** Evaluates candidates on chosen paths out of `pathCount`, beyond those they rest on; gives evaluations with a tail look, in the candidates' order. */
export type LookAtPaths = (
  candidates: readonly Candidate[],
  paths: Int32Array,
  pathCount: number,
  onProgress: (fraction: number) => void,
) => Promise<Evaluation[]>;

/** Number of paths an evaluation rests on. */
export function countPaths({ costByPath }: Evaluation): number {
  return costByPath.length;
}

/** Whether every constraint holds with its confidence bound. */
export function isFeasible(evaluation: Evaluation): boolean {
  return evaluation.constraints.every(({ holds }) => holds);
}

/** Whether what was seen alone breaks a constraint at its upper bound: losses on the other paths only raise the figure, and the bound with it unless the tail hardly spreads. */
export function breaksAtFloor({ tail }: Evaluation): boolean {
  return tail !== undefined && tail.floors.some(({ bound, limit }) => bound > limit);
}

/** The constraints as they are best known: over all paths where the worst were seen, else over the first ones. */
export function bestKnownConstraints({ tail, constraints }: Evaluation): readonly ConstraintCheck[] {
  return tail?.floors ?? constraints;
}

/** Whether some constraint is broken beyond sampling error: more paths would not help. */
export function isClearlyInfeasible(evaluation: Evaluation): boolean {
  const paths = evaluation.tail?.pathCount ?? countPaths(evaluation);
  return bestKnownConstraints(evaluation).some(({ lowerBound, limit, pathsMin }) => paths >= pathsMin && lowerBound > limit);
}

/**
 * Whether some constraint is as good as sure to be broken at its upper bound once `finalPaths` are in.
 *
 * Formula: with the standard error e = (bound − value)/z on n of N paths the final bound is forecast at
 * value + z e √(n/N) ± `spread` e √(1 − n/N), because the first n paths are among the N. Where the worst paths were seen, what they alone come to
 * decides as well.
 */
export function willBreak(evaluation: Evaluation, finalPaths: number, spread: number): boolean {
  if (breaksAtFloor(evaluation)) return true;
  const paths = countPaths(evaluation);
  const share = Math.min(1, paths / finalPaths);
  return evaluation.constraints.some(({ value, bound, limit, pathsMin }) => {
    if (paths < Math.min(pathsMin, finalPaths)) return false;
    const error = (bound - value) / CONFIDENCE_Z;
    return value + CONFIDENCE_Z * error * Math.sqrt(share) - spread * error * Math.sqrt(1 - share) > limit;
  });
}

/** By how much the limit is passed where it is passed most, relative to it; 0 when all hold. A limit of 0 has no shares and counts as 1. */
export function worstExcess(evaluation: Evaluation): number {
  return Math.max(0, ...bestKnownConstraints(evaluation).map(({ holds, bound, limit }) => (holds ? 0 : (bound - limit) / (limit || 1))));
}

/** Mean cost over the paths. */
export function meanCost({ costByPath }: Evaluation): number {
  return costByPath.reduce((sum, cost) => sum + cost, 0) / costByPath.length;
}

/** The objective of `a` minus that of `b`, paired on the paths that both were evaluated on; without width where the objective is exact. */
export function compareObjectives(a: Evaluation, b: Evaluation): Estimate {
  if (!a.objectiveByPath || !b.objectiveByPath) {
    const value = a.objective - b.objective;
    return { value, ciLow: value, ciHigh: value, n: Math.min(countPaths(a), countPaths(b)) };
  }
  return comparePaths(a.objectiveByPath, b.objectiveByPath);
}

/** Mean of `a` minus mean of `b` on the paths that both have. */
export function comparePaths(a: Float64Array, b: Float64Array): Estimate {
  const common = Math.min(a.length, b.length);
  return estimatePairedDifference(a.subarray(0, common), b.subarray(0, common), { kind: 'mean' });
}
