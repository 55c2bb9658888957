import type { RandomStream } from '../../core/random-stream.js';
import { splitParameters, type VolatilityModel } from './volatility-model.js';

const { sqrt } = Math;

/**
 * Draws n returns from a model with known parameters.
 *
 * `firstVariance` is h of the first return; the long-run variance when left out, 1 where there is none.
 * Units: those of the parameters.
 */
export function simulateVolatility(model: VolatilityModel, vector: Float64Array, n: number, stream: RandomStream, firstVariance?: number): Float64Array<ArrayBuffer> {
  const { recursion, innovation } = model;
  const { mu, variance: parameters, tail } = splitParameters(model, vector);
  const returns = new Float64Array(n);
  let h = firstVariance ?? recursion.longRunVariance(parameters) ?? 1;
  for (let t = 0; t < n; t++) {
    const residual = sqrt(h) * innovation.draw(tail, stream);
    returns[t] = mu + residual;
    h = recursion.advance(parameters, h, residual);
  }
  return returns;
}
