import { computeNormalQuantile } from '../numeric/normal.js';
import { computeMean, computeVariance } from '../numeric/sample-moments.js';
import type { Evaluation, TailLook } from './evaluation.js';
import type { ParameterSpace } from './space.js';

/** Chance that any pair of a whole search is reported by sampling error alone. */
const FALSE_ALARM = 0.001;
/** Paths on which two candidates must differ before their mean difference is near normal. */
const DIFFERING_PATHS_MIN = 20;

/** Two candidates that contradict what must hold: `higher` differs by one raised number only, and loses less. */
export interface MonotonicityBreak {
  readonly dimension: string;
  readonly lower: Evaluation;
  readonly higher: Evaluation;
  /** Mean loss of `higher` minus that of `lower` on their common paths, below 0 beyond noise. */
  readonly lossDifference: number;
  /** Its standard errors from 0. */
  readonly standardErrors: number;
  readonly paths: number;
}

/**
 * Holds evaluations to what must be true of any model: raising a number marked `raisesRisk` alone must not lower the mean loss.
 *
 * Neighbours along each such dimension, all else equal, are compared on the paths that both have; reported is a paired difference below
 * 0 by more than Φ⁻¹(1 − 0.001/pairs) standard errors (Bonferroni), of 20 or more paths that differ. The most significant comes first.
 * Where both were seen on the worst paths these count too, out of all paths: on those that neither was seen on nothing is taken to differ.
 */
export function findMonotonicityBreaks({ dimensions }: ParameterSpace, evaluations: readonly Evaluation[]): MonotonicityBreak[] {
  const pairs = dimensions.flatMap(({ raisesRisk }, index) => (raisesRisk ? listNeighbours(evaluations, index).map((pair) => ({ index, pair })) : []));
  const critical = pairs.length === 0 ? 0 : computeNormalQuantile(1 - FALSE_ALARM / pairs.length);
  return pairs
    .map(({ index, pair: [lower, higher] }): MonotonicityBreak => ({ dimension: dimensions[index]!.name, lower, higher, ...measureDifference(lower, higher) }))
    .filter(({ standardErrors }) => standardErrors < -critical)
    .sort((a, b) => a.standardErrors - b.standardErrors);
}

/** Pairs that agree in all but one dimension, next to each other along it. */
function listNeighbours(evaluations: readonly Evaluation[], index: number): [Evaluation, Evaluation][] {
  const lines = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    const key = evaluation.candidate.filter((_, i) => i !== index).join();
    lines.set(key, [...(lines.get(key) ?? []), evaluation]);
  }
  return [...lines.values()].flatMap((line) => {
    const sorted = [...line].sort((a, b) => a.candidate[index]! - b.candidate[index]!);
    return sorted.slice(1).map((higher, i): [Evaluation, Evaluation] => [sorted[i]!, higher]);
  });
}

function measureDifference(lower: Evaluation, higher: Evaluation): Pick<MonotonicityBreak, 'lossDifference' | 'standardErrors' | 'paths'> {
  const first = Math.min(lower.lossByPath.length, higher.lossByPath.length);
  const tail = findCommonTail(lower, higher);
  const paths = tail?.pathCount ?? first;
  const differences = new Float64Array(paths);
  const compare = (path: number): number => (differences[path] = lossAt(higher, path) - lossAt(lower, path));
  for (let path = 0; path < first; path++) compare(path);
  tail?.paths.filter((path) => path >= first).forEach(compare);
  const lossDifference = computeMean(differences);
  const differing = differences.reduce((count, difference) => count + (difference === 0 ? 0 : 1), 0);
  const error = differing < DIFFERING_PATHS_MIN ? Infinity : Math.sqrt(computeVariance(differences, lossDifference) / paths);
  return { lossDifference, standardErrors: lossDifference / error, paths };
}

/** The worst paths that both were seen on: by a look, or because they hold all paths. */
function findCommonTail(a: Evaluation, b: Evaluation): TailLook | undefined {
  const tail = a.tail ?? b.tail;
  return tail && [a, b].every((evaluation) => evaluation.tail !== undefined || evaluation.lossByPath.length >= tail.pathCount) ? tail : undefined;
}

/** The loss on a path that was seen. */
function lossAt({ lossByPath, tail }: Evaluation, path: number): number {
  return path < lossByPath.length ? lossByPath[path]! : tail!.lossByPath[tail!.paths.indexOf(path)]!;
}
