import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../../src/core/errors.js';
import { findGauntletMorphoLltv } from '../../../src/search/baselines/gauntlet-morpho.js';
import { computeHistoricalVarMargin } from '../../../src/search/baselines/historical-var-margin.js';
import { computeHistoricalVarThreshold } from '../../../src/search/baselines/historical-var.js';
import { computeSmartLtv } from '../../../src/search/baselines/smart-ltv.js';
import { fuzzParameters } from '../../support/fuzz.js';

// Source of the vectors: as their authors published them (docs/models/baselines.md).
describe('SmartLTV', () => {
  const published = { liquidityUsd: 1_000_000, sigma: 0.1, debtUsd: 200_000, beta: 0.05, c: 3 };

  test('the published example gives 0.82444657 to eight decimals', () => {
    expect(Math.abs(computeSmartLtv(published) - 0.82444657)).toBeLessThan(1e-8);
  });

  test('falls with volatility, debt and bonus, rises with liquidity; no volatility leaves all but the bonus', () => {
    fc.assert(
      fc.property(fc.record({ sigma: fc.double({ min: 0.01, max: 2, noNaN: true }), liquidityUsd: fc.double({ min: 1, max: 1e9, noNaN: true }), debtUsd: fc.double({ min: 1, max: 1e9, noNaN: true }) }), (drawn) => {
        const input = { ...published, ...drawn };
        const ltv = computeSmartLtv(input);
        expect(computeSmartLtv({ ...input, sigma: input.sigma * 1.1 })).toBeLessThanOrEqual(ltv);
        expect(computeSmartLtv({ ...input, debtUsd: input.debtUsd * 1.1 })).toBeLessThanOrEqual(ltv);
        expect(computeSmartLtv({ ...input, liquidityUsd: input.liquidityUsd * 1.1 })).toBeGreaterThanOrEqual(ltv);
      }),
      fuzzParameters(200),
    );
    expect(computeSmartLtv({ ...published, sigma: 0 })).toBeCloseTo(0.95, 12);
  });

  test.each([['sigma', { sigma: -1 }], ['liquidity', { liquidityUsd: 0 }], ['debt', { debtUsd: NaN }], ['beta', { beta: -0.1 }]])('%s out of range is named', (name, change) => {
    expect(() => computeSmartLtv({ ...published, ...change })).toThrow(UsageError);
    expect(() => computeSmartLtv({ ...published, ...change })).toThrow(new RegExp(`^${name} must be`));
  });
});

describe('the Gauntlet × Morpho rule', () => {
  test.each([
    [360_383_272.29, 20_904_419.67, 284_536.96],
    [200_000_000, 10_000_000, 1_408_640.07],
  ])('collateral %d USD, repay %d USD, drawdown 0.40: 0.93, and the published bad debt at 0.94', (collateralUsd, repayUsd, badDebtUsd) => {
    const { lltv, rows } = findGauntletMorphoLltv({ collateralUsd, repayUsd, maxDrawdownRatio: 0.4 });
    expect(lltv).toBe(0.93);
    expect(rows[93]!.lltv).toBe(0.94);
    expect(Math.abs(rows[93]!.badDebtUsd - badDebtUsd)).toBeLessThan(0.005);
  });

  test('more repaid per step never lowers the answer, a deeper fall never raises it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e5, max: 1e9, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }), fc.integer({ min: 2, max: 90 }), (collateralUsd, share, fall) => {
        const answer = (repayUsd: number, maxDrawdownRatio: number): number => findGauntletMorphoLltv({ collateralUsd, repayUsd, maxDrawdownRatio }).lltv ?? 0;
        const here = answer(share * collateralUsd, fall / 100);
        expect(answer(2 * share * collateralUsd, fall / 100)).toBeGreaterThanOrEqual(here);
        expect(answer(share * collateralUsd, (fall + 5) / 100)).toBeLessThanOrEqual(here);
      }),
      fuzzParameters(60),
    );
  });

  test.each([['collateral', { collateralUsd: 0 }], ['repay', { repayUsd: -1 }], ['max drawdown', { maxDrawdownRatio: 1 }]])('%s out of range is named', (name, change) => {
    expect(() => findGauntletMorphoLltv({ collateralUsd: 1, repayUsd: 1, maxDrawdownRatio: 0.4, ...change })).toThrow(new RegExp(`^${name} must`));
  });
});

describe('the historical value-at-risk haircut', () => {
  test('by hand: prices that fall by 10 % every second step leave 0.9 / 1.05 at one step and the highest level', () => {
    const prices = Float64Array.from({ length: 101 }, (_, index) => (index % 2 === 0 ? 100 : 90));
    const { threshold, fallRatio, windows } = computeHistoricalVarThreshold({ logPrices: prices.map(Math.log), horizonSteps: 1, level: 0.9, bonus: 0.05 });
    expect([windows, fallRatio]).toEqual([100, expect.closeTo(0.1, 12)]);
    expect(threshold).toBeCloseTo(0.9 / 1.05, 12);
  });

  test('gaps are left out, a rising market has no haircut, too short a series is refused', () => {
    const rising = Float64Array.from({ length: 60 }, (_, index) => (index === 30 ? NaN : index / 100));
    expect(computeHistoricalVarThreshold({ logPrices: rising, horizonSteps: 1, level: 0.99, bonus: 0 })).toEqual({ threshold: 1, fallRatio: 0, windows: 57 });
    expect(() => computeHistoricalVarThreshold({ logPrices: rising, horizonSteps: 40, level: 0.99, bonus: 0 })).toThrow(/20 windows of 40 steps are too few/);
  });
});

describe('the historical value-at-risk margin', () => {
  test('by hand: falls of 10 % and rises back of 11.1 % leave the larger one, which shorts lose, and the cost of closing on top', () => {
    const prices = Float64Array.from({ length: 101 }, (_, index) => (index % 2 === 0 ? 100 : 90));
    const { maintenanceRate, lossRatio, windows } = computeHistoricalVarMargin({ logPrices: prices.map(Math.log), horizonSteps: 1, level: 0.9, closeCostRatio: 0.02 });
    expect([windows, lossRatio]).toEqual([100, expect.closeTo(1 / 9, 12)]);
    expect(maintenanceRate).toBeCloseTo(1 / 9 + 0.02, 12);
  });

  test('a market that only fell is asked for what longs lose', () => {
    const falling = Float64Array.from({ length: 60 }, (_, index) => -index / 100);
    expect(computeHistoricalVarMargin({ logPrices: falling, horizonSteps: 1, level: 0.99, closeCostRatio: 0 }).maintenanceRate).toBeCloseTo(1 - Math.exp(-0.01), 12);
  });
});
