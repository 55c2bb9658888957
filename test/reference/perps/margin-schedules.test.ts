import { describe, expect, test } from '@jest/globals';
import { buildOpenInterestSchedule, buildSkewSchedule, buildSquareRootSchedule } from '../../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildBracketSchedule, buildLeverageSchedule } from '../../../src/protocol/perps/margin-schedule/build-tiers.js';
import { computeMarginUsd, computeTierRate } from '../../../src/protocol/perps/margin-schedule/margin-schedule.js';
import { HYPERLIQUID_TABLES } from '../../../src/protocol/perps/venues/hyperliquid/rules.js';
import { HYPERLIQUID } from '../../../src/protocol/perps/venues/hyperliquid/venue.js';
import { computeMarginRatio } from '../../../src/protocol/perps/venues/drift/size-premium.js';
import { computeSynthetixMargins } from '../../../src/protocol/perps/venues/synthetix-v3/required-margins.js';

// Source: Binance USDⓈ-M BTCUSDT tiers of 2021: upper bound, maintenance rate, cum.
const BINANCE_BTC_2021 = [
  [50_000, 0.004, 0],
  [250_000, 0.005, 50],
  [1_000_000, 0.01, 1_300],
  [10_000_000, 0.025, 16_300],
  [20_000_000, 0.05, 266_300],
  [50_000_000, 0.1, 1_266_300],
  [100_000_000, 0.125, 2_516_300],
  [200_000_000, 0.15, 5_016_300],
  [300_000_000, 0.25, 25_016_300],
  [500_000_000, 0.5, 100_016_300],
] as const;

const binanceBrackets = BINANCE_BTC_2021.map(([ceilingUsd, maintenanceRate], index) => ({
  floorUsd: index === 0 ? 0 : BINANCE_BTC_2021[index - 1]![0],
  ceilingUsd,
  maintenanceRate,
}));

describe('brackets with cumulative deduction', () => {
  const { maintenance, notionalMaxUsd } = buildBracketSchedule(binanceBrackets);

  test.each(BINANCE_BTC_2021.map(([ceilingUsd, rate, cumUsd], tier) => ({ ceilingUsd, rate, cumUsd, tier })))(
    'up to $ceilingUsd: rate $rate deducts $cumUsd, to 1e-6 USD',
    ({ ceilingUsd, rate, cumUsd, tier }) => {
      expect(Math.abs(maintenance.deductionsUsd[tier]! - cumUsd)).toBeLessThanOrEqual(1e-6);
      const notionalUsd = ceilingUsd * 0.99;
      expect(Math.abs(computeMarginUsd(maintenance, -1, notionalUsd, 0) - (notionalUsd * rate - cumUsd))).toBeLessThanOrEqual(1e-6 * Math.max(1, cumUsd / 1e6));
    },
  );

  test('the last bracket bounds what may be opened', () => {
    expect(notionalMaxUsd).toBe(500_000_000);
  });

  test('published deductions that fit are accepted, one that is off by a dollar is refused', () => {
    const published = binanceBrackets.map((bracket, index) => ({ ...bracket, deductionUsd: BINANCE_BTC_2021[index]![2] }));
    expect(buildBracketSchedule(published).maintenance.deductionsUsd).toEqual(maintenance.deductionsUsd);
    const wrong = published.map((bracket, index) => (index === 3 ? { ...bracket, deductionUsd: 16_301 } : bracket));
    expect(() => buildBracketSchedule(wrong)).toThrow(/tiers\[3\]\.deductionUsd: must be 16300/);
  });
});

describe('leverage tables', () => {
  // Source: Hyperliquid docs, "Margin tiers": tiers 0–20k 10x, 20–100k 5x, above 3x deduct 0 / 1,000 / 7,666.67.
  test('three tiers deduct 0, 1,000 and 7,666.67, to half a cent', () => {
    const { maintenance } = buildLeverageSchedule([
      { floorUsd: 0, leverageMax: 10 },
      { floorUsd: 20_000, leverageMax: 5 },
      { floorUsd: 100_000, leverageMax: 3 },
    ]);
    [0, 1_000, 7_666.67].forEach((deductionUsd, tier) => expect(Math.abs(maintenance.deductionsUsd[tier]! - deductionUsd)).toBeLessThanOrEqual(0.005));
    expect([...maintenance.rates]).toEqual([0.05, 0.1, 0.5 / 3]);
  });

  // Source: Hyperliquid docs, "Margin tiers": BTC 40× and 20× above 150 M, hence 1.25 % and 2.5 % maintenance.
  test('the BTC table of the main exchange asks 1.25 % and then 2.5 %', () => {
    const { maintenance } = HYPERLIQUID.buildSchedule(HYPERLIQUID_TABLES['BTC']!);
    expect([...maintenance.rates]).toEqual([0.0125, 0.025]);
    expect(computeMarginUsd(maintenance, 1, 200_000_000, 0)).toBeCloseTo(200_000_000 * 0.025 - 150_000_000 * 0.0125, 6);
  });
});

describe('open-interest scaling', () => {
  // Source: dYdX v4 liquidity tiers: base 20 %, caps 25M–50M.
  const { initial, maintenance } = buildOpenInterestSchedule({ initialRate: 0.2, maintenanceShare: 0.5, openInterestLowerUsd: 25e6, openInterestUpperUsd: 50e6 });

  test.each([
    [0, 0.2],
    [25e6, 0.2],
    [30e6, 0.36],
    [37.5e6, 0.6],
    [45e6, 0.84],
    [50e6, 1],
    [80e6, 1],
  ])('an open interest of %p gives an initial rate of %p, to 1e-12', (openInterestUsd, rate) => {
    expect(Math.abs(computeTierRate(initial, 0, 1, openInterestUsd) - rate)).toBeLessThanOrEqual(1e-12);
    expect(computeTierRate(maintenance, 0, 1, openInterestUsd)).toBe(0.1);
  });

  test('an upper cap of 0 switches the scaling off', () => {
    const off = buildOpenInterestSchedule({ initialRate: 0.2, maintenanceShare: 0.5, openInterestLowerUsd: 0, openInterestUpperUsd: 0 });
    expect(computeTierRate(off.initial, 0, 1, 1e15)).toBe(0.2);
  });
});

describe('the square-root rule', () => {
  // Source: Drift's Python SDK: max(w, 0.8 w + imf √size). imf 0.003, w 0.1: the premium begins at (0.02 / 0.003)² = 44.44 base.
  const { initial } = buildSquareRootSchedule({ initialRate: 0.1, maintenanceRate: 0.05, imfFactor: 0.003 });

  test.each([
    [1, 0.1],
    [44, 0.1],
    [100, 0.11],
    [10_000, 0.38],
  ])('%p base has weight %p, to 1e-12', (sizeBase, weight) => {
    expect(Math.abs(computeTierRate(initial, 0, sizeBase, 0) - weight)).toBeLessThanOrEqual(1e-12);
  });

  test('agrees with the program’s whole-number rule to one unit of its precision', () => {
    for (const sizeBase of [1, 44, 45, 100, 2_500, 1e6]) {
      const exact = Number(computeMarginRatio(BigInt(sizeBase) * 10n ** 9n, 3_000n, 1_000n)) / 10_000;
      const rate = computeTierRate(initial, 0, sizeBase, 0);
      if (Math.abs(exact - rate) > 1e-4) throw new Error(`size ${sizeBase}: program ${exact}, schedule ${rate}`);
    }
    // √(10 · 10^11 + 1) = 1,000,000.0000005 → 10^6; · 3,000 / 10^7 = 300; 1,000 − 200 + 300 = 1,100.
    expect(computeMarginRatio(100n * 10n ** 9n, 3_000n, 1_000n)).toBe(1_100n);
  });
});

describe('the skew-based rule', () => {
  // Source: synthetix-v3, markets/perps-market. |size| 100, scale 10,000, ratio 2, minimum 0.05, scalar 0.5, minimum margin 15, price 50:
  // IMR = 0.01 · 2 + 0.05 = 0.07, MMR = 0.035; notional 5,000 → 365 and 190.
  const parameters = { skewScaleBase: 10_000, initialMarginRatio: 2, minimumInitialMarginRatio: 0.05, maintenanceMarginScalar: 0.5, minimumPositionMarginUsd: 15 };

  test('100 base at 50 need 365 to open and 190 to keep, to 1e-9', () => {
    const { initial, maintenance } = buildSkewSchedule(parameters);
    expect(Math.abs(computeMarginUsd(initial, -100, 50, 0) - 365)).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(computeMarginUsd(maintenance, -100, 50, 0) - 190)).toBeLessThanOrEqual(1e-9);
  });

  test('the exact rule gives the same to the unit', () => {
    const one = 10n ** 18n;
    const margins = computeSynthetixMargins(-100n * one, 50n * one, {
      skewScale: 10_000n * one,
      initialMarginRatioD18: 2n * one,
      minimumInitialMarginRatioD18: one / 20n,
      maintenanceMarginScalarD18: one / 2n,
      flagRewardRatioD18: (3n * one) / 10_000n,
      minimumPositionMargin: 15n * one,
    });
    expect(margins.initialMargin).toBe(365n * one);
    expect(margins.maintenanceMargin).toBe(190n * one);
    expect(margins.flagReward).toBe((15n * one) / 10n);
  });
});
