import { describe, expect, test } from '@jest/globals';
import { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../../../src/protocol/perps/account/liquidation-price.js';
import { splitMarginUnits, type MarkedMarket } from '../../../src/protocol/perps/account/margin-unit.js';
import { createAccount } from '../../../src/protocol/perps/account/position.js';
import { buildFlatSchedule, buildOpenInterestSchedule } from '../../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildBracketSchedule } from '../../../src/protocol/perps/margin-schedule/build-tiers.js';
import type { MarginSchedule } from '../../../src/protocol/perps/margin-schedule/margin-schedule.js';

const mark = (schedule: MarginSchedule, priceUsd: number): MarkedMarket => ({ schedule, priceUsd, openInterestUsd: 0, fundingUsdPerBase: 0 });

// Source: a published vector of five positions at entry 1: quantity, collateral, side, bankruptcy price, liquidation price at mu 0.1.
const FIVE = [
  ['A', 1, 2, 'long', 0, 0],
  ['B', 1, 2 / 3, 'long', 1 / 3, 0.37037],
  ['C', 4, 8 / 3, 'short', 5 / 3, 1.515152],
  ['D', 1, 2 / 19, 'long', 0.894737, 0.994152],
  ['E', 1, 10 / 99, 'short', 1.10101, 1.000918],
] as const;

describe('bankruptcy and liquidation prices of a flat maintenance rate', () => {
  test.each(FIVE)('position %s: %p base, %p collateral, %s → %p and %p, to 5e-7', (name, sizeBase, collateralUsd, side, bankruptcyUsd, liquidationUsd) => {
    const markets = new Map([['X', mark(buildFlatSchedule(0.2, 0.1), 1)]]);
    const account = createAccount(name, 0, [{ market: 'X', side, sizeBase, entryPriceUsd: 1, isolatedCollateralUsd: collateralUsd }]);
    const unit = splitMarginUnits(account)[1]!;
    const exposure = measureExposure(unit, unit.positions[0]!, markets);
    expect(Math.abs(computeBankruptcyPriceUsd(exposure) - bankruptcyUsd)).toBeLessThanOrEqual(5e-7);
    expect(Math.abs(computeLiquidationPriceUsd(markets.get('X')!.schedule.maintenance, exposure) - liquidationUsd)).toBeLessThanOrEqual(5e-7);
  });
});

describe('an isolated position in a bracket table', () => {
  // Source: Binance support, liquidation price of USDⓈ-M futures: (WB + cum − side qty entry) / (qty (mmr − side)), in the bracket that the result falls into.
  const brackets = [
    { floorUsd: 0, ceilingUsd: 50_000, maintenanceRate: 0.004, cumUsd: 0 },
    { floorUsd: 50_000, ceilingUsd: 250_000, maintenanceRate: 0.005, cumUsd: 50 },
    { floorUsd: 250_000, ceilingUsd: 1_000_000, maintenanceRate: 0.01, cumUsd: 1_300 },
  ];
  const schedule = buildBracketSchedule(brackets);

  test.each([
    ['long', 1, 60_000, 3_000, 1],
    ['long', 10, 30_000, 70_000, 1],
    ['short', 4, 55_000, 20_000, 1],
    ['short', 4, 55_000, 90_000, 2],
    ['short', 0.5, 40_000, 2_000, 0],
  ] as const)('%s %p at %p with %p falls into bracket %p and matches the published formula to 1e-9', (side, sizeBase, entryPriceUsd, walletUsd, tier) => {
    const markets = new Map([['BTC', mark(schedule, entryPriceUsd)]]);
    const account = createAccount('a', 0, [{ market: 'BTC', side, sizeBase, entryPriceUsd, isolatedCollateralUsd: walletUsd }]);
    const unit = splitMarginUnits(account)[1]!;
    const sign = side === 'long' ? 1 : -1;
    const { maintenanceRate, cumUsd, floorUsd, ceilingUsd } = brackets[tier]!;
    const expectedUsd = (walletUsd + cumUsd - sign * sizeBase * entryPriceUsd) / (sizeBase * (maintenanceRate - sign));
    expect(expectedUsd * sizeBase).toBeGreaterThanOrEqual(floorUsd);
    expect(expectedUsd * sizeBase).toBeLessThanOrEqual(ceilingUsd);
    const priceUsd = computeLiquidationPriceUsd(schedule.maintenance, measureExposure(unit, unit.positions[0]!, markets));
    expect(Math.abs(priceUsd / expectedUsd - 1)).toBeLessThanOrEqual(1e-9);
  });
});

describe('a cross-margined position', () => {
  // Source: dYdX v4 docs: p' = (e − s p − MMR_other) / (|s| MMF − s).
  test.each([
    ['long', 2],
    ['short', 2],
  ] as const)('%s %p ETH beside a BTC position follows dYdX’s formula to 1e-9', (side, sizeBase) => {
    const eth = buildOpenInterestSchedule({ initialRate: 0.05, maintenanceShare: 0.6, openInterestLowerUsd: 0, openInterestUpperUsd: 0 });
    const btc = buildOpenInterestSchedule({ initialRate: 0.02, maintenanceShare: 0.6, openInterestLowerUsd: 0, openInterestUpperUsd: 0 });
    const markets = new Map([
      ['BTC', mark(btc, 50_000)],
      ['ETH', mark(eth, 3_000)],
    ]);
    const account = createAccount('a', 1_500, [
      { market: 'ETH', side, sizeBase, entryPriceUsd: 2_900 },
      { market: 'BTC', side: 'short', sizeBase: 0.1, entryPriceUsd: 51_000 },
    ]);
    const unit = splitMarginUnits(account)[0]!;
    const s = side === 'long' ? sizeBase : -sizeBase;
    const equityUsd = 1_500 + s * 100 + 0.1 * 1_000;
    const otherMaintenanceUsd = 0.1 * 50_000 * 0.012;
    const expectedUsd = (equityUsd - s * 3_000 - otherMaintenanceUsd) / (sizeBase * 0.03 - s);
    const exposure = measureExposure(unit, unit.positions.find(({ market }) => market === 'ETH')!, markets);
    expect(Math.abs(computeLiquidationPriceUsd(eth.maintenance, exposure) / expectedUsd - 1)).toBeLessThanOrEqual(1e-9);
  });
});

describe('prices that do not exist', () => {
  const exposure = { sizeBase: 1, equityAtZeroPriceUsd: -0.5, otherMaintenanceUsd: 0, openInterestUsd: 0 };
  const full = buildFlatSchedule(1, 1).maintenance;

  test('a long that must be fully paid and is not can be saved by no price, one that is by none brought down', () => {
    expect(computeLiquidationPriceUsd(full, exposure)).toBe(Infinity);
    expect(computeLiquidationPriceUsd(full, { ...exposure, equityAtZeroPriceUsd: 0.5 })).toBe(0);
  });

  test('a short that owes at any price has liquidation and bankruptcy price 0', () => {
    expect(computeLiquidationPriceUsd(full, { ...exposure, sizeBase: -1 })).toBe(0);
    expect(computeBankruptcyPriceUsd({ ...exposure, sizeBase: -1 })).toBe(0);
  });
});
