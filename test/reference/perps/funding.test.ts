import { describe, expect, test } from '@jest/globals';
import { advanceFunding, advanceVelocityFunding, computePremiumFundingRate } from '../../../src/protocol/perps/account/funding.js';

describe('funding that follows the skew', () => {
  // Source: Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarket.sol, the example above `currentFundingRate`:
  // velocity 0.0025 per day for 29,000 s from rate 0 gives 0.00083912.
  test('a velocity of 0.0025 per day over 29,000 seconds gives 0.00083912, to 5e-9', () => {
    const state = advanceVelocityFunding({ ratePerDay: 0, fundingUsdPerBase: 0 }, { skewScaleBase: 10_000, maxFundingVelocity: 0.025 }, 1_000, 2_000, 29_000);
    expect(Math.abs(state.ratePerDay - 0.00083912)).toBeLessThanOrEqual(5e-9);
    // The mean of 0 and the new rate, over a third of a day, at 2,000.
    expect(state.fundingUsdPerBase).toBeCloseTo((0.0025 * (29_000 / 86_400) ** 2 * 2_000) / 2, 10);
  });

  test('the skew counts at most once its scale, either way, and not at all without a scale', () => {
    const start = { ratePerDay: 0, fundingUsdPerBase: 0 };
    const rate = (skewBase: number, skewScaleBase = 10): number => advanceVelocityFunding(start, { skewScaleBase, maxFundingVelocity: 2 }, skewBase, 1, 86_400).ratePerDay;
    expect([rate(5), rate(10), rate(1e9), rate(-1e9), rate(5, 0)]).toEqual([1, 2, 2, -2, 0]);
  });

  test('a drifting rate charges the same in one step or in many', () => {
    const terms = { skewScaleBase: 100, maxFundingVelocity: 0.9 };
    const once = advanceVelocityFunding({ ratePerDay: 0.01, fundingUsdPerBase: 3 }, terms, 40, 1_500, 7_200);
    let state = { ratePerDay: 0.01, fundingUsdPerBase: 3 };
    for (let i = 0; i < 72; i++) state = advanceVelocityFunding(state, terms, 40, 1_500, 100);
    expect(state.ratePerDay).toBeCloseTo(once.ratePerDay, 12);
    expect(state.fundingUsdPerBase).toBeCloseTo(once.fundingUsdPerBase, 9);
  });
});

describe('funding that follows the premium', () => {
  // Source: Binance "Introduction to funding rates", Hyperliquid docs "Funding": F = P + clamp(0.01 % − P, ±0.05 %) per 8 hours.
  test.each([
    [0, 0.0001],
    [0.0001, 0.0001],
    [0.0005, 0.0001],
    [0.001, 0.0005],
    [-0.001, -0.0005],
    [0.5, 0.04],
  ])('a premium of %p is charged at %p, to 1e-15', (premiumRate, expected) => {
    expect(Math.abs(computePremiumFundingRate({ interestRate: 0.0001, dampingRate: 0.0005, rateMax: 0.04 }, premiumRate) - expected)).toBeLessThanOrEqual(1e-15);
  });

  test('a constant rate of 1 % a day on a price of 100 costs a long half a dollar per base in 12 hours', () => {
    expect(advanceFunding({ ratePerDay: 0.01, fundingUsdPerBase: 0 }, 100, 43_200).fundingUsdPerBase).toBeCloseTo(0.5, 12);
  });
});
