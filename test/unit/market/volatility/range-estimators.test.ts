import { describe, expect, test } from '@jest/globals';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { DataError } from '../../../../src/core/errors.js';
import { computeSkewedTCdf, SKEWED_T } from '../../../../src/market/volatility/innovations/skewed-t.js';
import {
  computeGarmanKlassVariance,
  computeParkinsonVariance,
  computeRealisedVariance,
  computeRogersSatchellVariance,
  computeYangZhangVariance,
  type PriceBars,
} from '../../../../src/market/volatility/range-estimators.js';

const ESTIMATORS = { computeParkinsonVariance, computeGarmanKlassVariance, computeRogersSatchellVariance, computeYangZhangVariance };

/** Bars of a driftless random walk with 1,000 steps per bar and variance 4e-4 per bar. */
function drawBars(bars: number): { bars: PriceBars; returns: Float64Array } {
  const stream = createRandomStream(3, 'test/bars', 0);
  const steps = 1000;
  const [open, high, low, close] = [0, 0, 0, 0].map(() => new Float64Array(bars)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const returns = new Float64Array(bars * steps);
  let x = 0;
  for (let bar = 0; bar < bars; bar++) {
    let [top, bottom] = [x, x];
    open[bar] = Math.exp(x);
    for (let step = 0; step < steps; step++) {
      const move = (0.02 / Math.sqrt(steps)) * stream.nextNormal();
      returns[bar * steps + step] = move;
      x += move;
      top = Math.max(top, x);
      bottom = Math.min(bottom, x);
    }
    [high[bar], low[bar], close[bar]] = [Math.exp(top), Math.exp(bottom), Math.exp(x)];
  }
  return { bars: { open, high, low, close }, returns };
}

describe('range estimators', () => {
  const { bars, returns } = drawBars(1500);

  test.each(Object.entries(ESTIMATORS))('%s finds the variance of a random walk; the grid of steps hides up to 8 % of the range', (_name, estimate) => {
    expect(estimate(bars) / 4e-4).toBeGreaterThan(0.9);
    expect(estimate(bars) / 4e-4).toBeLessThan(1.05);
  });

  test('Parkinson squares the logarithm of the range, not the range', () => {
    const one: PriceBars = { open: Float64Array.of(1), high: Float64Array.of(1.05), low: Float64Array.of(1), close: Float64Array.of(1) };
    expect(computeParkinsonVariance(one)).toBeCloseTo(Math.log(1.05) ** 2 / (4 * Math.LN2), 15);
  });

  test('realised variance adds up squares', () => {
    expect(computeRealisedVariance(returns) / (1500 * 4e-4)).toBeCloseTo(1, 2);
  });

  test.each(Object.entries(ESTIMATORS))('%s refuses a bar whose high is below its close', (_name, estimate) => {
    const broken = { ...bars, high: bars.high.map((value, t) => (t === 7 ? value / 2 : value)) };
    expect(() => estimate(broken)).toThrow(DataError);
  });
});

describe('Hansen’s skewed t', () => {
  test.each([0.001, 0.05, 0.3, 0.5, 0.7, 0.99])('its quantile inverts its distribution function at %p', (probability) => {
    const z = SKEWED_T.quantile(Float64Array.of(5, -0.3), probability);
    expect(computeSkewedTCdf(z, 5, -0.3)).toBeCloseTo(probability, 10);
  });

  test('has mean 0 and variance 1 by integration of its density', () => {
    const tail = Float64Array.of(6, 0.4);
    const density = (z: number): number => {
      const one = (): Float64Array => new Float64Array(1);
      return Math.exp(SKEWED_T.evaluate(tail, Float64Array.of(z), Float64Array.of(1), { byLogVariance: one(), byResidual: one(), gradient: new Float64Array(2), scores: null }));
    };
    let [mass, mean, square] = [0, 0, 0];
    for (let z = -200; z < 200; z += 0.01) {
      const weight = 0.01 * density(z);
      [mass, mean, square] = [mass + weight, mean + weight * z, square + weight * z * z];
    }
    expect(mass).toBeCloseTo(1, 6);
    expect(mean).toBeCloseTo(0, 5);
    expect(square).toBeCloseTo(1, 3);
  });
});
