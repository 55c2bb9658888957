import { findFirst } from '../../numeric/find-first.js';

/**
 * Ranks points by constrained domination: 0 for those that none beats, 1 for those that only rank 0 beats, and so on.
 *
 * A smaller violation beats a larger one; among equal violations the one that is at least as good in every objective and better in one.
 * Shapes: `objectives` n × m row-major, to be minimised; `violations` n, 0 = feasible, Infinity allowed. Equal points get equal ranks.
 * Cost: points come in lexicographic order, so none is beaten by a later one, and its front is found by bisection. Up to two objectives
 * the last member of a front alone decides, n log n in all; beyond, every member is looked at, n² m at worst.
 * @source K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Trans. Evol.
 *   Comput. 6 (2002); X. Zhang, Y. Tian, R. Cheng and Y. Jin, "An efficient approach to nondominated sorting", ibid. 19 (2015).
 */
export function rankFronts(objectives: Float64Array, violations: Float64Array, m: number): Int32Array {
  const order = Int32Array.from(violations, (_, row) => row).sort((a, b) => compareRows(objectives, violations, m, a, b));
  const ranks = new Int32Array(violations.length);
  const membersSeen = m <= 2 ? 1 : Infinity;
  let firstRank = 0;
  let fronts: number[][] = [];
  for (let position = 0; position < order.length; position++) {
    const row = order[position]!;
    if (position > 0 && violations[row] !== violations[order[position - 1]!]) {
      firstRank += fronts.length;
      fronts = [];
    }
    const front = findFront(objectives, m, fronts, row, membersSeen);
    if (front === fronts.length) fronts.push([row]);
    else fronts[front]!.push(row);
    ranks[row] = firstRank + front;
  }
  return ranks;
}

function compareRows(objectives: Float64Array, violations: Float64Array, m: number, a: number, b: number): number {
  if (violations[a] !== violations[b]) return violations[a]! < violations[b]! ? -1 : 1;
  for (let j = 0; j < m; j++) {
    const difference = objectives[a * m + j]! - objectives[b * m + j]!;
    if (difference !== 0) return difference;
  }
  return a - b;
}

/** The first front without a member that beats the row; what a front beats, all fronts before it beat too. */
function findFront(objectives: Float64Array, m: number, fronts: readonly number[][], row: number, membersSeen: number): number {
  return findFirst(fronts.length, (index) => !isBeatenBy(objectives, m, fronts[index]!, row, membersSeen));
}

function isBeatenBy(objectives: Float64Array, m: number, front: readonly number[], row: number, membersSeen: number): boolean {
  const first = Math.max(0, front.length - membersSeen);
  for (let position = front.length - 1; position >= first; position--) {
    const other = front[position]!;
    let isBetter = false;
    let j = 0;
    for (; j < m; j++) {
      const difference = objectives[other * m + j]! - objectives[row * m + j]!;
      if (difference > 0) break;
      if (difference < 0) isBetter = true;
    }
    if (j === m && isBetter) return true;
  }
  return false;
}
