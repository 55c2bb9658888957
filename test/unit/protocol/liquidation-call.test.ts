import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { largestRepayableDebtUsd, seizedCollateralUsd } from '../../../src/protocol/lending/aave-v2/liquidation-call.js';
import { fuzzParameters } from '../../support/fuzz.js';

const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const drawCall = fc.record({
  debtAmount: positive,
  debtPriceUsd: positive,
  collateralAmount: positive,
  collateralPriceUsd: positive,
  liquidationBonusRatio: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
  closeFactorRatio: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

describe('largestRepayableDebtUsd', () => {
  test('never repays more than the close factor allows nor seizes more than there is, and always reaches one of the two', () => {
    fc.assert(
      fc.property(drawCall, (call) => {
        const repaidUsd = largestRepayableDebtUsd(call);
        const closeFactorUsd = call.debtAmount * call.debtPriceUsd * call.closeFactorRatio;
        const collateralUsd = call.collateralAmount * call.collateralPriceUsd;
        const seizedUsd = seizedCollateralUsd(repaidUsd, call.liquidationBonusRatio);
        expect(repaidUsd).toBeLessThanOrEqual(closeFactorUsd * (1 + 1e-12));
        expect(seizedUsd).toBeLessThanOrEqual(collateralUsd * (1 + 1e-12));
        expect(Math.min(Math.abs(repaidUsd / closeFactorUsd - 1), Math.abs(seizedUsd / collateralUsd - 1))).toBeLessThan(1e-12);
      }),
      fuzzParameters(300),
    );
  });

  // arXiv 2212.07306: a liquidation at oracle prices raises the loan-to-value exactly when it was above 1/(1 + bonus) before.
  test('worsens the loan-to-value exactly when it was above 1/(1 + bonus)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.3, noNaN: true }), fc.double({ min: 0.5, max: 0.99, noNaN: true }), (bonus, ltv) => {
        fc.pre(Math.abs(ltv * (1 + bonus) - 1) > 1e-6);
        const call = { debtAmount: ltv, debtPriceUsd: 1, collateralAmount: 1, collateralPriceUsd: 1, liquidationBonusRatio: bonus, closeFactorRatio: 0.5 };
        const repaidUsd = largestRepayableDebtUsd(call);
        const ltvAfter = (ltv - repaidUsd) / (1 - seizedCollateralUsd(repaidUsd, bonus));
        expect(ltvAfter > ltv).toBe(ltv > 1 / (1 + bonus));
      }),
      fuzzParameters(300),
    );
  });
});
