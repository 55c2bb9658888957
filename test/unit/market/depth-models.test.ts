import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { compareDepthLaws, isExtrapolated } from '../../../src/market/depth/compare-depth-laws.js';
import { splitSale, type DepthSource } from '../../../src/market/depth/composed-depth.js';
import { fitDepthLaw } from '../../../src/market/depth/depth-laws.js';
import { fitImpactLaw } from '../../../src/market/depth/fit-impact-law.js';
import { fitResilience } from '../../../src/market/depth/fit-resilience.js';
import { marginalLogImpact } from '../../../src/market/depth/power-law.js';
import { fitIsotonic } from '../../../src/numeric/isotonic.js';
import { fitRobustLeastSquares } from '../../../src/numeric/newey-west.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { drawNormals } from '../../support/simulate-returns.js';

const { abs, exp, log } = Math;

describe('isotonic fit', () => {
  test('pools what falls: 1 3 2 4 → 1 2.5 2.5 4 (Barlow et al.)', () => {
    expect([...fitIsotonic(Float64Array.of(1, 3, 2, 4))]).toEqual([1, 2.5, 2.5, 4]);
    expect([...fitIsotonic(Float64Array.of(3, 2, 1))]).toEqual([2, 2, 2]);
    expect(() => fitIsotonic(Float64Array.of(NaN))).toThrow(InternalError);
  });

  test('rises, keeps the mean, and no rising sequence is nearer', () => {
    const numbers = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(numbers, numbers, (values, other) => {
        const data = Float64Array.from(values);
        const fitted = fitIsotonic(data);
        const distance = (to: Float64Array): number => to.reduce((sum, x, i) => sum + (x - data[i]!) ** 2, 0);
        fitted.slice(1).forEach((x, i) => expect(x).toBeGreaterThanOrEqual(fitted[i]! - 1e-12));
        const rising = fitted.map((x, i) => x + 0.1 * [...other].sort((a, b) => a - b)[Math.min(i, other.length - 1)]!);
        expect(distance(fitted)).toBeLessThanOrEqual(distance(rising) + 1e-9);
      }),
      fuzzParameters(200),
    );
  });
});

describe('least squares', () => {
  test('by hand: y = 1, 2, 4 on t = 0, 1, 2 has slope 1.5, residuals 1/6, −1/3, 1/6, s.e. √(1/12)', () => {
    const fit = fitRobustLeastSquares([Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 2)], Float64Array.of(1, 2, 4), 0)!;
    expect(fit.coefficients[1]).toBeCloseTo(1.5, 12);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 12), 12);
    // White: Σ (t − 1)² u² / (Σ (t − 1)²)² = (2/36)/4.
    expect(fit.robustStandardErrors[1]).toBeCloseTo(Math.sqrt(2 / 36 / 4), 12);
    expect(fit.rSquared).toBeCloseTo(1 - 1 / 6 / (14 / 3), 12);
  });

  test('Newey–West sees what a slow disturbance does to a mean: 1/(1 − φ) times the classic error', () => {
    let state = 0;
    const y = drawNormals(40_000, 5).map((z) => (state = 0.8 * state + z));
    const fit = fitRobustLeastSquares([new Float64Array(40_000).fill(1)], y, 60)!;
    expect(abs(fit.robustStandardErrors[0]! / (1 / (0.2 * Math.sqrt(40_000))) - 1)).toBeLessThan(0.12);
    expect(fit.robustStandardErrors[0]! / fit.standardErrors[0]!).toBeGreaterThan(2.5);
  });

  test('collinear columns: null', () => {
    const ones = new Float64Array(10).fill(1);
    expect(fitRobustLeastSquares([ones, ones], drawNormals(10, 1), 0)).toBeNull();
    expect(fitRobustLeastSquares([ones, ones.map(() => NaN)], drawNormals(10, 1), 0)).toBeNull();
  });
});

describe('impact laws on quotes', () => {
  const stream = createRandomStream(4, 'test/quotes', 0);
  const sizes = new Float64Array(300).map(() => exp(2 + 8 * stream.nextUniform()));
  const quotes = sizes.map((size) => 1e-4 * size ** 0.7 * exp(0.1 * stream.nextNormal()));

  test('every law is fitted, the best first, its error that of the noise put in', () => {
    const { scores, sizeMax } = compareDepthLaws(sizes, quotes, 0);
    expect(scores.map(({ kind }) => kind).sort()).toEqual(['log-quadratic', 'monotone', 'power', 'power-theil-sen', 'square-root']);
    const power = scores.find(({ kind }) => kind === 'power')!;
    expect(abs(power.law.coefficients[1]! - 0.7)).toBeLessThan(0.01);
    expect(abs(scores[0]!.crossValidatedError - 0.1)).toBeLessThan(0.02);
    expect(scores.at(-1)!.kind).toBe('square-root');
    expect(power.residuals.length).toBe(300);
    expect([isExtrapolated({ sizeMax }, sizeMax), isExtrapolated({ sizeMax }, 1.01 * sizeMax)]).toEqual([false, true]);
  });

  test('Theil–Sen keeps its slope when a fifth of quotes is ten times too cheap at large sizes; least squares does not', () => {
    const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
    const spoilt = quotes.slice();
    order.slice(0, 60).forEach((i) => (spoilt[i]! /= 10));
    const slope = (kind: 'power' | 'power-theil-sen'): number =>
      fitDepthLaw(kind, [...sizes].map(log), [...spoilt].map(log)).coefficients[1]!;
    expect(abs(slope('power-theil-sen') - 0.7)).toBeLessThan(abs(slope('power') - 0.7) / 1.5);
  });

  test('the monotone law never falls, and goes on as a square root beyond the quotes', () => {
    const { predictLogImpact } = fitDepthLaw('monotone', [...sizes].map(log), [...quotes].map(log));
    const grid = Array.from({ length: 200 }, (_, i) => predictLogImpact(14 * (i / 200)));
    grid.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(grid[i]! - 1e-12));
    expect(predictLogImpact(21) - predictLogImpact(20)).toBeCloseTo(0.5, 12);
  });

  test('a cloud: a warning; too few quotes: ModelError', () => {
    const cloud = sizes.map(() => exp(-4 + 1.2 * stream.nextNormal()));
    expect(compareDepthLaws(sizes, cloud, 0).warnings.map(({ code }) => code)).toEqual(['depth-poor-laws']);
    expect(() => compareDepthLaws(sizes.slice(0, 14), quotes.slice(0, 14), 0)).toThrow(ModelError);
    expect(() => compareDepthLaws(sizes.map(() => 5), quotes, 0)).toThrow(ModelError);
    expect(() => compareDepthLaws(sizes, quotes.map(() => NaN), 0)).toThrow(ModelError);
  });
});

describe('impact with volatility', () => {
  const n = 3000;
  const draw = (b: number, e: number, spread: number): Parameters<typeof fitImpactLaw>[0] => {
    const sizes = drawNormals(n, 1).map((z) => exp(1.5 * z));
    const volatilities = drawNormals(n, 2).map((z) => exp(spread * z - 6));
    const noise = drawNormals(n, 3);
    return { sizes, volatilities, impactRatios: sizes.map((size, i) => 0.8 * volatilities[i]! ** e * size ** b * exp(0.7 * noise[i]!)) };
  };

  test.each([
    [0.5, 1],
    [0.6, 0.7],
  ])('exponents %d and %d and the elasticity come back within 3 standard errors', (b, e) => {
    const fit = fitImpactLaw(draw(b, e, 0.6));
    const check = ({ value, ciHigh }: { value: number; ciHigh: number }, truth: number): void =>
      expect(abs(value - truth)).toBeLessThan((3 * (ciHigh - value)) / 1.96);
    check(fit.sizeExponent, b);
    check(fit.volatilityExponent, e);
    check(fit.depthElasticity, -e / b);
    expect([fit.isIdentified, fit.warnings]).toEqual([true, []]);
  });

  test('says when volatility hardly moved, or depth does not answer it', () => {
    const still = fitImpactLaw(draw(0.5, 1, 0.01));
    const deaf = fitImpactLaw(draw(0.5, 0, 0.6));
    for (const fit of [still, deaf]) {
      expect(fit.isIdentified).toBe(false);
      expect(fit.warnings.map(({ code }) => code)).toContain('depth-elasticity-unidentified');
    }
  });

  test('refuses sizes that are all one; warns when a fifth had no fall', () => {
    const data = draw(0.5, 1, 0.6);
    expect(() => fitImpactLaw({ ...data, sizes: data.sizes.map(() => 2) })).toThrow(ModelError);
    expect(() => fitImpactLaw({ sizes: data.sizes.slice(9), volatilities: data.sizes, impactRatios: data.sizes })).toThrow(InternalError);
    const partial = fitImpactLaw({ ...data, impactRatios: data.impactRatios.map((x, i) => (i % 5 === 0 ? -x : x)) });
    expect(partial.warnings.map(({ code }) => code)).toContain('impact-selected');
  });
});

describe('resilience', () => {
  /** A price that every sale pushes: part stays, part halves every `halfLife` steps. */
  function simulate(permanent: number, temporary: number, halfLife: number, noise: number): [Float64Array, Float64Array] {
    const n = 40_000;
    const z = drawNormals(n, 7);
    const flow = drawNormals(n, 8);
    const sold = new Float64Array(n).map((_, t) => (t % 3 === 0 ? flow[t]! * abs(flow[t]!) * 100 : 0));
    let [base, transient] = [0, 0];
    const prices = new Float64Array(n).map((_, t) => {
      const push = Math.sign(sold[t]!) * Math.sqrt(abs(sold[t]!));
      base += noise * z[t]! - permanent * push;
      transient = transient * 2 ** (-1 / halfLife) - temporary * push;
      return exp(base + transient);
    });
    return [prices, sold];
  }

  test('half-life, permanent and temporary part come back within 3 standard errors', () => {
    const fit = fitResilience(...simulate(1e-4, 3e-4, 10, 3e-4));
    const se = ({ ciLow, ciHigh }: { ciLow: number; ciHigh: number }): number => (ciHigh - ciLow) / 3.92;
    expect(abs(log(fit.halfLifeSteps.value / 10))).toBeLessThan((3 * log(fit.halfLifeSteps.ciHigh / fit.halfLifeSteps.value)) / 1.96);
    expect(abs(fit.permanent.value - 1e-4)).toBeLessThan(3 * se(fit.permanent));
    expect(abs(fit.temporary.value - 3e-4)).toBeLessThan(3 * se(fit.temporary));
    expect([fit.isIdentified, fit.warnings]).toEqual([true, []]);
    expect(fit.responses[0]!).toBeGreaterThan(fit.responses.at(-1)!);
  });

  test('impact that stays, or sales that do nothing: not identified', () => {
    for (const fit of [fitResilience(...simulate(3e-4, 0, 10, 3e-4)), fitResilience(...simulate(0, 0, 10, 1e-3))]) {
      expect(fit.isIdentified).toBe(false);
      expect(fit.warnings.map(({ code }) => code)).toEqual(['resilience-unidentified']);
    }
  });

  test('refuses a price of 0 and a record without sales', () => {
    const [prices, sold] = simulate(1e-4, 3e-4, 10, 3e-4);
    expect(() => fitResilience(prices.slice().fill(0, 7, 8), sold)).toThrow(ModelError);
    expect(() => fitResilience(prices, sold.map(() => 0))).toThrow(ModelError);
  });
});

describe('splitting a sale', () => {
  const source = fc.record({
    coefficient: fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
    exponent: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
  });

  test('equal marginal prices, all sold, never dearer than the best single source', () => {
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 5 }), fc.double({ min: 0.1, max: 200, noNaN: true }), (laws, size) => {
        const sources: DepthSource[] = laws.map((law, i) => ({ name: `pool ${i}`, law, sizeMax: 50 }));
        const split = splitSale(sources, size);
        expect(abs(split.sizes.reduce((sum, part) => sum + part, 0) / size - 1)).toBeLessThan(1e-9);
        const best = Math.min(...laws.map(({ coefficient, exponent }) => coefficient * size ** exponent));
        expect(split.averageImpactRatio).toBeLessThanOrEqual(best * (1 + 1e-9));
        split.sizes.forEach((part, i) => {
          if (split.marginalLogImpact < 4) expect(abs(marginalLogImpact(laws[i]!, part) / split.marginalLogImpact - 1)).toBeLessThan(1e-6);
        });
        expect(split.extrapolated.length).toBe(split.sizes.filter((part) => part > 50).length);
      }),
      fuzzParameters(200),
    );
  });

  test('two equal pools take half each; four times as deep at b = ½ takes four times as much', () => {
    const law = { coefficient: 1e-3, exponent: 0.5 };
    const pool = (coefficient: number): DepthSource => ({ name: 'pool', law: { ...law, coefficient }, sizeMax: 1e9 });
    expect(splitSale([pool(1e-3), pool(1e-3)], 10).sizes).toEqual([5, 5]);
    const [shallow, deep] = splitSale([pool(1e-3), pool(0.5e-3)], 10).sizes as [number, number];
    expect(deep / shallow).toBeCloseTo(4, 9);
    expect(splitSale([pool(1e-3)], 0)).toMatchObject({ sizes: [0], averageImpactRatio: 0, marginalLogImpact: 0 });
    expect(() => splitSale([], 1)).toThrow(InternalError);
    expect(() => splitSale([pool(0)], 1)).toThrow(InternalError);
  });
});
