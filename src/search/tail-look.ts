import type { ConstraintCheck, Evaluation } from './evaluation.js';

/** Share of all paths that a tail look takes: three times the worst 1 %, so that a path that goes worse for a candidate than for the set in force is among them. */
const TAIL_SHARE = 1 / 32;

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

/** Evaluates candidates on chosen paths out of `pathCount`, beyond those they rest on; gives evaluations with a tail look, in the candidates' order. */
export type LookAtPaths = (
  candidates: readonly Evaluation['candidate'][],
  paths: Int32Array,
  pathCount: number,
  onProgress: (fraction: number) => void,
) => Promise<Evaluation[]>;

/**
 * Chooses the paths that go worst for a point evaluated on all of them, from path `from` on: largest loss first, then largest cost.
 *
 * Shape: ⌈paths/32⌉ indices, rising; fewer where there are fewer from `from` on.
 */
export function chooseTailPaths({ lossByPath, costByPath }: Evaluation, from: number): Int32Array {
  const beyond = Array.from({ length: Math.max(0, costByPath.length - from) }, (_, index) => from + index);
  const worstFirst = beyond.sort((a, b) => lossByPath[b]! - lossByPath[a]! || costByPath[b]! - costByPath[a]! || a - b);
  return Int32Array.from(worstFirst.slice(0, Math.ceil(costByPath.length * TAIL_SHARE))).sort();
}

/** Whether a constraint is broken at its upper bound by what was seen alone, whatever the other paths bring. */
export function breaksAtFloor({ tail }: Evaluation): boolean {
  return tail !== undefined && tail.floors.some(({ bound, limit }) => bound > limit);
}

/** The constraints as they are best known: over all paths where the worst were seen, else over the first ones. */
export function bestKnownConstraints({ tail, constraints }: Evaluation): readonly ConstraintCheck[] {
  return tail?.floors ?? constraints;
}
