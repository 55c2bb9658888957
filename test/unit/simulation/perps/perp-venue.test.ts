import { describe, expect, test } from '@jest/globals';
import { createAccount, type PerpAccount } from '../../../../src/protocol/perps/account/position.js';
import { buildFlatSchedule } from '../../../../src/protocol/perps/margin-schedule/build-curves.js';
import { createPathEngine } from '../../../../src/simulation/engine/path-engine.js';
import type { PerpBalances } from '../../../../src/simulation/perps/book.js';
import { buildPerpBook } from '../../../../src/simulation/perps/build-book.js';
import { createFastPerpEngine } from '../../../../src/simulation/perps/perp-engines.js';
import type { PerpVenuePrices } from '../../../../src/simulation/perps/perp-prices.js';
import { PerpRunner } from '../../../../src/simulation/perps/perp-runner.js';
import { createDensePerpWatch } from '../../../../src/simulation/perps/perp-watch.js';
import type { PerpScenario } from '../../../../src/simulation/perps/scenario.js';
import { SharedMarket } from '../../../../src/simulation/shared-market.js';

const long = (sizeBase: number, entryPriceUsd = 100) => ({ market: 'BTC', side: 'long' as const, sizeBase, entryPriceUsd });
const short = (sizeBase: number, entryPriceUsd = 100) => ({ market: 'BTC', side: 'short' as const, sizeBase, entryPriceUsd });

/** One market at 100 USD that asks 5 % to keep a position, one hour, no impact: what a test does not say is off. */
function scenarioOf(accounts: readonly PerpAccount[], changes: Partial<PerpScenario> = {}): PerpScenario {
  return {
    factors: ['BTC/USD'],
    depth: [{ coefficient: 0, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }],
    resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
    steps: 1,
    stepSeconds: 3600,
    book: buildPerpBook(accounts, [{ market: 'BTC', factors: [0], startPriceUsd: 100, schedule: buildFlatSchedule(0.1, 0.05) }]),
    oracle: { delaySteps: 0 },
    liquidation: { mode: { kind: 'full' }, feeRate: 0 },
    liquidators: { capacityUsdPerStep: 1e9, callsPerUnitPerStep: 1, secondsBetweenCalls: 10 },
    backstop: { fundUsd: 0 },
    ...changes,
  };
}

const run = (scenario: PerpScenario, priceUsd: number) => createFastPerpEngine(scenario).runPath(Float64Array.of(0, Math.log(priceUsd / 100)));

/** The same, with the balances at the end and the prices of the last step. */
function runAndLook(scenario: PerpScenario, priceUsd: number) {
  const market = new SharedMarket(scenario);
  let seen: { balances: PerpBalances; prices: PerpVenuePrices } | undefined;
  const runner = new PerpRunner(scenario, market, (book, balances, prices) => {
    seen = { balances, prices };
    return createDensePerpWatch(book, balances, prices);
  });
  const outcome = createPathEngine(market, [runner]).runPath(Float64Array.of(0, Math.log(priceUsd / 100)));
  return { outcome, ...seen! };
}

describe('a perps venue in the simulation', () => {
  test('closes a long below its margin at the market price and leaves it what remains after the fee', () => {
    // Equity at 96: 8 − 4 = 4, below 5 % of 96 = 4.80. Fee 1 % of 96.
    const outcome = run(scenarioOf([createAccount('a', 8, [long(1)])], { liquidation: { mode: { kind: 'full' }, feeRate: 0.01 }, backstop: { fundUsd: 0, feeShareRatio: 0.75 } }), 96);
    expect(outcome.liquidatedDebtUsd).toBeCloseTo(96, 9);
    expect(outcome.penaltyUsd).toBeCloseTo(0.96, 9);
    expect(outcome.protocolFeeUsd).toBeCloseTo(0.72, 9);
    expect(outcome.liquidatorProfitUsd).toBeCloseTo(0.24, 9);
    expect(outcome).toMatchObject({ badDebtUsd: 0, liquidatedAccounts: 1 });
  });

  test('leaves a unit alone exactly at its maintenance margin', () => {
    // Equity 5 against 5 % of 100.
    expect(run(scenarioOf([createAccount('a', 5, [long(1)])]), 100).liquidatedAccounts).toBe(0);
    expect(run(scenarioOf([createAccount('a', 5, [long(1)])]), 99.99).liquidatedAccounts).toBe(1);
  });

  test('pays a deficit from the fund, then from winners by the share they are asked for, and socialises the rest', () => {
    // At 90 the long is worth 8 − 10 = −2. The short has won 20: ADL may take half of what the fund of 1.50 leaves open.
    const adl = { policy: { kind: 'queue', rule: 'hyperliquid' }, shareRatio: 0.5 } as const;
    const outcome = run(scenarioOf([createAccount('a', 8, [long(1)]), createAccount('b', 100, [short(2)])], { backstop: { fundUsd: 1.5, adl } }), 90);
    expect(outcome.badDebtUsd).toBeCloseTo(2, 9);
    expect(outcome.fundDrawUsd).toBeCloseTo(1.5, 9);
    expect(outcome.adlUsd).toBeCloseTo(0.25, 5);
    expect(outcome.socialisedUsd).toBeCloseTo(0.25, 5);
  });

  test('deleverages nobody on the side that lost, nor winners of nothing', () => {
    const adl = { policy: { kind: 'pro-rata' }, shareRatio: 1 } as const;
    // The second long entered at 50 and has won; the short entered at 80 and has lost at 90.
    const outcome = run(scenarioOf([createAccount('a', 8, [long(1)]), createAccount('b', 100, [long(1, 50)]), createAccount('c', 100, [short(1, 80)])], { backstop: { fundUsd: 0, adl } }), 90);
    expect(outcome).toMatchObject({ adlUsd: 0 });
    expect(outcome.socialisedUsd).toBeCloseTo(2, 9);
  });

  test('deleverages the first of the venue’s queue first, whole, and closes it at the bankruptcy price', () => {
    // At 90 the long of 3 is worth 24 − 30 = −6: its bankruptcy price is 92. Scores (mark/entry)(notional/value): b 0.9 · 180/32 = 5.1, c 0.9 · 180/120 = 1.4.
    // b closes its 2 at 92, c one of its 2; each gives up 2 for what it closes.
    const adl = { policy: { kind: 'queue', rule: 'hyperliquid' }, shareRatio: 1 } as const;
    const accounts = [createAccount('a', 24, [long(3)]), createAccount('b', 12, [short(2)]), createAccount('c', 100, [short(2)])];
    const { outcome, balances } = runAndLook(scenarioOf(accounts, { backstop: { fundUsd: 0, adl } }), 90);
    expect(outcome.adlUsd).toBeCloseTo(6, 9);
    expect(outcome).toMatchObject({ socialisedUsd: 0, liquidatedAccounts: 1 });
    expect([...balances.positionSizeBase]).toEqual([0, 0, expect.closeTo(-1, 9)]);
    expect([...balances.unitCollateralUsd]).toEqual([0, expect.closeTo(12 + 2 * (100 - 92), 9), expect.closeTo(100 + 100 - 92, 9)]);
  });

  test('sells what no winner takes over into the market, and shares that loss', () => {
    // Two of the three are without a counterparty: 2 · (92 − 90) by b, and 4 by the equity of b, 105 + 10 − 2.
    const adl = { policy: { kind: 'pro-rata' }, shareRatio: 1 } as const;
    const { outcome, balances } = runAndLook(scenarioOf([createAccount('a', 24, [long(3)]), createAccount('b', 105, [short(1)])], { backstop: { fundUsd: 0, adl } }), 90);
    expect(outcome.badDebtUsd).toBeCloseTo(6, 9);
    expect(outcome.adlUsd).toBeCloseTo(2, 9);
    expect(outcome.socialisedUsd).toBeCloseTo(4, 9);
    expect(balances.unitCollateralUsd[1]).toBeCloseTo(105 + 8 - 4, 9);
  });

  test('deleverages at the horizon what nobody could close before', () => {
    const depth = [{ coefficient: Infinity, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1 }];
    const adl = { policy: { kind: 'pro-rata' }, shareRatio: 1 } as const;
    // The mark lags by an hour: the long is sound on it, and under water at the price of the horizon.
    const changes = { depth, oracle: { delaySteps: 1 }, backstop: { fundUsd: 0, adl } };
    const { outcome, balances } = runAndLook(scenarioOf([createAccount('a', 8, [long(1)]), createAccount('b', 100, [short(1)])], changes), 90);
    expect(outcome).toMatchObject({ liquidatedAccounts: 0, socialisedUsd: 0 });
    expect(outcome.adlUsd).toBeCloseTo(2, 9);
    expect([...balances.positionSizeBase]).toEqual([0, 0]);
  });

  test('charges a shared loss at once: it brings down who had little to spare', () => {
    // At 90: a owes 20; b has 15 − 10 = 5 against a margin of 4.50, d 110. b’s part of the 20 is 20 · 5/115 = 0.87.
    const accounts = [createAccount('a', 80, [long(10)]), createAccount('b', 15, [long(1)]), createAccount('d', 100, [short(1)])];
    const scenario = scenarioOf(accounts, { steps: 2 });
    const stay = Float64Array.of(0, Math.log(0.9), Math.log(0.9));
    expect(createFastPerpEngine(scenario).runPath(stay)).toMatchObject({ liquidatedAccounts: 2 });
    expect(createFastPerpEngine({ ...scenario, backstop: { fundUsd: 20 } }).runPath(stay)).toMatchObject({ liquidatedAccounts: 1, socialisedUsd: 0 });
  });

  test('lets longs pay shorts by a given rate: it brings down the one and saves the other', () => {
    // 24 % a day is 1 % of the mark an hour.
    const funding = { kind: 'fixed', ratesPerDay: [0.24] } as const;
    const thinLong = scenarioOf([createAccount('a', 5.5, [long(1)])]);
    expect(run(thinLong, 100).liquidatedAccounts).toBe(0);
    expect(run({ ...thinLong, funding }, 100).liquidatedAccounts).toBe(1);
    // At 101.50: 6 − 1.50 = 4.50 below 5.075, with 1.015 from the longs above it.
    const thinShort = scenarioOf([createAccount('b', 6, [short(1)])]);
    expect(run(thinShort, 101.5).liquidatedAccounts).toBe(1);
    expect(run({ ...thinShort, funding }, 101.5).liquidatedAccounts).toBe(0);
  });

  test('follows the premium up to its cap: sales that hold the market down make shorts pay', () => {
    // The long of 100 is sold at the start and moves the market by 15 %: premium −15 %, capped at 1 % an hour, so that the second long is paid 1 % of its mark.
    const depth = [{ coefficient: 0.001, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }];
    const resilience = { recoveryHalfLifeSeconds: 1e15, permanentShareRatio: 0 };
    const funding = { kind: 'premium', intervalSeconds: 3600, interestRate: 0, dampingRate: 0, rateMax: 0.01 } as const;
    const scenario = scenarioOf([createAccount('w', 1, [long(100)]), createAccount('a', 200, [long(1)])], { depth, resilience, funding, backstop: { fundUsd: 1e6 } });
    const { prices } = runAndLook(scenario, 100);
    expect(prices.markUsd[0]).toBeCloseTo(85, 6);
    expect(prices.fundingUsdPerBase[0]).toBeCloseTo(-0.85, 6);
  });

  test('sells into depth: the fill is after impact, and what impact costs is the unit’s', () => {
    // Selling 96 USD moves the average by 0.001 · √96 = 0.98 %: 0.9406 of the equity of 4.
    const depth = [{ coefficient: 0.001, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }];
    const outcome = run(scenarioOf([createAccount('a', 8, [long(1)])], { depth }), 96);
    expect(outcome.liquidatedCollateralUsd).toBeCloseTo(96 * 0.001 * Math.sqrt(96), 9);
    expect(outcome.peakImpactRatio).toBeCloseTo(1.5 * 0.001 * Math.sqrt(96), 9);
    expect(outcome.badDebtUsd).toBe(0);
  });

  test('buys a short back, and what it pushes the price up by costs it', () => {
    const depth = [{ coefficient: 0.001, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }];
    // At 104: equity 8 − 4 = 4 below 5.20.
    const outcome = run(scenarioOf([createAccount('a', 8, [short(1)])], { depth }), 104);
    expect(outcome.liquidatedCollateralUsd).toBeCloseTo(104 * 0.001 * Math.sqrt(104), 9);
  });

  test('a sale by one venue brings down the next one through the depth that they share', () => {
    const depth = [{ coefficient: 0.001, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }];
    const quiet = scenarioOf([createAccount('a', 8, [long(1)])], { depth, steps: 2 });
    const path = Float64Array.of(0, Math.log(0.97), Math.log(0.97));
    expect(createFastPerpEngine(quiet).runPath(path).liquidatedAccounts).toBe(0);
    const { book, ...rules } = scenarioOf([createAccount('w', 0.1, [long(100)])]);
    const alongside = [{ kind: 'perps' as const, venue: { ...rules, book } }];
    const outcome = createFastPerpEngine({ ...quiet, alongside }).runPath(path);
    expect(outcome.liquidatedAccounts).toBe(1);
    expect(outcome.alongsideLiquidatedDebtUsd).toBeGreaterThan(0);
  });

  test('closes a fifth of a large position first, and all of it within the cool-down', () => {
    const mode = { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 50, cooldownSeconds: 30 } as const;
    const one = scenarioOf([createAccount('a', 8, [long(1)])], { liquidation: { mode, feeRate: 0 } });
    // Equity 4 at 96, 4 % of it: a fifth less leaves 4 / 76.80 = 5.2 %, sound again. At 95.50: 3.50 / 76.40 = 4.6 %, the rest follows in the second call.
    expect(run(one, 96).liquidatedDebtUsd).toBeCloseTo(96 / 5, 9);
    expect(run(one, 95.5).liquidatedDebtUsd).toBeCloseTo(95.5 / 5, 9);
    expect(run({ ...one, liquidators: { ...one.liquidators, callsPerUnitPerStep: 2 } }, 95.5).liquidatedDebtUsd).toBeCloseTo(95.5, 9);
  });

  test('takes a unit over below two thirds of its requirement: the backstop keeps what it has left', () => {
    const liquidation = { mode: { kind: 'full' }, feeRate: 0.01, takeOverBelowRatio: 2 / 3 } as const;
    // At 95: equity 3, requirement 4.75, two thirds of it 3.17.
    const outcome = run(scenarioOf([createAccount('a', 8, [long(1)])], { liquidation }), 95);
    expect(outcome.protocolFeeUsd).toBeCloseTo(3, 9);
    expect(outcome).toMatchObject({ badDebtUsd: 0, fundDrawUsd: 0 });
  });

  test('closes no more than liquidators have capacity for, weakest unit first, and counts what stays open under water', () => {
    const accounts = [createAccount('a', 7, [long(1)]), createAccount('b', 4, [long(1)])];
    const outcome = run(scenarioOf(accounts, { liquidators: { capacityUsdPerStep: 90, callsPerUnitPerStep: 1, secondsBetweenCalls: 10 } }), 90);
    // b starts below its margin (4 < 5): 90 of its 100 USD go at 100 in the first step, with 10 % of it left; at 90 that, worth 3 with 4 of
    // collateral, is sound. a, worth −3, is closed whole.
    expect(outcome.liquidatedDebtUsd).toBeCloseTo(180, 6);
    expect(outcome.badDebtUsd).toBeCloseTo(3, 6);
  });

  test('with nobody to trade with nothing is closed, and what is under water at the horizon is the deficit', () => {
    const depth = [{ coefficient: Infinity, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1 }];
    expect(run(scenarioOf([createAccount('a', 8, [long(1)])], { depth }), 90)).toMatchObject({ liquidatedDebtUsd: 0 });
    expect(run(scenarioOf([createAccount('a', 8, [long(1)])], { depth }), 90).badDebtUsd).toBeCloseTo(2, 9);
    expect(run(scenarioOf([createAccount('a', 8, [short(1)])], { depth }), 110).badDebtUsd).toBeCloseTo(2, 9);
  });

  test('stays a number on a path that touches zero', () => {
    const outcome = createFastPerpEngine(scenarioOf([createAccount('a', 8, [long(1)]), createAccount('b', 100, [short(2)])])).runPath(Float64Array.of(0, -Infinity));
    expect(outcome.badDebtUsd).toBeCloseTo(92, 9);
    for (const value of Object.values(outcome)) expect(Number.isFinite(value)).toBe(true);
  });

  test.each([
    ['a fund below 0', { backstop: { fundUsd: -1 } }, 'backstop.fundUsd'],
    ['a fee of everything', { liquidation: { mode: { kind: 'full' }, feeRate: 1 } }, 'liquidation.feeRate'],
    ['funding for another number of markets', { funding: { kind: 'fixed', ratesPerDay: [0, 0] } }, 'funding.ratesPerDay'],
    ['a cap below 0', { funding: { kind: 'premium', intervalSeconds: 3600, interestRate: 0, dampingRate: 0, rateMax: -1 } }, 'funding.rateMax'],
    ['half a call', { liquidators: { capacityUsdPerStep: 1, callsPerUnitPerStep: 0.5, secondsBetweenCalls: 0 } }, 'liquidators.callsPerUnitPerStep'],
  ] as const)('refuses %s, naming the field', (_, changes, field) => {
    expect(() => createFastPerpEngine(scenarioOf([createAccount('a', 8, [long(1)])], changes))).toThrow(field);
  });

  test('refuses a book whose position names no market, and one with a market that no factor moves', () => {
    const good = scenarioOf([createAccount('a', 8, [long(1)])]);
    expect(() => createFastPerpEngine({ ...good, book: { ...good.book, positionMarket: Int32Array.of(3) } })).toThrow('book.positionMarket[0]');
    const markets = [{ ...good.book.markets[0]!, factors: [2] }];
    expect(() => createFastPerpEngine({ ...good, book: { ...good.book, markets } })).toThrow('book.markets.BTC.factors');
  });
});
