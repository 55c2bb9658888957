import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../../../src/core/errors.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { fitHar, HAR_NAMES, sumRealisedVariance } from '../../../../src/market/volatility/fit-har.js';

const TRUTH = [0.1, 0.35, 0.3, 0.25] as const;

/** RV_{t+1} = (c + b_d RV + b_w mean_5 + b_m mean_22) times a mean-1 lognormal, so that it stays positive. */
function drawRealisedVariance(days: number, seed: number): Float64Array {
  const stream = createRandomStream(seed, 'test/har', 0);
  const values = new Float64Array(days).fill(1);
  const mean = (t: number, span: number): number => values.subarray(t - span, t).reduce((sum, value) => sum + value, 0) / span;
  for (let t = 22; t < days; t++) {
    const expected = TRUTH[0] + TRUTH[1] * mean(t, 1) + TRUTH[2] * mean(t, 5) + TRUTH[3] * mean(t, 22);
    values[t] = expected * Math.exp(0.3 * stream.nextNormal() - 0.045);
  }
  return values;
}

describe('HAR-RV', () => {
  test('its own series give the coefficients back within 3 robust standard errors', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const fit = fitHar(drawRealisedVariance(6000, seed));
      HAR_NAMES.forEach((name, i) => {
        const score = (fit.coefficients[i]! - TRUTH[i]!) / fit.robustStandardErrors[i]!;
        expect({ seed, name, isNear: Math.abs(score) < 3 }).toEqual({ seed, name, isNear: true });
      });
    }
  });

  test('the forecast is the regression at the last day: by hand from the coefficients', () => {
    const values = drawRealisedVariance(400, 7);
    const { coefficients, nextVariance, rows } = fitHar(values);
    const mean = (span: number): number => values.subarray(400 - span).reduce((sum, value) => sum + value, 0) / span;
    expect(rows).toBe(378);
    expect(nextVariance).toBeCloseTo(coefficients[0]! + coefficients[1]! * mean(1) + coefficients[2]! * mean(5) + coefficients[3]! * mean(22), 12);
  });

  test('the realised variance of a day is its sum of squares; an incomplete first day is left out', () => {
    expect([...sumRealisedVariance(Float64Array.of(9, 1, 2, 3, 4), 2)]).toEqual([5, 25]);
  });

  test.each([
    ['71 days', new Float64Array(71).fill(1), /at least 72 days/],
    ['a negative variance', drawRealisedVariance(100, 1).fill(-1, 50, 51), /negative or not finite/],
    ['a constant variance', new Float64Array(200).fill(1), /cannot be told apart/],
  ])('%s is refused with a remedy', (_, values, message) => {
    expect(() => fitHar(values)).toThrow(message);
    expect(() => fitHar(values)).toThrow(ModelError);
  });
});
