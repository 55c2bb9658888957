import { assertInvariant } from '../../core/assert.js';
import { generateFilteredPath, type FilteredHistoryModel } from '../../market/paths/filtered-history.js';
import { computeNormalCdf } from '../../numeric/normal.js';

const { exp, log, sqrt } = Math;

/** How often a barrier watched at steps is passed less than one watched at all times: −ζ(½)/√(2π). */
const MONITORING_SHIFT = 0.5825971579390106;

/** Lowest prices over several horizons, each sorted ascending; as ratios to the start, at most `knownRatio`. */
export interface LowestPriceDraw {
  readonly horizonSteps: readonly number[];
  readonly sortedRatios: readonly Float64Array[];
}

/**
 * Draws the lowest price of the next steps by filtered historical simulation.
 *
 * Formula: min(1, min over s ≤ horizon of p_s/p_0) per path and horizon. Shape: horizons rising; the paths are numbered from
 * `firstPath`, so that different days draw different ones.
 */
export function drawLowestPrices(model: FilteredHistoryModel, seed: number, firstPath: number, paths: number, horizonSteps: readonly number[]): LowestPriceDraw {
  const steps = horizonSteps.at(-1)!;
  const sortedRatios = horizonSteps.map(() => new Float64Array(paths));
  const logPath = new Float64Array(steps + 1);
  for (let path = 0; path < paths; path++) {
    generateFilteredPath(model, seed, firstPath + path, steps, logPath);
    let lowest = 0;
    let step = 1;
    horizonSteps.forEach((horizon, h) => {
      for (; step <= horizon; step++) if (logPath[step]! < lowest) lowest = logPath[step]!;
      sortedRatios[h]![path] = exp(lowest);
    });
  }
  sortedRatios.forEach((ratios) => ratios.sort());
  return { horizonSteps, sortedRatios };
}

/** Share of a sorted sample that lies strictly below a value. */
export function computeShareBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

/**
 * Computes the chance that a price of constant volatility without log drift is below a barrier at one of the next steps.
 *
 * Formula: 2 Φ((ln b + shift)/(σ √n)), shift = −0.5826 σ, b = barrier/price; 1 when b ≥ 1.
 * @throws InternalError unless σ > 0 and n ≥ 1
 * @source reflection principle; M. Broadie, P. Glasserman and S. Kou, "A continuity correction for discrete barrier options",
 *   Mathematical Finance 7 (1997)
 */
export function computeNormalBarrierProbability(barrierRatio: number, sigmaPerStep: number, steps: number): number {
  assertInvariant(sigmaPerStep > 0 && steps >= 1, 'a barrier forecast needs a positive volatility and at least one step');
  if (barrierRatio >= 1) return 1;
  if (barrierRatio <= 0) return 0;
  return Math.min(1, 2 * computeNormalCdf((log(barrierRatio) - MONITORING_SHIFT * sigmaPerStep) / (sigmaPerStep * sqrt(steps))));
}
