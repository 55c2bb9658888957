import { assertInvariant } from '../../core/assert.js';
import { generateFilteredPath, type FilteredHistoryModel } from '../../market/paths/filtered-history.js';
import { findFirst } from '../../numeric/find-first.js';
import { computeNormalCdf } from '../../numeric/normal.js';

const { exp, log, sqrt } = Math;

/** How often a barrier watched at steps is passed less than one watched at all times: −ζ(½)/√(2π). */
const MONITORING_SHIFT = 0.5825971579390106;

/**
 * Draws the lowest price of the next steps by filtered historical simulation.
 *
 * Formula: min(1, min over s ≤ steps of p_s/p_0) per path. Shape: one ratio per path, rising; the paths are numbered from
 * `firstPath`, so that different days draw different ones.
 */
export function drawLowestPrices(model: FilteredHistoryModel, seed: number, firstPath: number, paths: number, steps: number): Float64Array<ArrayBuffer> {
  const ratios = new Float64Array(paths);
  const logPath = new Float64Array(steps + 1);
  for (let path = 0; path < paths; path++) {
    generateFilteredPath(model, seed, firstPath + path, steps, logPath);
    let lowest = 0;
    for (let step = 1; step <= steps; step++) lowest = Math.min(lowest, logPath[step]!);
    ratios[path] = exp(lowest);
  }
  return ratios.sort();
}

/** Share of a sorted sample that lies strictly below a value. */
export function computeShareBelow(sorted: Float64Array, value: number): number {
  return findFirst(sorted.length, (index) => sorted[index]! >= value) / sorted.length;
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
