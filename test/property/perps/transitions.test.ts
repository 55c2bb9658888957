import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLiquidatable, splitMarginUnits, valueMarginUnit, type MarkedMarkets } from '../../../src/protocol/perps/account/margin-unit.js';
import { createAccount, type PerpAccount } from '../../../src/protocol/perps/account/position.js';
import { applyTrade, settleFunding } from '../../../src/protocol/perps/account/transitions.js';
import { liquidateUnit } from '../../../src/protocol/perps/liquidation/liquidate-unit.js';
import type { LiquidationMode } from '../../../src/protocol/perps/liquidation/liquidation-mode.js';
import { computeMarginUsd } from '../../../src/protocol/perps/margin-schedule/margin-schedule.js';
import { drawBook, drawBracketSchedule, drawMagnitude, entryNotionalUsd } from '../../support/draw-perps.js';
import { fuzzParameters } from '../../support/fuzz.js';

const valueUsd = (account: PerpAccount, markets: MarkedMarkets): number =>
  splitMarginUnits(account).reduce((sum, unit) => sum + valueMarginUnit(unit, markets).equityUsd, 0);

const grossUsd = (account: PerpAccount, markets: MarkedMarkets): number =>
  splitMarginUnits(account).reduce((sum, unit) => sum + valueMarginUnit(unit, markets).notionalUsd + Math.abs(unit.collateralUsd), 0);

const drawTrade = fc.record({
  isBuy: fc.boolean(),
  sizeBase: drawMagnitude(-3, 4),
  closesAll: fc.boolean(),
  feeShare: fc.double({ min: 0, max: 0.01, noNaN: true }),
  isIsolated: fc.boolean(),
});

describe('a trade', () => {
  test('costs its fee and nothing else at its own price, for both sides, whether it opens, adds, cuts, closes or turns a position', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(drawBook, drawTrade, fc.nat(3), ({ markets, collateralShare, positions }, drawn, pick) => {
        const name = [...markets.keys()][pick % markets.size]!;
        const { priceUsd, fundingUsdPerBase } = markets.get(name)!;
        const mixed = positions.map((position, index) => (drawn.isIsolated && index === 0 ? { ...position, isolatedCollateralUsd: 10 } : position));
        const account = createAccount('a', collateralShare * entryNotionalUsd(positions), mixed);
        const held = account.positions.find(({ market }) => market === name)?.sizeBase ?? 0;
        const deltaBase = drawn.closesAll && held !== 0 ? -held : (drawn.isBuy ? 1 : -1) * drawn.sizeBase;
        const feeUsd = drawn.feeShare * Math.abs(deltaBase) * priceUsd;
        const trade = { market: name, deltaBase, priceUsd, feeUsd, fundingUsdPerBase };
        kinds.add(held === 0 ? 'open' : held + deltaBase === 0 ? 'close' : Math.sign(held) !== Math.sign(held + deltaBase) ? 'turn' : Math.abs(held + deltaBase) > Math.abs(held) ? 'add' : 'cut');
        const after = applyTrade(account, trade);
        const scaleUsd = grossUsd(account, markets) + grossUsd(after, markets) + entryNotionalUsd(positions) + Math.abs(deltaBase) * (priceUsd + 2);
        expect(Math.abs(valueUsd(account, markets) - feeUsd - valueUsd(after, markets))).toBeLessThanOrEqual(1e-9 * scaleUsd);
        expect(after.positions.find(({ market }) => market === name)?.sizeBase ?? 0).toBe(held + deltaBase);

        const other = applyTrade(createAccount('b', 0, []), { ...trade, deltaBase: -deltaBase, feeUsd: 0 });
        const later: MarkedMarkets = new Map([...markets].map(([key, market]) => [key, { ...market, priceUsd: market.priceUsd * 1.1 }]));
        const gainUsd = valueUsd(after, later) + valueUsd(other, later) - valueUsd(account, later);
        expect(Math.abs(gainUsd + feeUsd)).toBeLessThanOrEqual(1e-9 * scaleUsd * 2);
      }),
      fuzzParameters(800),
    );
    expect([...kinds].sort()).toEqual(['add', 'close', 'cut', 'open', 'turn']);
  });
});

describe('settling funding', () => {
  test('moves no value in an account, and adds up to nothing where longs equal shorts', () => {
    fc.assert(
      fc.property(drawBook, fc.double({ min: -5, max: 5, noNaN: true }), ({ markets, positions }, fundingUsdPerBase) => {
        const { market, sizeBase, side } = positions[0]!;
        const moved: MarkedMarkets = new Map([...markets].map(([key, marked]) => [key, { ...marked, fundingUsdPerBase }]));
        const account = createAccount('a', 100, positions);
        const settled = settleFunding(account, market, { fundingUsdPerBase });
        const scaleUsd = grossUsd(account, moved) + entryNotionalUsd(positions) + 5 * positions.reduce((sum, position) => sum + position.sizeBase, 0);
        expect(Math.abs(valueUsd(settled, moved) - valueUsd(account, moved))).toBeLessThanOrEqual(1e-9 * scaleUsd);

        const mirror = createAccount('b', 100, [{ market, side: side === 'long' ? 'short' : 'long', sizeBase, entryPriceUsd: 1 }]);
        const mirrored = settleFunding(mirror, market, { fundingUsdPerBase });
        const paidUsd = settled.crossCollateralUsd - account.crossCollateralUsd + (mirrored.crossCollateralUsd - mirror.crossCollateralUsd);
        expect(Math.abs(paidUsd)).toBeLessThanOrEqual(1e-9 * scaleUsd);
      }),
      fuzzParameters(300),
    );
  });
});

const MODES: readonly LiquidationMode[] = [
  { kind: 'full' },
  { kind: 'tier-by-tier' },
  { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 100_000, cooldownSeconds: 30 },
  { kind: 'rate-limited', window: { windowSeconds: 30, capacityBase: 5 } },
  { kind: 'block-limited', portionRatio: 0.1, notionalMinUsd: 1_000, accountNotionalMaxUsd: 100_000 },
  { kind: 'half-first', wholeUpToUsd: 100 },
  { kind: 'shortage-ramp', firstShare: 0.1, durationSeconds: 60, wholeBelowUsd: 50, feeRate: 0.002 },
];

describe('liquidation in every mode', () => {
  test('conserves value, only ever reduces, owes only when nothing is left, and leaves no unit less safe at the mark', () => {
    const closedBy = new Map<string, number>();
    fc.assert(
      fc.property(drawBook, fc.constantFrom(...MODES), fc.double({ min: 0, max: 0.03, noNaN: true }), fc.double({ min: 0, max: 0.02, noNaN: true }), ({ markets, collateralShare, positions }, mode, slippage, feeRate) => {
        const unit = splitMarginUnits(createAccount('a', collateralShare * 0.2 * entryNotionalUsd(positions), positions))[0]!;
        const before = valueMarginUnit(unit, markets);
        const fill = (name: string, deltaBase: number): number => markets.get(name)!.priceUsd * (1 - Math.sign(-deltaBase) * slippage);
        const outcome = liquidateUnit(unit, markets, { mode, feeRate }, { nowSeconds: 1_000, historyOf: () => [] }, fill);
        const after = valueMarginUnit(outcome.unit, markets);
        const scaleUsd = before.notionalUsd * 2 + entryNotionalUsd(positions) + Math.abs(unit.collateralUsd);
        const slippageUsd = outcome.closes.reduce((sum, { market, deltaBase, priceUsd }) => sum + deltaBase * (priceUsd - markets.get(market)!.priceUsd), 0);
        const feesUsd = outcome.closes.reduce((sum, { feeUsd }) => sum + feeUsd, 0);
        expect(Math.abs(before.equityUsd - (after.equityUsd + slippageUsd + feesUsd - outcome.deficitUsd))).toBeLessThanOrEqual(1e-9 * scaleUsd);

        if (!isLiquidatable(before)) expect(outcome.closes).toEqual([]);
        for (const { sizeBase, market } of outcome.unit.positions) {
          const held = unit.positions.find((position) => position.market === market)!.sizeBase;
          expect(Math.sign(sizeBase)).toBe(Math.sign(held));
          expect(Math.abs(sizeBase)).toBeLessThanOrEqual(Math.abs(held));
        }
        if (outcome.deficitUsd > 0) expect(outcome.unit.positions).toEqual([]);
        expect(outcome.deficitUsd).toBeGreaterThanOrEqual(0);
        for (const { feeUsd } of outcome.closes) expect(feeUsd).toBeGreaterThanOrEqual(0);
        if (slippage === 0 && feeRate === 0) expect(after.equityUsd - after.maintenanceMarginUsd).toBeGreaterThanOrEqual(before.equityUsd - before.maintenanceMarginUsd - 1e-9 * scaleUsd);
        if (outcome.closes.length > 0) closedBy.set(mode.kind, (closedBy.get(mode.kind) ?? 0) + 1);
      }),
      fuzzParameters(1_500),
    );
    // A mode that never closed anything would have been tested on nothing.
    for (const { kind } of MODES) expect(closedBy.get(kind) ?? 0).toBeGreaterThan(0);
  });

  test('tier by tier stops at the highest tier that the equity carries, and closes all when none does', () => {
    let partial = 0;
    fc.assert(
      fc.property(drawBracketSchedule, fc.nat(9), fc.double({ min: 1, max: 3, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.boolean(), (schedule, pick, factor, equityShare, isLong) => {
        const { maintenance } = schedule;
        const tier = pick % maintenance.floorsUsd.length;
        const sizeBase = Math.max(maintenance.floorsUsd[tier]!, 1_000) * factor;
        const equityUsd = equityShare * computeMarginUsd(maintenance, sizeBase, 1, 0);
        const markets: MarkedMarkets = new Map([['M', { schedule, priceUsd: 1, openInterestUsd: 0, fundingUsdPerBase: 0 }]]);
        const account = createAccount('a', equityUsd, [{ market: 'M', side: isLong ? 'long' : 'short', sizeBase, entryPriceUsd: 1 }]);
        const moment = { nowSeconds: 0, historyOf: () => [] };
        const { unit } = liquidateUnit(splitMarginUnits(account)[0]!, markets, { mode: { kind: 'tier-by-tier' }, feeRate: 0 }, moment, () => 1);
        const left = Math.abs(unit.positions[0]?.sizeBase ?? 0);
        const marginAt = (size: number): number => computeMarginUsd(maintenance, size, 1, 0);
        expect(marginAt(left)).toBeLessThanOrEqual(equityUsd + 1e-9 * sizeBase);
        for (const floorUsd of maintenance.floorsUsd) if (floorUsd > left * (1 + 1e-9) && floorUsd <= sizeBase) expect(marginAt(floorUsd)).toBeGreaterThan(equityUsd);
        if (left > 0) {
          partial++;
          expect([...maintenance.floorsUsd].some((floorUsd) => Math.abs(floorUsd - left) <= 1e-9 * sizeBase)).toBe(true);
        }
      }),
      fuzzParameters(500),
    );
    expect(partial).toBeGreaterThan(0);
  });
});
