import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFastEngine } from '../../../../src/simulation/engine/fast-engine.js';
import { Backstop } from '../../../../src/simulation/lending/backstop.js';
import { OwnerDraws, type ActiveBehaviour } from '../../../../src/simulation/lending/borrowers.js';
import type { PathOutcome } from '../../../../src/simulation/outcome.js';
import type { LendingScenario } from '../../../../src/simulation/scenario.js';
import { createTimeline } from '../../../../src/simulation/timeline.js';
import { fuzzParameters } from '../../../support/fuzz.js';
import { buildPath, buildSmallScenario } from '../../../support/small-scenario.js';

const BEHAVIOUR: ActiveBehaviour = { kind: 'repay', belowHealth: 1.1, targetHealth: 1.25, probabilityPerStep: 1 };

function run(prices: readonly number[], given: Partial<LendingScenario>, accounts = [{ collateral: 1000, debt: 760 }]): { outcome: PathOutcome; health: number } {
  const scenario = buildSmallScenario(accounts, given);
  const timeline = createTimeline(scenario);
  return { outcome: createFastEngine(scenario).runPath(buildPath(prices), timeline), health: timeline.healthByStep.at(-1)! };
}

describe('owners', () => {
  test.each(['repay', 'top-up'] as const)('who %s restore the target health, at their own cost', (kind) => {
    // Above their level at the start; at 0.89 the health factor is below 1, and they act for sure.
    const { outcome, health } = run([1, 0.89], { borrowers: { ...BEHAVIOUR, kind } }, [{ collateral: 1000, debt: 719 }]);
    expect(health).toBeCloseTo(1.25, 9);
    expect(outcome.liquidatedAccounts).toBe(0);
    // W = 0.8 · 1000 · 0.89 = 712: repay down to 712/1.25, or add collateral until W is 1.25 · 719.
    expect(outcome.ownersPaidUsd).toBeCloseTo(kind === 'repay' ? 719 - 712 / 1.25 : (1.25 * 719) / 0.8 - 890, 6);
  });

  test('act more often the weaker they are, and never above their level', () => {
    const draws = new OwnerDraws({ ...BEHAVIOUR, probabilityPerStep: 0.5 }, 7, 0);
    draws.start(0);
    const acting = (healthFactor: number): number => Array.from({ length: 4000 }, (_, account) => draws.acts(1, account, healthFactor)).filter(Boolean).length / 4000;
    // Straight from 0 at 1.1 to one half at 1; four standard errors of 4,000 draws.
    for (const [healthFactor, expected] of [[0.9, 0.5], [1, 0.5], [1.05, 0.25], [1.09, 0.05]] as const) expect(Math.abs(acting(healthFactor) - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 4000));
    expect(acting(1.1)).toBe(0);
  });

  test('who act save accounts that passive ones lose', () => {
    const accounts = Array.from({ length: 40 }, (_, index) => ({ collateral: 1000, debt: 700 + index }));
    const lost = (borrowers: LendingScenario['borrowers']): number => run([1, 0.97, 0.94, 0.92, 0.9, 0.85], { borrowers, seed: 5 }, accounts).outcome.liquidatedAccounts;
    const [passive, half, all] = [lost({ kind: 'passive' }), lost({ ...BEHAVIOUR, probabilityPerStep: 0.5 }), lost(BEHAVIOUR)];
    expect(passive).toBe(40);
    expect(half).toBeLessThan(passive);
    expect(all).toBeLessThan(half);
  });
});

test('owners and liquidators of venues alongside decide for themselves: two venues that are alike do not fare alike', () => {
  const accounts = Array.from({ length: 40 }, (_, index) => ({ collateral: 1000, debt: 700 + index }));
  const alone = (given: Partial<LendingScenario>): PathOutcome => {
    const venue = buildSmallScenario(accounts, given);
    return run([1, 0.97, 0.94, 0.92], { ...given, alongside: [venue], seed: 5 }, accounts).outcome;
  };
  const owners = alone({ borrowers: { ...BEHAVIOUR, probabilityPerStep: 0.3 } });
  expect(Math.min(owners.liquidatedDebtUsd, owners.alongsideLiquidatedDebtUsd)).toBeGreaterThan(0);
  expect(owners.alongsideLiquidatedDebtUsd).not.toBe(owners.liquidatedDebtUsd);
  const liquidators = alone({ liquidators: { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 900, callsPerAccountPerStep: 1, population: { count: 7, onlineRatio: 0.5 } } });
  expect(liquidators.alongsideLiquidatedDebtUsd).not.toBe(liquidators.liquidatedDebtUsd);
});

describe('the backstop', () => {
  test('pays every deficit from the fund or from suppliers, and the fund never goes below zero', () => {
    const draw = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(draw, draw, fc.array(fc.record({ deficitUsd: draw, feeUsd: draw }), { maxLength: 20 }), (fundUsd, inflowUsdPerStep, steps) => {
        const backstop = new Backstop({ fundUsd, inflowUsdPerStep, feeShareRatio: 0.3 });
        backstop.reset();
        let [deficits, income] = [0, fundUsd];
        for (const { deficitUsd, feeUsd } of steps) {
          backstop.advance();
          backstop.receiveFee(feeUsd);
          income += inflowUsdPerStep + 0.3 * feeUsd;
          backstop.cover(deficitUsd);
          deficits += deficitUsd;
          expect(backstop.drawUsd).toBeLessThanOrEqual(income * (1 + 1e-12));
        }
        expect(backstop.drawUsd + backstop.socialisedUsd).toBeCloseTo(deficits, 4);
        if (backstop.socialisedUsd === 0) expect(backstop.drawUsd).toBeCloseTo(deficits, 4);
      }),
      fuzzParameters(300),
    );
  });

  test('in a path pays first what a write-off leaves, then what is open at the horizon', () => {
    const liquidation = { close: { kind: 'share' as const, shareRatio: 1 }, penalty: { kind: 'flat' as const }, protocolFeeShareRatio: 0, writesOffBadDebt: true };
    // 1000 tokens at 0.6 repay 600/1.05 of 760; the rest is written off.
    const deficitUsd = 760 - 600 / 1.05;
    for (const fundUsd of [0, 100, 1000]) {
      const { outcome } = run([1, 0.6], { liquidation, backstop: { fundUsd } });
      expect(outcome.badDebtUsd).toBeCloseTo(deficitUsd, 9);
      expect(outcome.fundDrawUsd).toBeCloseTo(Math.min(fundUsd, deficitUsd), 9);
      expect(outcome.fundDrawUsd + outcome.socialisedUsd).toBeCloseTo(deficitUsd, 9);
    }
  });

  test('writes off at once where all collateral is gone, whatever its amount, and nothing where some is left', () => {
    const liquidation = { close: { kind: 'share' as const, shareRatio: 1 }, penalty: { kind: 'flat' as const }, protocolFeeShareRatio: 0, writesOffBadDebt: true };
    const backstop = { fundUsd: 0, inflowUsdPerStep: 1 };
    fc.assert(
      fc.property(fc.double({ min: 100, max: 1e6, noNaN: true }), fc.double({ min: 0.4, max: 0.7, noNaN: true }), (collateral, price) => {
        const { outcome } = run([1, price], { liquidation, backstop }, [{ collateral, debt: collateral * 0.79 }]);
        // Written off in the first hour, when the fund had got 1; at the horizon it would have had 8.
        expect(outcome.fundDrawUsd).toBe(1);
      }),
      fuzzParameters(200),
    );
    const half = { ...liquidation, close: { kind: 'share' as const, shareRatio: 0.5 } };
    expect(run([1, 0.94], { liquidation: half, backstop }).outcome).toMatchObject({ liquidatedDebtUsd: 380, badDebtUsd: 0, fundDrawUsd: 0 });
  });

  test('a part of the penalty is the protocol\'s, and may fill the fund', () => {
    const liquidation = { close: { kind: 'share' as const, shareRatio: 0.5 }, penalty: { kind: 'flat' as const }, protocolFeeShareRatio: 0.2, writesOffBadDebt: false };
    const { outcome } = run([1, 0.94, 0.5], { liquidation, backstop: { fundUsd: 0, feeShareRatio: 1 } });
    expect(outcome.protocolFeeUsd).toBeCloseTo(outcome.penaltyUsd * 0.2, 9);
    expect(outcome.fundDrawUsd).toBeCloseTo(Math.min(outcome.protocolFeeUsd, outcome.badDebtUsd), 9);
    expect(outcome.fundDrawUsd).toBeGreaterThan(0);
  });
});
