import type { Evaluation } from './evaluation.js';

/** Share of all paths that a tail look takes: three times the worst 1 %, so that a path that goes worse for a candidate than for the set in force is among them. */
const TAIL_SHARE = 1 / 32;

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
