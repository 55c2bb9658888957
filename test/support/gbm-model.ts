import type { PathModel } from '../../src/market/paths/path-model.js';

/**
 * Geometric Brownian motion as a special case of the path model: GARCH without clustering, normal innovations, and the drift that
 * makes the price a martingale. `sigma` per √year, `years` cut into `steps`.
 */
export function buildGbmModel(sigma: number, years: number, steps: number): PathModel {
  const variance = (sigma * sigma * years) / steps;
  return {
    factors: ['ETH/USD'],
    stepSeconds: 3600,
    volatility: [{ omega: variance, alpha: 0, beta: 0, startVariance: variance, driftPerStep: -variance / 2 }],
    pegs: [],
    degreesOfFreedom: Infinity,
    cholesky: Float64Array.of(1),
    history: new Float64Array(0),
    runStart: new Uint8Array(0),
    meanBlockSteps: 24,
  };
}
