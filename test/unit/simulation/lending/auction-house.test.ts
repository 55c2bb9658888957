import { describe, expect, test } from '@jest/globals';
import { RAY } from '../../../../src/protocol/lending/fixed-point.js';
import { computeAuctionPriceRay } from '../../../../src/protocol/lending/maker/auction.js';
import { createFastEngine } from '../../../../src/simulation/engine/fast-engine.js';
import type { AuctionRule } from '../../../../src/simulation/lending/liquidation-rule.js';
import type { LiquidatorRules } from '../../../../src/simulation/scenario.js';
import { createTimeline } from '../../../../src/simulation/timeline.js';
import { buildPath, buildSmallScenario } from '../../../support/small-scenario.js';

/** Maker's ETH auctions of 2021: 130 % of the oracle, 1 % down every 90 seconds, reset after 140 minutes or at 40 %. */
const AUCTION: AuctionRule = { startRatio: 1.3, cutRatio: 0.99, cutSeconds: 90, tailSeconds: 8400, cuspRatio: 0.4, penaltyRatio: 0.13 };
const LIQUIDATORS: LiquidatorRules = { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 };

function run(given: { auction?: Partial<AuctionRule>; liquidators?: Partial<LiquidatorRules>; prices?: readonly number[]; debt?: number } = {}) {
  const liquidation = { close: { kind: 'share' as const, shareRatio: 1 }, penalty: { kind: 'flat' as const }, protocolFeeShareRatio: 0, writesOffBadDebt: false, auction: { ...AUCTION, ...given.auction } };
  const scenario = buildSmallScenario([{ collateral: 1000, debt: given.debt ?? 790 }], { liquidation, liquidators: { ...LIQUIDATORS, ...given.liquidators } });
  const timeline = createTimeline(scenario);
  return { outcome: createFastEngine(scenario).runPath(buildPath(given.prices ?? [1, 0.95]), timeline), timeline };
}

describe('a Dutch auction', () => {
  test('sells at the first stair below the market, for the debt and the penalty', () => {
    const { outcome, timeline } = run();
    // The price that Maker's own arithmetic gives second by second; the first below the market of 0.95 is what bidders pay.
    const fall = { kind: 'stairstep' as const, cutRay: (99n * RAY) / 100n, stepSeconds: 90n };
    const topRay = (13n * 95n * RAY) / 1000n;
    let age = 0n;
    while (Number(computeAuctionPriceRay(fall, topRay, age)) / 1e27 >= 0.95) age++;
    const price = Number(computeAuctionPriceRay(fall, topRay, age)) / 1e27;
    expect(outcome.liquidatedDebtUsd).toBeCloseTo(790, 9);
    expect(outcome.protocolFeeUsd).toBeCloseTo(790 * 0.13, 9);
    expect(outcome.liquidatedCollateralUsd).toBeCloseTo(((790 * 1.13) / price) * 0.95, 6);
    expect(outcome.liquidatorProfitUsd).toBeCloseTo(((790 * 1.13) / price) * 0.95 - 790 * 1.13, 6);
    expect([outcome.badDebtUsd, outcome.liquidatedAccounts]).toEqual([0, 1]);
    // The price passes the market 27 stairs down, 41 minutes after the start: in the same hour.
    expect(Array.from(timeline.liquidatedAccountsByStep.slice(0, 3))).toEqual([0, 1, 0]);
  });

  test('waits for a later step where the price falls slowly, and starts again when it is too old', () => {
    const slow = run({ auction: { cutSeconds: 300 } });
    // 27 stairs of 300 seconds: in the third hour.
    expect(slow.timeline.liquidatedAccountsByStep.findIndex((count) => count > 0)).toBe(3);
    const reset = run({ auction: { cutSeconds: 300, tailSeconds: 7000 }, prices: [1, 0.95, 0.95, 0.95, 0.95, 1.2] });
    // Reset every two hours, at 130 % of the oracle of the moment, so it is never cheap until the market itself rises within an auction.
    expect(reset.timeline.liquidatedAccountsByStep.findIndex((count) => count > 0)).toBe(5);
  });

  test('never sells below its cusp: it starts again, as dear as before', () => {
    // 80 % of 1.3 · 0.95 is above the market of 0.95.
    expect(run({ auction: { cuspRatio: 0.8 } }).outcome.liquidatedDebtUsd).toBe(0);
    expect(run({ auction: { cuspRatio: 0.76 } }).outcome.liquidatedDebtUsd).toBeCloseTo(790, 9);
  });

  test('leaves what the collateral did not fetch as bad debt, and gives what is over back', () => {
    const { outcome } = run({ prices: [1, 0.5], debt: 790 });
    // 1000 tokens at 0.5 pay 500 at most, of which 1/1.13 repays debt.
    expect(outcome.liquidatedDebtUsd).toBeLessThan(500 / 1.13);
    expect(outcome.liquidatedDebtUsd).toBeGreaterThan((500 / 1.13) * 0.99);
    expect(outcome.badDebtUsd).toBeCloseTo(790 - outcome.liquidatedDebtUsd, 9);
    expect(outcome.liquidatedCollateralUsd).toBeCloseTo(500, 9);
  });

  test('is out of the owner\'s hands, even when the price comes back', () => {
    const { timeline } = run({ auction: { cutSeconds: 300 }, prices: [1, 0.95, 1.05] });
    expect(timeline.liquidatedAccountsByStep.some((count) => count > 0)).toBe(true);
  });
});
