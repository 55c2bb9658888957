import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { fitPowerLaw } from '../../../src/market/depth/fit-power-law.js';
import { averageImpactRatio, marginalLogImpact, sizeFromMarginalLogImpact } from '../../../src/market/depth/power-law.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { drawNormals } from '../../support/simulate-returns.js';

const LAW = { coefficient: 0.0004, exponent: 0.6 } as const;
const SIZES = Float64Array.from({ length: 60 }, (_, i) => 100 * 1.1 ** i);
const EXACT = SIZES.map((size) => averageImpactRatio(LAW, size));
const law = fc.record({
  coefficient: fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
  exponent: fc.double({ min: 0.2, max: 3, noNaN: true }),
});

describe('fitPowerLaw', () => {
  test('finds the law that exact quotes come from, with R² = 1 and no warning', () => {
    const fit = fitPowerLaw(SIZES, EXACT, { minimumImpactRatio: 0 });
    expect(fit.coefficient / LAW.coefficient).toBeCloseTo(1, 9);
    expect(fit.exponent).toBeCloseTo(LAW.exponent, 10);
    expect(fit.rSquared).toBeCloseTo(1, 12);
    expect([fit.quotesUsed, fit.quotesLeftOut, fit.sizeMax, fit.warnings]).toEqual([60, 0, SIZES[59], []]);
    expect(fit.impactAtMaxFittedRatio).toBeCloseTo(fit.impactAtMaxQuotedRatio, 12);
  });

  test('is least squares of ln impact on ln size: slope, intercept and R² by the textbook formulas', () => {
    const noise = drawNormals(60, 21);
    const impacts = EXACT.map((impact, i) => impact * Math.exp(0.3 * noise[i]!));
    const x = [...SIZES].map(Math.log);
    const y = [...impacts].map(Math.log);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value) / values.length;
    const product = (a: readonly number[], b: readonly number[]): number => mean(a.map((value, i) => (value - mean(a)) * (b[i]! - mean(b))));
    const slope = product(x, y) / product(x, x);
    const fit = fitPowerLaw(SIZES, impacts, { minimumImpactRatio: 0 });
    expect(fit.exponent).toBeCloseTo(slope, 10);
    expect(Math.log(fit.coefficient)).toBeCloseTo(mean(y) - slope * mean(x), 9);
    expect(fit.rSquared).toBeCloseTo(product(x, y) ** 2 / (product(x, x) * product(y, y)), 10);
  });

  test('leaves out quotes at or below the minimum impact, and ones that are no quotes, and counts them', () => {
    const sizes = Float64Array.of(...SIZES, 50, 60, -1, NaN, 10);
    const impacts = Float64Array.of(...EXACT, 0, -0.01, 0.1, 0.1, 1.2);
    const above = EXACT.filter((impact) => impact > 0.02).length;
    const fit = fitPowerLaw(sizes, impacts, { minimumImpactRatio: 0.02 });
    expect([fit.quotesUsed, fit.quotesLeftOut]).toEqual([above, 65 - above]);
    expect(fit.exponent).toBeCloseTo(LAW.exponent, 10);
  });

  test.each([
    ['depth-poor-fit', SIZES, drawNormals(60, 5).map((z) => 0.02 * Math.exp(z))],
    ['depth-falling-impact', SIZES, SIZES.map((size) => 1 / size)],
    ['depth-few-quotes', SIZES.slice(0, 10), EXACT.slice(0, 10)],
    ['depth-misfit-at-max', SIZES, EXACT.map((impact, i) => (i === 59 ? 2 * impact : impact))],
  ])('warns with %s', (code, sizes, impacts) => {
    const { warnings } = fitPowerLaw(sizes, impacts, { minimumImpactRatio: 0 });
    expect(warnings.map((warning) => warning.code)).toContain(code);
    expect(warnings.every(({ remedy }) => remedy.length > 0)).toBe(true);
  });

  test('refuses too few quotes, quotes of one size, and arrays of different length', () => {
    expect(() => fitPowerLaw(SIZES, EXACT, { minimumImpactRatio: 0.9 })).toThrow(ModelError);
    expect(() => fitPowerLaw(new Float64Array(9).fill(5), new Float64Array(9).fill(0.1))).toThrow(ModelError);
    expect(() => fitPowerLaw(SIZES, EXACT.slice(1))).toThrow(InternalError);
  });
});

describe('marginalLogImpact', () => {
  test('is minus the log of the slope of proceeds Q (1 − a Q^b), taken numerically', () => {
    fc.assert(
      fc.property(law, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (one, marginalFall) => {
        const size = (marginalFall / ((1 + one.exponent) * one.coefficient)) ** (1 / one.exponent);
        const proceeds = (q: number): number => q * (1 - averageImpactRatio(one, q));
        const h = 1e-4 * size;
        const slope = (proceeds(size + h) - proceeds(size - h)) / (2 * h);
        expect(marginalLogImpact(one, size)).toBeCloseTo(-Math.log(slope), 5);
      }),
      fuzzParameters(200),
    );
  });

  test('is undone by sizeFromMarginalLogImpact', () => {
    fc.assert(
      fc.property(law, fc.double({ min: 1e-4, max: 4.6, noNaN: true }), (one, logImpact) => {
        expect(marginalLogImpact(one, sizeFromMarginalLogImpact(one, logImpact)) / logImpact).toBeCloseTo(1, 8);
      }),
      fuzzParameters(200),
    );
  });

  test('is zero for nothing sold and stays at ln 100 once the bids are exhausted', () => {
    expect([marginalLogImpact(LAW, 0), sizeFromMarginalLogImpact(LAW, 0)]).toEqual([0, 0]);
    expect(marginalLogImpact(LAW, 1e9)).toBeCloseTo(Math.log(100), 12);
    expect(sizeFromMarginalLogImpact(LAW, 50)).toBe(sizeFromMarginalLogImpact(LAW, 10));
  });
});
