/**
 * Expected shortfall and traffic light against published values.
 *
 * Normal expected shortfall φ(q)/p: 2.0627 at 95 %, 2.3378 at 97.5 %, 2.6652 at 99 % (any table). Unit-variance t: the closed form of McNeil, Frey
 * and Embrechts, "Quantitative Risk Management" (2005), example 2.19, against integration. Zones and cumulative probabilities: Basel Committee (1996),
 * table 2, 250 observations at 99 %. The critical value of Z₂ at 5 % is close to −0.7 for 2.5 % and 250 observations: Acerbi and Szekely (2014), section 4.
 */
import { describe, expect, test } from '@jest/globals';
import { testExpectedShortfall } from '../../../src/backtest/coverage/expected-shortfall-test.js';
import { createEmpiricalShocks, createTShocks, NORMAL_SHOCKS, type Predictive } from '../../../src/backtest/coverage/predictive.js';
import { classifyExceedances, classifyWindows } from '../../../src/backtest/coverage/traffic-light.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { computeUnitTLogDensity } from '../../../src/numeric/student-t.js';

describe('tail means', () => {
  test.each([[0.05, 2.0627], [0.025, 2.3378], [0.01, 2.6652]])('normal, p = %p: %p', (p, shortfall) => {
    expect(-NORMAL_SHOCKS.tailMean(p)).toBeCloseTo(shortfall, 4);
  });

  test.each([[3, 0.05], [5, 0.01], [30, 0.025]])('t with %p degrees of freedom at %p equals the integral of its density', (degreesOfFreedom, p) => {
    const shocks = createTShocks(degreesOfFreedom);
    const q = shocks.quantile(p);
    // x = q − s/(1 − s) over s in (0, 1), by the midpoint rule.
    const steps = 400_000;
    let [mass, moment] = [0, 0];
    for (let step = 0; step < steps; step++) {
      const s = (step + 0.5) / steps;
      const x = q - s / (1 - s);
      const weight = Math.exp(computeUnitTLogDensity(x, degreesOfFreedom)) / (1 - s) ** 2 / steps;
      mass += weight;
      moment += x * weight;
    }
    expect(mass).toBeCloseTo(p, 6);
    expect(shocks.tailMean(p)).toBeCloseTo(moment / mass, 4);
  });

  test('what was observed: the mean of the values at or below the quantile', () => {
    const shocks = createEmpiricalShocks(Float64Array.from([4, -3, 1, -1, 2, 0, 3, -2, 5, 6, 7]));
    expect([shocks.quantile(0.2), shocks.tailMean(0.2)]).toEqual([-1, -2]);
  });
});

describe('the traffic light of 250 observations at 99 %', () => {
  test.each([8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99].map((percent, exceedances) => [exceedances, percent]))('%p exceedances: %p %%', (exceedances, percent) => {
    const { zone, cumulativeProbability } = classifyExceedances(exceedances, 250, 0.01);
    expect(Math.round(cumulativeProbability * 1e4) / 100).toBe(percent);
    expect(zone).toBe(exceedances <= 4 ? 'green' : exceedances <= 9 ? 'yellow' : 'red');
  });

  test('follows a window as it moves', () => {
    const flags = new Uint8Array(600);
    for (let t = 300; t < 310; t++) flags[t] = 1;
    const zones = classifyWindows(flags, 250, 0.01).map(({ zone }) => zone);
    expect(zones).toHaveLength(351);
    // Windows end at 249 … 599; all ten lie in those that end at 309 … 549.
    expect(zones.filter((zone) => zone === 'red')).toHaveLength(549 - 309 + 1);
    expect(zones.at(-1)).toBe('green');
    expect(classifyWindows(flags.subarray(0, 249), 250, 0.01)).toEqual([]);
  });
});

describe('the test of expected shortfall', () => {
  const P = 0.025;
  const T = 250;
  /** Histories of a t with 5 degrees of freedom, judged by forecasts of a scale. */
  function drawTests(histories: number, sigma: number, seed: number): { z2: number; pValue: number }[] {
    const shocks = createTShocks(5);
    const forecasts = Array.from({ length: T }, (): Predictive => ({ mu: 0, sigma, shocks }));
    return Array.from({ length: histories }, (_, history) => {
      const stream = createRandomStream(seed, 'history', history);
      // Normal over the root of a mean of squares, taken to variance 1.
      const drawT = (): number => stream.nextNormal() / Math.sqrt((2 * stream.nextGamma(2.5)) / 5) / Math.sqrt(5 / 3);
      return testExpectedShortfall(forecasts, Float64Array.from({ length: T }, drawT), P, 1);
    });
  }

  test('rejects right forecasts as often as it says, near the published critical value', () => {
    const outcomes = drawTests(200, 1, 1);
    const rejected = outcomes.filter(({ pValue }) => pValue < 0.05).length;
    // Binomial of 200 at 5 %: 10, standard deviation 3.1.
    expect(rejected).toBeGreaterThanOrEqual(2);
    expect(rejected).toBeLessThanOrEqual(20);
    const border = outcomes.filter(({ pValue }) => pValue < 0.05).map(({ z2 }) => z2);
    const kept = outcomes.filter(({ pValue }) => pValue >= 0.05).map(({ z2 }) => z2);
    expect(Math.max(...border)).toBeLessThan(-0.6);
    expect(Math.min(...kept)).toBeGreaterThan(-0.95);
  });

  test('rejects forecasts that are a third too low nearly always, and cautious ones never', () => {
    const rejectedShare = (sigma: number): number => drawTests(40, sigma, 2).filter(({ pValue }) => pValue < 0.05).length / 40;
    expect(rejectedShare(2 / 3)).toBeGreaterThan(0.85);
    expect(rejectedShare(1.5)).toBe(0);
  });

  test('is the same for the same seed', () => {
    expect(drawTests(2, 1, 3)).toEqual(drawTests(2, 1, 3));
  });
});
