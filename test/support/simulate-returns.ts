import { createRandomStream } from '../../src/core/random-stream.js';
import { generatePath } from '../../src/market/paths/generate-path.js';
import type { PathModel } from '../../src/market/paths/path-model.js';
import type { GarchParameters } from '../../src/market/volatility/garch-recursion.js';

/** A model of one volatility factor whose parameters are given in percent units, as the fits give them. */
export function buildGarchModel({ omega, alpha, beta }: GarchParameters, degreesOfFreedom: number): PathModel {
  return {
    factors: ['ETH/USD'],
    stepSeconds: 3600,
    volatility: [{ omega: omega * 1e-4, alpha, beta, startVariance: (omega * 1e-4) / (1 - alpha - beta), driftPerStep: 0 }],
    pegs: [],
    degreesOfFreedom,
    cholesky: Float64Array.of(1),
    history: new Float64Array(0),
    runStart: new Uint8Array(0),
    meanBlockSteps: 24,
  };
}

/** Percent returns of one simulated path; `mu` is added to each. */
export function simulateReturnsPercent(parameters: GarchParameters, degreesOfFreedom: number, n: number, seed: number): Float64Array {
  const path = new Float64Array(n + 1);
  generatePath(buildGarchModel(parameters, degreesOfFreedom), 'monte-carlo', seed, 0, n, path);
  return new Float64Array(n).map((_, t) => parameters.mu + 100 * (path[t + 1]! - path[t]!));
}

/** n standard normals. */
export function drawNormals(n: number, seed: number): Float64Array {
  const stream = createRandomStream(seed, 'test/normals', 0);
  return new Float64Array(n).map(() => stream.nextNormal());
}

/** The mean of one number per path with its standard error, both taken over paths, so that dependence along a path is allowed. */
export function averageOverPaths(paths: number, measure: (pathIndex: number) => number): { mean: number; standardError: number } {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < paths; index++) {
    const value = measure(index);
    sum += value;
    squares += value * value;
  }
  const mean = sum / paths;
  return { mean, standardError: Math.sqrt((squares / paths - mean * mean) / (paths - 1)) };
}
