import { assertInvariant } from '../../core/assert.js';
import type { PathModel } from './path-model.js';

/**
 * Lists the rows of the history from which that many steps follow without a gap.
 *
 * Shape: `runStart` as in `PathModel`; rows rise.
 */
export function findHistoricalWindows(runStart: Uint8Array, steps: number): number[] {
  const windows: number[] = [];
  let length = 0;
  for (let row = 0; row < runStart.length; row++) {
    length = runStart[row] === 1 ? 1 : length + 1;
    if (length >= steps) windows.push(row - steps + 1);
  }
  return windows;
}

/**
 * Writes one stretch of history as a path of the same type as a drawn one.
 *
 * Formula: volatility factors add up the history's log returns (mean taken off, the model's drift put on); peg factors send its
 * innovations through the mean reversion from today's deviation.
 * Units and shape as in `generatePath`. @throws InternalError when the stretch leaves the history or crosses a gap, or `out` has the
 * wrong length.
 */
export function replayHistoricalWindow(model: PathModel, startRow: number, steps: number, out: Float64Array): void {
  const { volatility, pegs, history, runStart } = model;
  const k = model.factors.length;
  assertInvariant(out.length === (steps + 1) * k, `a path of ${steps} steps needs ${(steps + 1) * k} entries, got ${out.length}`);
  const isInside = startRow >= 0 && startRow + steps <= runStart.length && !runStart.subarray(startRow + 1, startRow + steps).includes(1);
  assertInvariant(isInside, `the ${steps} rows from ${startRow} are not one stretch of history`);
  out.fill(0, 0, k);
  const deviation = Float64Array.from(pegs, ({ startDeviation }) => startDeviation);
  for (let step = 0; step < steps; step++) {
    const now = step * k;
    const row = (startRow + step) * k;
    volatility.forEach(({ driftPerStep }, i) => (out[now + k + i] = out[now + i]! + driftPerStep + history[row + i]!));
    pegs.forEach((peg, p) => {
      const i = volatility.length + p;
      deviation[p] = (1 - peg.meanReversionPerStep) * deviation[p]! + history[row + i]!;
      out[now + k + i] = deviation[p]! - peg.startDeviation;
    });
  }
}

/**
 * Keeps every n-th moment of a path: the exact path on a coarser time step.
 *
 * Shape: (steps + 1) × factors in, (steps/every + 1) × factors out. A finer step than the fitted one is a refit, never an interpolation.
 * @throws InternalError unless `every` divides the steps.
 */
export function coarsenPath(path: Float64Array, factors: number, every: number): Float64Array<ArrayBuffer> {
  const steps = path.length / factors - 1;
  assertInvariant(Number.isInteger(every) && every > 0 && steps % every === 0, `${every} does not divide a path of ${steps} steps`);
  return new Float64Array((steps / every + 1) * factors).map((_, p) => path[Math.floor(p / factors) * every * factors + (p % factors)]!);
}
