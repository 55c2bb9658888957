import { assertInvariant } from '../core/assert.js';

/**
 * Computes Kendall's tau-a of two samples: concordant less discordant pairs, over all pairs.
 *
 * Special cases: pairs tied in either sample count as neither, so many ties pull it towards 0. Runs in n log n.
 * @throws InternalError when the lengths differ or are below 2.
 * @source W. R. Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61 (1966).
 */
export function computeKendallTau(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  assertInvariant(n === y.length && n > 1, `Kendall's tau needs two samples of one length above 1, got ${n} and ${y.length}`);
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]! || y[i]! - y[j]!);
  const pairs = (n * (n - 1)) / 2;
  const tiedX = countTies(order, (i, j) => x[i] === x[j]);
  const tiedBoth = countTies(order, (i, j) => x[i] === x[j] && y[i] === y[j]);
  const byY = Array.from(y.keys()).sort((i, j) => y[i]! - y[j]!);
  const tiedY = countTies(byY, (i, j) => y[i] === y[j]);
  const discordant = countInversions(Float64Array.from(order, (i) => y[i]!));
  return (pairs - tiedX - tiedY + tiedBoth - 2 * discordant) / pairs;
}

function countTies(order: readonly number[], isTied: (i: number, j: number) => boolean): number {
  let ties = 0;
  let run = 0;
  for (let position = 1; position < order.length; position++) {
    run = isTied(order[position]!, order[position - 1]!) ? run + 1 : 0;
    ties += run;
  }
  return ties;
}

/** Pairs i < j with values[i] > values[j], by merge sort from the bottom; sorts `values`. */
function countInversions(values: Float64Array): number {
  let from = values;
  let to = new Float64Array(values.length);
  let inversions = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let out = start; out < end; out++) {
        if (left < middle && (right >= end || from[left]! <= from[right]!)) to[out] = from[left++]!;
        else {
          to[out] = from[right++]!;
          inversions += middle - left;
        }
      }
    }
    [from, to] = [to, from as Float64Array<ArrayBuffer>];
  }
  return inversions;
}
