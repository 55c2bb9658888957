/**
 * Coverage tests against published values.
 *
 * Sources: P. H. Kupiec, J. Derivatives 3 (1995), and P. F. Christoffersen, International Economic Review 39 (1998), in worked
 * examples recomputed from their formulas: LR and p-value to the digits given; non-rejection regions by the exact likelihood ratio.
 */
import { describe, expect, test } from '@jest/globals';
import { testChristoffersen, testConditionalCoverage, testIndependence, testKupiec } from '../../../src/backtest/coverage/likelihood-ratio-tests.js';

const EXAMPLE_COUNTS = { n00: 932, n01: 53, n10: 53, n11: 4 } as const;

/** 1,043 flags that start and end without exceedance and hold exactly the example's transitions. */
function buildExampleFlags(): Uint8Array {
  const flags = new Uint8Array(1043);
  // 49 single exceedances and 4 pairs: 53 runs, so n01 = n10 = 53 and n11 = 4.
  for (let run = 0; run < 53; run++) flags[1 + 19 * run] = 1;
  for (let run = 0; run < 4; run++) flags[2 + 19 * run] = 1;
  return flags;
}

describe('testKupiec', () => {
  test.each([
    [1043, 57, 0.05, 0.46147, 0.49694, 5],
    [250, 3, 0.01, 0.0949401, 0.757988, 6],
  ])('T = %p, x = %p, p = %p gives LR %p and p-value %p', (observations, exceedances, p, lr, pValue, digits) => {
    const result = testKupiec(observations, exceedances, p);
    expect(result.lr).toBeCloseTo(lr, digits);
    expect(result.pValue).toBeCloseTo(pValue, digits);
  });

  test.each([
    [255, 0.01, 1, 6],
    [510, 0.01, 2, 10],
    [1000, 0.01, 5, 16],
    [255, 0.05, 7, 20],
    [510, 0.05, 17, 35],
    [1000, 0.05, 38, 64],
  ])('T = %p, p = %p is not rejected at 95 %% from %p to %p exceedances and nowhere else', (observations, p, from, to) => {
    const accepted = Array.from({ length: observations + 1 }, (_, x) => x).filter((x) => testKupiec(observations, x, p).pValue >= 0.05);
    expect([accepted[0], accepted.at(-1), accepted.length]).toEqual([from, to, to - from + 1]);
  });

  test('without any exceedance LR = −2 T ln(1 − p)', () => {
    expect(testKupiec(250, 0, 0.01).lr).toBeCloseTo(-500 * Math.log(0.99), 10);
  });
});

describe('testIndependence and testConditionalCoverage', () => {
  test('the worked example: independence 0.25866 / 0.61104, conditional coverage 0.72013 / 0.69763', () => {
    const independence = testIndependence(EXAMPLE_COUNTS);
    expect(independence.lr).toBeCloseTo(0.25866, 5);
    expect(independence.pValue).toBeCloseTo(0.61104, 5);
    const both = testConditionalCoverage(testKupiec(1043, 57, 0.05), independence);
    expect(both.lr).toBeCloseTo(0.72013, 5);
    expect(both.pValue).toBeCloseTo(0.69763, 5);
  });

  test('counts the example out of a series of flags', () => {
    const result = testChristoffersen(buildExampleFlags(), 0.05);
    expect(result.counts).toEqual(EXAMPLE_COUNTS);
    expect(result.conditionalCoverage.pValue).toBeCloseTo(0.69763, 5);
  });

  test('is 0 with p-value 1 when nothing was exceeded, and large when exceedances cluster', () => {
    expect(testIndependence({ n00: 99, n01: 0, n10: 0, n11: 0 })).toEqual({ lr: 0, pValue: 1 });
    expect(testIndependence({ n00: 900, n01: 5, n10: 5, n11: 45 }).pValue).toBeLessThan(1e-10);
  });
});
