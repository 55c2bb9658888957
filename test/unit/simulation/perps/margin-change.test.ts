import { describe, expect, test } from '@jest/globals';
import { createAccount } from '../../../../src/protocol/perps/account/position.js';
import { buildLeverageSchedule } from '../../../../src/protocol/perps/margin-schedule/build-tiers.js';
import { listStartPrices } from '../../../../src/simulation/perps/book.js';
import { buildPerpBook } from '../../../../src/simulation/perps/build-book.js';
import { applyMarginSchedule, findNewlyLiquidatableUnits, measureEfficiency } from '../../../../src/simulation/perps/margin-change.js';
import { equityUsdOf } from '../../../../src/simulation/perps/valuation.js';

const flat = (leverageMax: number) => buildLeverageSchedule([{ floorUsd: 0, leverageMax }]);
const MARKETS = [{ market: 'BTC', factors: [0], startPriceUsd: 100, schedule: flat(10) }];
const long = (sizeBase: number, entryPriceUsd = 100) => ({ market: 'BTC', side: 'long' as const, sizeBase, entryPriceUsd });
const ALL = new Set([0]);

describe('a change of margin tiers', () => {
  test('lets traders use the room that it opens: positions grow until they need the same initial margin, equity stays', () => {
    // 100 USD at 10x need 10. At 20x twice as much needs 10 again; half of the room is half as much more.
    const book = buildPerpBook([createAccount('a', 50, [long(1, 80)])], MARKETS);
    const whole = applyMarginSchedule(book, ALL, flat(20), { kind: 're-lever', shareRatio: 1 });
    expect(whole.positionSizeBase[0]).toBeCloseTo(2, 12);
    expect(applyMarginSchedule(book, ALL, flat(20), { kind: 're-lever', shareRatio: 0.5 }).positionSizeBase[0]).toBeCloseTo(1.5, 12);
    expect(equityUsdOf(whole, whole, listStartPrices(whole), 0)).toBeCloseTo(70, 12);
    // One base entered at 80, one at 100.
    expect(whole.positionEntryPriceUsd[0]).toBeCloseTo(90, 12);
  });

  test('lets nobody grow beyond its equity, nor into tiers that ask for more', () => {
    // Equity of 8 carries 160 USD at 20x.
    const poor = buildPerpBook([createAccount('a', 8, [long(1)])], MARKETS);
    expect(applyMarginSchedule(poor, ALL, flat(20), { kind: 're-lever', shareRatio: 1 }).positionSizeBase[0]).toBeCloseTo(1.6, 12);
    // 20x up to 120, 5x above: 6 + 0.2 (n − 120) = 10 at n = 140.
    const tiers = buildLeverageSchedule([{ floorUsd: 0, leverageMax: 20 }, { floorUsd: 120, leverageMax: 5 }]);
    const rich = buildPerpBook([createAccount('a', 50, [long(1)])], MARKETS);
    expect(applyMarginSchedule(rich, ALL, tiers, { kind: 're-lever', shareRatio: 1 }).positionSizeBase[0]).toBeCloseTo(1.4, 12);
  });

  test('shrinks nobody when it tightens, and says whom it makes liquidatable', () => {
    // Maintenance at 4x is 12.5 % of 100: an equity of 12 is below it, 13 above, and 4 was liquidatable before (5 %).
    const book = buildPerpBook([createAccount('a', 12, [long(1)]), createAccount('b', 13, [long(1)]), createAccount('c', 4, [long(1)])], MARKETS);
    const tight = applyMarginSchedule(book, ALL, flat(4), { kind: 're-lever', shareRatio: 1 });
    expect(tight.positionSizeBase).toEqual(book.positionSizeBase);
    expect(findNewlyLiquidatableUnits(book, tight)).toEqual([{ unit: 0, notionalUsd: 100, equityUsd: 12, marginHealthBefore: 12 / 5, marginHealthAfter: 12 / 12.5 }]);
  });

  test('is measured by the capital that positions need: notional over initial margin', () => {
    const tiers = buildLeverageSchedule([{ floorUsd: 0, leverageMax: 20 }, { floorUsd: 100, leverageMax: 5 }]);
    const book = applyMarginSchedule(buildPerpBook([createAccount('a', 50, [long(1)]), createAccount('b', 50, [long(2)])], MARKETS), ALL, tiers, { kind: 'none', shareRatio: 0 });
    // 100 at 20x: 5. 200: 5 + 0.2 · 100 = 25. 300 over 30.
    expect(measureEfficiency(book)).toEqual({ initialMarginUsd: 30, maxLeverageMultiple: 10 });
  });
});
