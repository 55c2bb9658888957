import { describe, expect, test } from '@jest/globals';
import { PositionRuleError } from '../../../src/protocol/perps/account/position.js';
import {
  computeBankruptcyQuoteQuantums,
  computeFillablePrice,
  computeInitialMarginQuantums,
  computeInsuranceFundDelta,
  computePositionRisk,
  computeSubaccountRisk,
  isSubaccountLiquidatable,
  type DydxPosition,
} from '../../../src/protocol/perps/venues/dydx-v4/subaccount-risk.js';

const DOLLAR = 1_000_000n;
const TIER = { initialMarginPpm: 200_000n, maintenanceFractionPpm: 500_000n, openInterestLowerCap: 0n, openInterestUpperCap: 0n };

/** BTC at 50,000 and ETH at 3,000 USD, initial 20 %, maintenance 10 %, as in the chain's own test constants. */
const btc = (baseQuantums: bigint): DydxPosition => ({
  perpetualId: 0, baseQuantums, atomicResolution: -8, price: 5_000_000_000n, priceExponent: -5, openInterestBaseQuantums: 0n, ...TIER,
});
const eth = (baseQuantums: bigint): DydxPosition => ({
  perpetualId: 1, baseQuantums, atomicResolution: -9, price: 3_000_000_000n, priceExponent: -6, openInterestBaseQuantums: 0n, ...TIER,
});

describe('initial margin in quote quantums', () => {
  // Source: dydxprotocol/v4-chain, protocol/x/perpetuals/types/liquidity_tier_test.go, TestGetInitialMarginQuoteQuantums.
  test.each([
    [200_000n, 500_000n, 0n, 0n, 0n, 100_000n],
    [500_000n, 1_000_000n, 0n, 0n, 0n, 500_000n],
    [100_000n, 1n, 0n, 0n, 0n, 1n],
    [567_243n, 123_456n, 0n, 0n, 0n, 70_030n],
    [200_000n, 500_000n, 1_500_000_000_000n, 0n, 0n, 100_000n],
    [200_000n, 500_000n, 1_500_000_000_000n, 1_000_000_000_000n, 2_000_000_000_000n, 300_000n],
    [200_000n, 500_000n, 80_000_000_000_000n, 25_000_000_000_000n, 50_000_000_000_000n, 500_000n],
    [200_000n, 500_000n, 25_000_000_000_000n, 25_000_000_000_000n, 50_000_000_000_000n, 100_000n],
    [200_000n, 500_000n, 28_123_456_789_123n, 25_000_000_000_000n, 60_000_000_000_000n, 135_697n],
  ])('%p ppm of %p at open interest %p between %p and %p is %p', (initialMarginPpm, notional, openInterest, lower, upper, expected) => {
    const tier = { initialMarginPpm, openInterestLowerCap: lower, openInterestUpperCap: upper };
    expect(computeInitialMarginQuantums(tier, notional, openInterest)).toBe(expected);
  });

  test('the maintenance margin is a share of the unscaled initial margin, whatever the open interest', () => {
    const crowded = { ...btc(100_000_000n), openInterestBaseQuantums: 10n ** 12n, openInterestLowerCap: 1n, openInterestUpperCap: 2n };
    expect(computePositionRisk(crowded)).toEqual({ netCollateral: 50_000n * DOLLAR, initialMargin: 50_000n * DOLLAR, maintenanceMargin: 5_000n * DOLLAR });
  });
});

describe('bankruptcy price in quote quantums', () => {
  // Source: dydxprotocol/v4-chain, protocol/x/clob/keeper/liquidations_test.go, TestGetBankruptcyPriceInQuoteQuantums.
  test.each<[string, bigint, DydxPosition[], number, bigint, bigint]>([
    ['long just below maintenance', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, 4_501_000_000n],
    ['short just below maintenance', 5_499n, [btc(-10_000_000n)], 0, 10_000_000n, -5_499_000_000n],
    ['long at the bankruptcy price', -5_000n, [btc(10_000_000n)], 0, -10_000_000n, 5_000_000_000n],
    ['half of a long at the bankruptcy price', -5_000n, [btc(10_000_000n)], 0, -5_000_000n, 2_500_000_000n],
    ['half of a short at the bankruptcy price', 5_000n, [btc(-10_000_000n)], 0, 5_000_000n, -2_500_000_000n],
    ['long below the bankruptcy price', -5_100n, [btc(10_000_000n)], 0, -10_000_000n, 5_100_000_000n],
    ['short below the bankruptcy price', 4_900n, [btc(-10_000_000n)], 0, 10_000_000n, -4_900_000_000n],
    ['one of two longs', -490n, [btc(400_000n), eth(100_000_000n)], 1, -100_000_000n, 294_000_000n],
    ['one of two shorts', 510n, [btc(-400_000n), eth(-100_000_000n)], 1, 100_000_000n, -306_000_000n],
    ['the short beside a long', 110n, [btc(400_000n), eth(-100_000_000n)], 1, 100_000_000n, -306_000_000n],
    ['a sliver of a long, rounded up', -13n, [btc(100_000_000n)], 0, -21_347n, 2_776n],
    ['a sliver of a short, rounded up', 13n, [btc(-100_000_000n)], 0, 21_347n, -2_775n],
    ['a long that owes nothing', 1n, [btc(100_000_000n)], 0, -100_000_000n, -1_000_000n],
  ])('%s', (_, balance, positions, perpetualId, delta, expected) => {
    expect(computeBankruptcyQuoteQuantums(balance * DOLLAR, positions, perpetualId, delta)).toBe(expected);
  });

  test.each<[string, DydxPosition[], bigint]>([
    ['a delta of 0', [btc(100_000_000n)], 0n],
    ['no position', [], -10_000_000n],
    ['a delta of the same sign', [btc(100_000_000n)], 10_000_000n],
    ['more than the position', [btc(100_000_000n)], -100_000_001n],
  ])('refuses %s', (_, positions, delta) => {
    expect(() => computeBankruptcyQuoteQuantums(-4_501n * DOLLAR, positions, 0, delta)).toThrow(PositionRuleError);
  });
});

describe('fillable price', () => {
  // Source: dydxprotocol/v4-chain, protocol/x/clob/keeper/liquidations_test.go, TestGetFillablePrice; quote per base quantum as a fraction.
  const defaults = { bankruptcyAdjustmentPpm: 1_000_000n, spreadToMaintenanceMarginRatioPpm: 100_000n };
  test.each<[string, bigint, DydxPosition[], number, bigint, Partial<typeof defaults>, bigint, bigint]>([
    ['long just below maintenance', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, {}, 49_999n, 100n],
    ['long, adjustment 2', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, { bankruptcyAdjustmentPpm: 2_000_000n }, 49_998n, 100n],
    ['long, spread 20 %', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, { spreadToMaintenanceMarginRatioPpm: 200_000n }, 49_998n, 100n],
    ['short just below maintenance', 5_499n, [btc(-10_000_000n)], 0, 10_000_000n, {}, 50_001n, 100n],
    ['short, adjustment 2', 5_499n, [btc(-10_000_000n)], 0, 10_000_000n, { bankruptcyAdjustmentPpm: 2_000_000n }, 50_002n, 100n],
    ['short, spread 20 %', 5_499n, [btc(-10_000_000n)], 0, 10_000_000n, { spreadToMaintenanceMarginRatioPpm: 200_000n }, 50_002n, 100n],
    ['long at the bankruptcy price', -5_000n, [btc(10_000_000n)], 0, -10_000_000n, {}, 495n, 1n],
    ['half of it', -5_000n, [btc(10_000_000n)], 0, -5_000_000n, {}, 495n, 1n],
    ['short at the bankruptcy price', 5_000n, [btc(-10_000_000n)], 0, 10_000_000n, {}, 505n, 1n],
    ['long below the bankruptcy price', -5_500n, [btc(10_000_000n)], 0, -10_000_000n, {}, 495n, 1n],
    ['short below the bankruptcy price', 4_500n, [btc(-10_000_000n)], 0, 10_000_000n, {}, 505n, 1n],
    ['one of two longs', -490n, [btc(400_000n), eth(100_000_000n)], 1, -100_000_000n, {}, 372n, 125n],
    ['adjustment at its maximum', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, { bankruptcyAdjustmentPpm: 4_294_967_295n }, 495n, 1n],
    ['spread of one ppm', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, { spreadToMaintenanceMarginRatioPpm: 1n }, 4_999_999_999n, 10_000_000n],
    ['spread of 100 %', -4_501n, [btc(10_000_000n)], 0, -10_000_000n, { spreadToMaintenanceMarginRatioPpm: 1_000_000n }, 49_990n, 100n],
  ])('%s', (_, balance, positions, perpetualId, delta, config, numerator, denominator) => {
    const price = computeFillablePrice(balance * DOLLAR, positions, perpetualId, delta, { ...defaults, ...config });
    expect(price.numerator * denominator).toBe(numerator * price.denominator);
  });
});

describe('insurance fund', () => {
  test('a fill above the bankruptcy price pays at most the largest fee, one below draws on the fund', () => {
    const args = [-4_501n * DOLLAR, [btc(10_000_000n)], 0, -10_000_000n] as const;
    // Bankruptcy at 4,501: 4,600 leaves 99, of which at most 0.5 % of 4,600 = 23; 4,510 leaves 9, below the fee of 22.55.
    expect(computeInsuranceFundDelta(...args, 4_600n * DOLLAR, 5_000n)).toBe(23n * DOLLAR);
    expect(computeInsuranceFundDelta(...args, 4_510n * DOLLAR, 5_000n)).toBe(9n * DOLLAR);
    expect(computeInsuranceFundDelta(...args, 4_400n * DOLLAR, 5_000n)).toBe(-101n * DOLLAR);
  });

  test('a subaccount at its maintenance margin is safe, one quantum below it is not', () => {
    expect(isSubaccountLiquidatable(computeSubaccountRisk(-4_500n * DOLLAR, [btc(10_000_000n)]))).toBe(false);
    expect(isSubaccountLiquidatable(computeSubaccountRisk(-4_500n * DOLLAR - 1n, [btc(10_000_000n)]))).toBe(true);
  });
});
