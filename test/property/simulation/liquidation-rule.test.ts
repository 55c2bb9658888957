import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RAY, WAD } from '../../../src/protocol/lending/fixed-point.js';
import type { CloseRule as ExactCloseRule } from '../../../src/protocol/lending/generic/market.js';
import { createGenericVenue } from '../../../src/protocol/lending/generic/venue.js';
import { computeBonusWad, type PenaltyShape } from '../../../src/protocol/lending/penalty.js';
import { computeLargestRepayUsd, computePenaltyRatio, type CloseRule, type PenaltyRule } from '../../../src/simulation/lending/liquidation-rule.js';
import { fuzzParameters } from '../../support/fuzz.js';

const toWad = (value: number): bigint => BigInt(Math.round(value * 1e12)) * 10n ** 6n;
const draw = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true }).map((value) => Math.round(value * 1e12) / 1e12);

/** The same penalty in the simulation's numbers and in the protocol's integers. */
const drawPenalty: fc.Arbitrary<{ rule: PenaltyRule; shapeOf: (bonusRatio: number) => PenaltyShape }> = fc.oneof(
  fc.constant({ rule: { kind: 'flat' as const }, shapeOf: (bonusRatio: number): PenaltyShape => ({ kind: 'constant', bonusWad: toWad(bonusRatio) }) }),
  fc.tuple(draw(0, 1), draw(0.5, 0.99)).map(([minimumShareRatio, healthForMax]) => ({
    rule: { kind: 'health' as const, minimumShareRatio, healthForMax },
    shapeOf: (bonusRatio: number): PenaltyShape => ({ kind: 'health', bonusMaxWad: toWad(bonusRatio), minimumShareWad: toWad(minimumShareRatio), healthForMaxWad: toWad(healthForMax) }),
  })),
);

const drawClose: fc.Arbitrary<{ rule: CloseRule; exact: ExactCloseRule }> = fc.oneof(
  fc.tuple(draw(0.05, 1), draw(0.5, 0.95)).map(([shareRatio, fullBelowHealth]) => ({
    rule: { kind: 'share' as const, shareRatio, fullBelowHealth },
    exact: { kind: 'share' as const, shareWad: toWad(shareRatio), fullBelowHealthWad: toWad(fullBelowHealth) },
  })),
  draw(1.02, 1.3).map((targetHealth) => ({ rule: { kind: 'target-health' as const, targetHealth }, exact: { kind: 'target-health' as const, targetHealthWad: toWad(targetHealth) } })),
);

describe('the liquidation rule of the simulation, against the exact venue', () => {
  test('repays as much, to a millionth of a cent', () => {
    let partial = 0;
    fc.assert(
      fc.property(drawClose, drawPenalty, draw(100, 1e6), draw(0.3, 0.999), draw(0.3, 0.85), draw(0, 0.15), ({ rule, exact }, penalty, debtUsd, healthFactor, thresholdRatio, bonusRatio) => {
        const collateralUsd = Math.round(((healthFactor * debtUsd) / thresholdRatio) * 1e6) / 1e6;
        const venue = createGenericVenue({
          name: 'witness',
          assets: { C: { decimals: 18, ltvWad: 0n, liquidationThresholdWad: toWad(thresholdRatio) }, D: { decimals: 18, ltvWad: 0n, liquidationThresholdWad: 0n } },
          penalty: penalty.shapeOf(bonusRatio),
          closeRule: exact,
          protocolFeeShareWad: 0n,
          writesOffBadDebt: false,
        });
        const account = {
          positions: [
            { asset: 'C', side: 'collateral' as const, scaledRaw: toWad(collateralUsd), indexRay: RAY },
            { asset: 'D', side: 'debt' as const, scaledRaw: toWad(debtUsd), indexRay: RAY },
          ],
        };
        const prices = { C: WAD, D: WAD };
        const health = Number(venue.valueAccount(account, prices).healthFactorWad) / 1e18;
        fc.pre(health < 1 && Math.abs(health - (rule.kind === 'share' ? rule.fullBelowHealth! : 0)) > 1e-9);
        const expectedUsd = Number(venue.findLargestLiquidation(account, { collateralAsset: 'C', debtAsset: 'D' }, prices)) / 1e18;
        const repaidUsd = computeLargestRepayUsd({ close: rule, penalty: penalty.rule, protocolFeeShareRatio: 0, writesOffBadDebt: false }, { healthFactor: health, accountDebtUsd: debtUsd, debtUsd, collateralUsd, thresholdRatio, bonusRatio });
        expect(Math.abs(repaidUsd - expectedUsd)).toBeLessThan(1e-8 * Math.max(1, debtUsd));
        if (repaidUsd < debtUsd * 0.99) partial++;
      }),
      fuzzParameters(1000),
    );
    expect(partial).toBeGreaterThan(100);
  });

  test('asks the penalty of the exact shape, whatever it depends on', () => {
    const drawSize = fc.tuple(draw(0, 1), draw(1000, 1e6)).map(([minimumShareRatio, sizeForMaxUsd]) => ({
      rule: { kind: 'size' as const, minimumShareRatio, sizeForMaxUsd },
      shapeOf: (bonusRatio: number): PenaltyShape => ({ kind: 'size', bonusMinWad: toWad(bonusRatio * minimumShareRatio), bonusMaxWad: toWad(bonusRatio), sizeForMaxUsdWad: toWad(sizeForMaxUsd) }),
    }));
    fc.assert(
      fc.property(fc.oneof(drawPenalty, drawSize), draw(0, 0.2), draw(0.2, 1.2), draw(0, 2e6), ({ rule, shapeOf }, bonusRatio, healthFactor, repaidUsd) => {
        const exact = computeBonusWad(shapeOf(bonusRatio), { healthFactorWad: toWad(healthFactor), repaidUsdWad: toWad(repaidUsd), auctionAgeSeconds: 0 });
        expect(computePenaltyRatio(rule, bonusRatio, healthFactor, repaidUsd)).toBeCloseTo(Number(exact) / 1e18, 10);
      }),
      fuzzParameters(500),
    );
  });

  test('never takes more collateral than there is where the penalty grows with the size', () => {
    fc.assert(
      fc.property(draw(0, 1), draw(1000, 1e6), draw(0.01, 0.2), draw(1, 1e6), (minimumShareRatio, sizeForMaxUsd, bonusRatio, collateralUsd) => {
        const penalty = { kind: 'size' as const, minimumShareRatio, sizeForMaxUsd };
        const repaidUsd = computeLargestRepayUsd({ close: { kind: 'share', shareRatio: 1 }, penalty, protocolFeeShareRatio: 0, writesOffBadDebt: false }, { healthFactor: 0.9, accountDebtUsd: 1e9, debtUsd: 1e9, collateralUsd, thresholdRatio: 0.8, bonusRatio });
        expect((repaidUsd * (1 + computePenaltyRatio(penalty, bonusRatio, 0.9, repaidUsd))) / collateralUsd).toBeCloseTo(1, 9);
      }),
      fuzzParameters(300),
    );
  });
});
