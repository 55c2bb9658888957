import { computeMeanSquare } from './garch-recursion.js';
import type { Presample } from './recursions/recursion.js';
import { splitParameters, type VolatilityModel } from './volatility-model.js';

const { sqrt } = Math;

export interface VolatilityFilter {
  /** h_t of each observation; same length as the returns. */
  readonly conditionalVariance: Float64Array;
  /** (r_t − mu)/√h_t; same length as the returns. */
  readonly standardisedResiduals: Float64Array;
  /** h of the step after the last observation. */
  readonly nextVariance: number;
}

/**
 * Runs a model with known parameters over a series.
 *
 * `firstVariance` is h of the first return: pass a fit's `nextVariance` to go on where its sample ended; by default the presample
 * rule gives it. Shape: `vector` in the order of `nameParameters`, returns of length n ≥ 1 in the units of the fit.
 */
export function filterVolatility(model: VolatilityModel, vector: Float64Array, returns: Float64Array, firstVariance?: number): VolatilityFilter {
  const { mu, variance: parameters } = splitParameters(model, vector);
  const { recursion } = model;
  const conditionalVariance = new Float64Array(returns.length);
  const standardisedResiduals = new Float64Array(returns.length);
  let h = firstVariance ?? recursion.start(parameters, computePresample(returns, mu));
  for (let t = 0; t < returns.length; t++) {
    const residual = returns[t]! - mu;
    conditionalVariance[t] = h;
    standardisedResiduals[t] = residual / sqrt(h);
    h = recursion.advance(parameters, h, residual);
  }
  return { conditionalVariance, standardisedResiduals, nextVariance: h };
}

function computePresample(returns: Float64Array, mu: number): Presample {
  let sum = 0;
  for (let t = 0; t < returns.length; t++) sum += returns[t]! - mu;
  return { variance: computeMeanSquare(returns, mu), residual: sum / returns.length };
}
