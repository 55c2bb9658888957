import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAccountBook, computeExcessMargins } from '../../../src/protocol/perps/account/account-book.js';
import { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../../../src/protocol/perps/account/liquidation-price.js';
import { isLiquidatable, splitMarginUnits, valueMarginUnit, type MarginUnit, type MarkedMarkets } from '../../../src/protocol/perps/account/margin-unit.js';
import { createAccount } from '../../../src/protocol/perps/account/position.js';
import { drawBook, drawBracketSchedule, drawMarkets, entryNotionalUsd } from '../../support/draw-perps.js';
import { fuzzParameters } from '../../support/fuzz.js';

const withPrice = (markets: MarkedMarkets, name: string, priceUsd: number): MarkedMarkets => new Map([...markets].map(([key, market]) => [key, key === name ? { ...market, priceUsd } : market]));

const excessUsd = (unit: MarginUnit, markets: MarkedMarkets): number => {
  const { equityUsd, maintenanceMarginUsd } = valueMarginUnit(unit, markets);
  return equityUsd - maintenanceMarginUsd;
};

const drawUnit = drawBook.map(({ markets, collateralShare, positions }) => {
  const notionalUsd = entryNotionalUsd(positions);
  return { markets, notionalUsd, unit: splitMarginUnits(createAccount('a', collateralShare * notionalUsd, positions))[0]! };
});

describe('margin units', () => {
  test('get safer as the price moves their way: more excess margin, and liquidatable below or above one price only', () => {
    fc.assert(
      fc.property(drawUnit, fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 2, maxLength: 6 }), ({ markets, notionalUsd, unit }, factors) => {
        const position = unit.positions[0]!;
        const markUsd = markets.get(position.market)!.priceUsd;
        const sorted = [...factors].sort((a, b) => (position.sizeBase > 0 ? a - b : b - a));
        const states = sorted.map((factor) => valueMarginUnit(unit, withPrice(markets, position.market, markUsd * factor)));
        states.forEach((state, index) => {
          if (index === 0) return;
          const before = states[index - 1]!;
          expect(state.equityUsd - state.maintenanceMarginUsd).toBeGreaterThanOrEqual(before.equityUsd - before.maintenanceMarginUsd - 1e-9 * notionalUsd * 10);
          const isClose = Math.abs(state.equityUsd - state.maintenanceMarginUsd) <= 1e-9 * notionalUsd * 10;
          if (!isLiquidatable(before) && isLiquidatable(state)) expect(isClose).toBe(true);
        });
      }),
      fuzzParameters(600),
    );
  });

  test('have equity equal to maintenance margin at the liquidation price, to 1e-9 of the notional there, safe on one side of it', () => {
    let priced = 0;
    fc.assert(
      fc.property(drawUnit, ({ markets, unit }) => {
        for (const position of unit.positions) {
          const { schedule } = markets.get(position.market)!;
          const priceUsd = computeLiquidationPriceUsd(schedule.maintenance, measureExposure(unit, position, markets));
          if (priceUsd === 0 || priceUsd === Infinity) {
            // No price at which the two meet: always safe or never.
            const low = excessUsd(unit, withPrice(markets, position.market, 1e-9));
            const high = excessUsd(unit, withPrice(markets, position.market, 1e9));
            const isMet = low < -1e-3 && high > 1e-3 ? position.sizeBase > 0 : low > 1e-3 && high < -1e-3;
            expect(isMet).toBe(false);
            continue;
          }
          const at = withPrice(markets, position.market, priceUsd);
          const scaleUsd = valueMarginUnit(unit, at).notionalUsd + Math.abs(unit.collateralUsd) + entryUsd(unit);
          expect(Math.abs(excessUsd(unit, at))).toBeLessThanOrEqual(1e-9 * scaleUsd);
          const worse = position.sizeBase > 0 ? 0.99 : 1.01;
          expect(excessUsd(unit, withPrice(markets, position.market, priceUsd * worse))).toBeLessThanOrEqual(1e-9 * scaleUsd);
          expect(excessUsd(unit, withPrice(markets, position.market, priceUsd / worse))).toBeGreaterThanOrEqual(-1e-9 * scaleUsd);
          priced++;
        }
      }),
      fuzzParameters(600),
    );
    expect(priced).toBeGreaterThan(0);
  });

  test('have no equity left at the bankruptcy price', () => {
    fc.assert(
      fc.property(drawUnit, ({ markets, notionalUsd, unit }) => {
        const position = unit.positions[0]!;
        const priceUsd = computeBankruptcyPriceUsd(measureExposure(unit, position, markets));
        const { equityUsd } = valueMarginUnit(unit, withPrice(markets, position.market, priceUsd));
        const scaleUsd = notionalUsd + Math.abs(position.sizeBase) * priceUsd + valueMarginUnit(unit, markets).notionalUsd + Math.abs(unit.collateralUsd);
        if (priceUsd > 0) expect(Math.abs(equityUsd)).toBeLessThanOrEqual(1e-9 * scaleUsd);
        // Floored at 0: a long that even a price of 0 leaves with something, or a short that owes at any price.
        else expect(position.sizeBase > 0 ? equityUsd : -equityUsd).toBeGreaterThanOrEqual(-1e-9 * scaleUsd);
      }),
      fuzzParameters(400),
    );
  });

  test('are worth the same to the last bit in whatever order positions were written', () => {
    fc.assert(
      fc.property(
        drawBook.chain((book) => fc.tuple(fc.constant(book), fc.shuffledSubarray(book.positions, { minLength: book.positions.length }))),
        ([{ markets, positions }, shuffled]) => {
          const [a, b] = [positions, shuffled].map((inputs) => valueMarginUnit(splitMarginUnits(createAccount('a', 100, inputs))[0]!, markets));
          expect(a).toEqual(b);
        },
      ),
      fuzzParameters(300),
    );
  });

  test('isolated positions together with the cross rest are worth the account', () => {
    fc.assert(
      fc.property(drawBook, fc.double({ min: 0, max: 1e6, noNaN: true }), ({ markets, positions }, collateralUsd) => {
        const mixed = positions.map((position, index) => (index % 2 === 0 ? { ...position, isolatedCollateralUsd: collateralUsd } : position));
        const units = splitMarginUnits(createAccount('a', collateralUsd, mixed));
        const isolatedCount = Math.ceil(positions.length / 2);
        expect(units.length).toBe(1 + isolatedCount);
        const totalUsd = units.reduce((sum, unit) => sum + valueMarginUnit(unit, markets).equityUsd, 0);
        const pooled = createAccount('a', collateralUsd * (1 + isolatedCount), positions);
        const pooledUsd = valueMarginUnit(splitMarginUnits(pooled)[0]!, markets).equityUsd;
        expect(Math.abs(totalUsd - pooledUsd)).toBeLessThanOrEqual(1e-9 * (entryNotionalUsd(positions) * 3 + collateralUsd * 5 + 1));
      }),
      fuzzParameters(300),
    );
  });
});

const entryUsd = (unit: MarginUnit): number => unit.positions.reduce((sum, { sizeBase, entryPriceUsd }) => sum + Math.abs(sizeBase) * (entryPriceUsd + 1), 0);

describe('the account book', () => {
  const drawUnits = drawMarkets.chain((markets) => {
    const names = [...markets.keys()];
    const drawOne = fc.record({
      collateralUsd: fc.double({ min: -1e4, max: 1e6, noNaN: true }),
      held: fc.subarray(names),
      sizes: fc.array(fc.tuple(fc.boolean(), fc.double({ min: -2, max: 4, noNaN: true })), { minLength: names.length, maxLength: names.length }),
    });
    return fc.tuple(fc.constant(markets), fc.array(drawOne, { minLength: 1, maxLength: 12 }), fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 1, maxLength: 5 }));
  });

  test('values every unit as the plain function does, and the same to the last bit whatever it valued before', () => {
    fc.assert(
      fc.property(drawUnits, ([markets, drawn, factors]) => {
        const units = drawn.map(({ collateralUsd, held, sizes }, index) => {
          const inputs = held.map((market, place) => {
            const [isLong, power] = sizes[place]!;
            return { market, side: isLong ? ('long' as const) : ('short' as const), sizeBase: 10 ** power, entryPriceUsd: markets.get(market)!.priceUsd };
          });
          return splitMarginUnits(createAccount(`a${index}`, collateralUsd, inputs))[0]!;
        });
        const book = buildAccountBook(units, markets);
        const openInterestUsd = Float64Array.from(book.markets, (name) => markets.get(name)!.openInterestUsd);
        const out = new Float64Array(units.length);
        let last = new Float64Array();
        for (const factor of factors) {
          last = Float64Array.from(book.markets, (name) => markets.get(name)!.priceUsd * factor);
          computeExcessMargins(book, last, openInterestUsd, out);
        }
        const fresh = new Float64Array(units.length);
        computeExcessMargins(buildAccountBook(units, markets), last, openInterestUsd, fresh);
        expect([...out]).toEqual([...fresh]);
        const moved = new Map(book.markets.map((name, index) => [name, { ...markets.get(name)!, priceUsd: last[index]! }]));
        book.unitAt.forEach((unitIndex, place) => {
          const unit = units[unitIndex]!;
          const scaleUsd = valueMarginUnit(unit, moved).notionalUsd + Math.abs(unit.collateralUsd) + entryUsd(unit) + 1;
          expect(Math.abs(out[place]! - excessUsd(unit, moved))).toBeLessThanOrEqual(1e-9 * scaleUsd);
        });
        expect([...book.unitAt].sort((a, b) => a - b)).toEqual(units.map((_, index) => index));
      }),
      fuzzParameters(400),
    );
  });

  test('changes tier exactly where the schedule does: one to three tiered markets, sizes and prices drawn around the borders', () => {
    const around = fc.double({ min: 0.97, max: 1.03, noNaN: true });
    const drawHolding = fc.record({ schedule: drawBracketSchedule, pick: fc.nat(9), near: around, isLong: fc.boolean() });
    let tiers = 0;
    fc.assert(
      fc.property(fc.array(drawHolding, { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(around, around, around), { minLength: 1, maxLength: 4 }), (holdings, moves) => {
        const markets: MarkedMarkets = new Map(holdings.map(({ schedule }, index) => [`M${index}`, { schedule, priceUsd: 1, openInterestUsd: 0, fundingUsdPerBase: 0 }]));
        const inputs = holdings.map(({ schedule, pick, near, isLong }, index) => {
          const { floorsUsd } = schedule.maintenance;
          tiers = Math.max(tiers, floorsUsd.length);
          return { market: `M${index}`, side: isLong ? ('long' as const) : ('short' as const), sizeBase: Math.max(floorsUsd[pick % floorsUsd.length]!, 1) * near, entryPriceUsd: 1 };
        });
        const scaleUsd = entryNotionalUsd(inputs);
        const unit = splitMarginUnits(createAccount('a', scaleUsd, inputs))[0]!;
        const book = buildAccountBook([unit], markets);
        const out = new Float64Array(1);
        for (const move of moves) {
          computeExcessMargins(book, Float64Array.from(move.slice(0, holdings.length)), new Float64Array(holdings.length), out);
          const moved = new Map([...markets].map(([name, market], index) => [name, { ...market, priceUsd: move[index]! }]));
          expect(Math.abs(out[0]! - excessUsd(unit, moved))).toBeLessThanOrEqual(1e-9 * scaleUsd);
        }
      }),
      fuzzParameters(500),
    );
    expect(tiers).toBeGreaterThan(1);
  });
});
