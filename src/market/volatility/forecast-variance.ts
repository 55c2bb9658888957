import { assertInvariant } from '../../core/assert.js';
import { createRandomStream } from '../../core/random-stream.js';
import { splitParameters, type VolatilityModel } from './volatility-model.js';

const { sqrt } = Math;

/** Paths behind a simulated forecast. */
const FORECAST_PATHS = 10_000;

export interface VarianceForecast {
  /** E h_{n+1} … E h_{n+horizon} given the sample, in the units of the returns, squared. */
  readonly variance: Float64Array;
  /** Variance of the sum of the next `horizon` returns: the forecasts added up. */
  readonly horizonVariance: number;
  /** `exact` by recursion; `simulated` where the expectation has no closed form. */
  readonly method: 'exact' | 'simulated';
}

/**
 * Forecasts the variance of each of the next steps.
 *
 * Formula: E h_{n+k+1} = h̄ + persistence (E h_{n+k} − h̄) where the expectation is linear (EWMA, GARCH, GJR with a symmetric
 * tail); otherwise the mean over 10,000 paths of a fixed seed, an error of about 1 %.
 * Special cases: without a long-run variance (EWMA) the forecast stays where it is.
 * @throws InternalError unless horizon is an integer ≥ 1 and the variance positive.
 */
export function forecastVariance(model: VolatilityModel, vector: Float64Array, nextVariance: number, horizon: number): VarianceForecast {
  assertInvariant(Number.isInteger(horizon) && horizon >= 1, `a horizon is a number of steps ≥ 1, got ${horizon}`);
  assertInvariant(nextVariance > 0, `a variance is positive, got ${nextVariance}`);
  const { recursion, innovation } = model;
  const isLinear = !recursion.hasLogState && (recursion.name !== 'gjr' || innovation.name !== 'skewt');
  const variance = isLinear ? recurse(model, vector, nextVariance, horizon) : simulate(model, vector, nextVariance, horizon);
  return { variance, horizonVariance: variance.reduce((sum, h) => sum + h, 0), method: isLinear ? 'exact' : 'simulated' };
}

function recurse(model: VolatilityModel, vector: Float64Array, nextVariance: number, horizon: number): Float64Array {
  const { variance: parameters } = splitParameters(model, vector);
  const persistence = model.recursion.persistence(parameters);
  const intercept = model.recursion.start(parameters, { variance: 1, residual: 0 }) - persistence;
  const forecast = new Float64Array(horizon);
  let h = nextVariance;
  for (let step = 0; step < horizon; step++) {
    forecast[step] = h;
    h = intercept + persistence * h;
  }
  return forecast;
}

function simulate(model: VolatilityModel, vector: Float64Array, nextVariance: number, horizon: number): Float64Array {
  const { recursion, innovation } = model;
  const { variance: parameters, tail } = splitParameters(model, vector);
  const forecast = new Float64Array(horizon);
  for (let path = 0; path < FORECAST_PATHS; path++) {
    const stream = createRandomStream(0, 'forecast', path);
    let h = nextVariance;
    for (let step = 0; step < horizon; step++) {
      forecast[step]! += h / FORECAST_PATHS;
      h = recursion.advance(parameters, h, sqrt(h) * innovation.draw(tail, stream));
    }
  }
  return forecast;
}
