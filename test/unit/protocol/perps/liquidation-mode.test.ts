import { describe, expect, test } from '@jest/globals';
import { buildFlatSchedule } from '../../../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildLiquidationWindow, remainingCapacityBase } from '../../../../src/protocol/perps/liquidation/liquidation-window.js';
import { planCloseBase, type LiquidationMode, type LiquidationView } from '../../../../src/protocol/perps/liquidation/liquidation-mode.js';

/** 10 base at 20,000 USD with 10 % maintenance: requirement 20,000. */
const view: LiquidationView = {
  sizeBase: 10,
  priceUsd: 20_000,
  openInterestUsd: 0,
  maintenance: buildFlatSchedule(0.2, 0.1).maintenance,
  equityUsd: 15_000,
  unit: { equityUsd: 15_000, maintenanceMarginUsd: 20_000, notionalUsd: 200_000 },
  nowSeconds: 1_000,
  history: [],
};
const plan = (mode: LiquidationMode, changes: Partial<LiquidationView> = {}): number => planCloseBase(mode, { ...view, ...changes });

describe('how much is closed at once', () => {
  test('nothing while equity covers the requirement, whatever the mode', () => {
    for (const mode of [{ kind: 'full' }, { kind: 'tier-by-tier' }, { kind: 'half-first', wholeUpToUsd: 100 }] as const) expect(plan(mode, { equityUsd: 20_000 })).toBe(0);
  });

  // Source: Hyperliquid docs, "Liquidations": above 100k USDC 20 % first, then 30 s in which orders are for the whole position.
  test('Hyperliquid: a fifth above 100,000, all of it in the 30 seconds after, a fifth again later, small positions whole', () => {
    const mode = { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 100_000, cooldownSeconds: 30 } as const;
    const after = (seconds: number): Partial<LiquidationView> => ({ history: [{ atSeconds: view.nowSeconds - seconds, sizeBase: 2 }] });
    expect(plan(mode)).toBe(2);
    expect(plan(mode, after(29))).toBe(10);
    expect(plan(mode, after(30))).toBe(2);
    expect(plan(mode, { sizeBase: 5, equityUsd: 1 })).toBe(5);
  });

  // Source: perp-curie-contract, AccountBalance.sol, getLiquidatablePositionSize: half of the account's value while equity ≥ half of the
  // requirement, at most the position; everything below; positions up to 100 USD whole.
  test('Perpetual v2: half of all positions’ value while equity is at least half the requirement, everything below', () => {
    const mode = { kind: 'half-first', wholeUpToUsd: 100 } as const;
    expect(plan(mode)).toBe(5);
    expect(plan(mode, { unit: { ...view.unit, equityUsd: 10_000 } })).toBe(5);
    expect(plan(mode, { unit: { ...view.unit, equityUsd: 9_999 } })).toBe(10);
    expect(plan(mode, { unit: { ...view.unit, notionalUsd: 300_000 } })).toBe(7.5);
    expect(plan(mode, { unit: { ...view.unit, notionalUsd: 500_000 } })).toBe(10);
    expect(plan(mode, { priceUsd: 10, equityUsd: 1 })).toBe(10);
  });

  // Source: dydxprotocol/v4-chain, clob/keeper/liquidations.go, GetMaxAndMinPositionNotionalLiquidatable and
  // GetLiquidatablePositionSizeDelta, with the genesis limits: 10 % of the position, at least 1,000 and at most 100,000 USDC per block.
  test('dYdX: a tenth of the position per block, at least 1,000 and at most 100,000 dollars, once', () => {
    const mode = { kind: 'block-limited', portionRatio: 0.1, notionalMinUsd: 1_000, accountNotionalMaxUsd: 100_000 } as const;
    expect(plan(mode)).toBe(1);
    expect(plan(mode, { sizeBase: 100, equityUsd: 1 })).toBe(5);
    expect(plan(mode, { sizeBase: 0.25, equityUsd: 1 })).toBeCloseTo(0.05, 12);
    expect(plan(mode, { sizeBase: 0.04, equityUsd: 1 })).toBe(0.04);
    expect(plan(mode, { history: [{ atSeconds: 1_000, sizeBase: 1 }] })).toBe(0);
  });

  test('Drift: what frees a tenth of the shortage at once and all of it after the duration, counting what was freed', () => {
    // Each base frees 20,000 · (0.1 − 0.025) = 1,500; the shortage of 5,000 needs 3.333 base.
    const mode = { kind: 'shortage-ramp', firstShare: 0.1, durationSeconds: 60, wholeBelowUsd: 50, feeRate: 0.025 } as const;
    expect(plan(mode)).toBeCloseTo(1 / 3, 12);
    expect(plan(mode, { history: [{ atSeconds: 970, sizeBase: 0.5 }] })).toBeCloseTo((10 / 3 + 0.5) * 0.6 - 0.5, 12);
    expect(plan(mode, { history: [{ atSeconds: 900, sizeBase: 0.5 }] })).toBeCloseTo(10 / 3, 12);
    expect(plan(mode, { equityUsd: 19_960 })).toBeCloseTo(40 / 1_500, 12);
    expect(plan({ ...mode, feeRate: 0.1 })).toBe(10);
  });
});

describe('the sliding window', () => {
  // Source: PerpsMarket.sol, currentLiquidationCapacity: (maker + taker) · skewScale · multiplier · window.
  const window = buildLiquidationWindow({ makerFeeRatio: 0.0002, takerFeeRatio: 0.0008, skewScaleBase: 1_000_000, accumulationMultiplier: 1.5, windowSeconds: 30 });

  test('holds (0.0002 + 0.0008) · 10^6 · 1.5 · 30 = 45,000 base', () => {
    expect(window.capacityBase).toBeCloseTo(45_000, 9);
  });

  test('counts what was liquidated within it and forgets it exactly when it is that old', () => {
    const records = [
      { atSeconds: 100, sizeBase: 30_000 },
      { atSeconds: 110, sizeBase: 10_000 },
    ];
    expect([110, 129, 130, 139, 140].map((now) => Math.round(remainingCapacityBase(window, records, now)))).toEqual([5_000, 5_000, 35_000, 35_000, 45_000]);
    expect(remainingCapacityBase(window, [{ atSeconds: 100, sizeBase: 50_000 }], 101)).toBe(0);
  });

  test('lets through what is left of it, and everything when none is configured', () => {
    const history = [{ atSeconds: 999, sizeBase: 44_997 }];
    expect(plan({ kind: 'rate-limited', window }, { history })).toBeCloseTo(3, 6);
    expect(plan({ kind: 'rate-limited', window: { windowSeconds: 30, capacityBase: 0 } }, { history })).toBe(10);
  });
});
