import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { valueMarginUnit, type MarginUnit, type MarkedMarkets } from '../../../src/protocol/perps/account/margin-unit.js';
import { settleWave } from '../../../src/protocol/perps/backstop/settle-wave.js';
import { liquidateUnit } from '../../../src/protocol/perps/liquidation/liquidate-unit.js';
import { copyBalances, listStartPrices, type PerpBook } from '../../../src/simulation/perps/book.js';
import { PerpBackstop } from '../../../src/simulation/perps/perp-backstop.js';
import { createFastPerpEngine } from '../../../src/simulation/perps/perp-engines.js';
import type { PerpScenario, PerpVenueScenario } from '../../../src/simulation/perps/scenario.js';
import { equityUsdOf, maintenanceUsdOf, notionalUsdOf } from '../../../src/simulation/perps/valuation.js';
import { drawPerpVenue } from '../../support/draw-perp-scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

const RAW_PER_USD = 1e6;

/** A unit of the flat book as the protocol library writes it. */
function unitOf(book: PerpBook, unit: number): MarginUnit {
  const rows = Array.from({ length: book.unitStart[unit + 1]! - book.unitStart[unit]! }, (_, at) => book.unitStart[unit]! + at);
  return {
    account: book.unitNames[unit]!,
    mode: 'cross',
    collateralUsd: book.unitCollateralUsd[unit]!,
    positions: rows.map((row) => ({
      market: book.markets[book.positionMarket[row]!]!.market,
      sizeBase: book.positionSizeBase[row]!,
      entryPriceUsd: book.positionEntryPriceUsd[row]!,
      isolatedCollateralUsd: null,
      settledFundingUsdPerBase: 0,
    })),
  };
}

function marketsOf(book: PerpBook, priceUsd: Float64Array, fundingUsdPerBase?: Float64Array): MarkedMarkets {
  return new Map(book.markets.map(({ market, schedule }, index) => [market, { schedule, priceUsd: priceUsd[index]!, openInterestUsd: 0, fundingUsdPerBase: fundingUsdPerBase?.[index] ?? 0 }]));
}

/** One unit alone in a market that nothing moves, for the moment of its start. */
function aloneAtStart(venue: PerpVenueScenario, unit: number): PerpScenario {
  const { book } = venue;
  const from = book.unitStart[unit]!;
  const to = book.unitStart[unit + 1]!;
  return {
    ...venue,
    book: {
      ...book,
      unitNames: [book.unitNames[unit]!],
      unitAccount: Int32Array.of(0),
      unitStart: Int32Array.of(0, to - from),
      unitCollateralUsd: book.unitCollateralUsd.slice(unit, unit + 1),
      positionMarket: book.positionMarket.slice(from, to),
      positionSizeBase: book.positionSizeBase.slice(from, to),
      positionEntryPriceUsd: book.positionEntryPriceUsd.slice(from, to),
    },
    oracle: { delaySteps: 0 },
    funding: undefined,
    // Deleveraging closes a bankrupt position whole, whatever the mode: what the mode does is seen without it.
    backstop: { ...venue.backstop, adl: undefined },
    liquidation: { mode: venue.liquidation.mode, feeRate: venue.liquidation.feeRate },
    liquidators: { capacityUsdPerStep: 1e12, callsPerUnitPerStep: 1, secondsBetweenCalls: 0 },
    factors: ['ETH/USD', 'BTC/USD', 'stETH/ETH'],
    depth: Array.from({ length: 3 }, () => ({ coefficient: 0, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1 })),
    resilience: { recoveryHalfLifeSeconds: 1, permanentShareRatio: 0 },
    steps: 0,
    stepSeconds: 3600,
  };
}

describe('the flat perps book against the protocol library', () => {
  test('values every unit to the same bits as valueMarginUnit', () => {
    fc.assert(
      fc.property(drawPerpVenue, fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.2, max: 4, noNaN: true }))), ({ book }, moves) => {
        const priceUsd = listStartPrices(book).map((price, market) => price * moves[market]!);
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          const expected = valueMarginUnit(unitOf(book, unit), marketsOf(book, priceUsd));
          expect(equityUsdOf(book, book, priceUsd, unit)).toBe(expected.equityUsd);
          expect(maintenanceUsdOf(book, book, priceUsd, unit)).toBe(expected.maintenanceMarginUsd);
        }
      }),
      fuzzParameters(200),
    );
  });

  test('takes funding off a unit’s equity as valueMarginUnit does', () => {
    fc.assert(
      fc.property(drawPerpVenue, fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -0.2, max: 0.2, noNaN: true }))), ({ book }, paidShares) => {
        const priceUsd = listStartPrices(book);
        const fundingUsdPerBase = priceUsd.map((price, market) => price * paidShares[market]!);
        const profitUsd = priceUsd.map((price, market) => price - fundingUsdPerBase[market]!);
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          const { equityUsd } = valueMarginUnit(unitOf(book, unit), marketsOf(book, priceUsd, fundingUsdPerBase));
          const scaleUsd = Math.abs(book.unitCollateralUsd[unit]!) + notionalUsdOf(book, book, priceUsd, unit);
          expect(Math.abs(equityUsdOf(book, book, profitUsd, unit) - equityUsd)).toBeLessThanOrEqual(1e-14 * scaleUsd);
        }
      }),
      fuzzParameters(200),
    );
  });

  test('closes what liquidateUnit closes, for the same fees and the same deficit, in every mode', () => {
    let closed = 0;
    fc.assert(
      fc.property(drawPerpVenue, (venue) => {
        const { book, liquidation } = venue;
        const startUsd = listStartPrices(book);
        const markets = marketsOf(book, startUsd);
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          const { equityUsd, maintenanceMarginUsd } = valueMarginUnit(unitOf(book, unit), markets);
          if (equityUsd >= maintenanceMarginUsd) continue;
          const moment = { nowSeconds: 0, historyOf: () => [] };
          const expected = liquidateUnit(unitOf(book, unit), markets, liquidation, moment, (market) => markets.get(market)!.priceUsd);
          const outcome = createFastPerpEngine(aloneAtStart(venue, unit)).runPath(new Float64Array(3));
          const closedUsd = expected.closes.reduce((sum, { deltaBase, priceUsd }) => sum + Math.abs(deltaBase) * priceUsd, 0);
          const near = (value: number): number => 1e-9 * (Math.abs(value) + closedUsd + 1);
          const openDeficitUsd = Math.max(0, -valueMarginUnit(expected.unit, markets).equityUsd);
          expect(Math.abs(outcome.liquidatedDebtUsd - closedUsd)).toBeLessThanOrEqual(near(closedUsd));
          expect(Math.abs(outcome.penaltyUsd - expected.closes.reduce((sum, { feeUsd }) => sum + feeUsd, 0))).toBeLessThanOrEqual(near(0));
          expect(Math.abs(outcome.badDebtUsd - expected.deficitUsd - openDeficitUsd)).toBeLessThanOrEqual(near(equityUsd));
          if (closedUsd > 0) closed++;
        }
      }),
      fuzzParameters(200),
    );
    expect(closed).toBeGreaterThan(100);
  });

  test('pays a wave from the fund and from everybody’s equity as settleWave does, to a millionth of a dollar each', () => {
    const seen = { socialised: 0, uncovered: 0 };
    fc.assert(
      fc.property(
        drawPerpVenue,
        fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.5, max: 2, noNaN: true }))),
        fc.double({ min: 0, max: 7.5, noNaN: true }).map((power) => 10 ** power),
        ({ book, backstop: rules }, moves, deficitUsd) => {
          const priceUsd = listStartPrices(book).map((price, market) => price * moves[market]!);
          const balances = copyBalances(book);
          const raw = (value: number): bigint => BigInt(Math.floor(value * RAW_PER_USD));
          const candidates = book.unitNames.map((account, unit) => {
            const equityRaw = raw(equityUsdOf(book, book, priceUsd, unit));
            return { account, equityRaw, seizableRaw: 0n, unrealisedPnlRaw: 0n, entryNotionalRaw: 1n, markNotionalRaw: 1n };
          });
          const wave = { deficits: [{ account: 'bankrupt', deficitRaw: raw(deficitUsd) }], candidates };
          const expected = settleWave(raw(rules.fundUsd), wave, { adl: { kind: 'pro-rata' }, adlSharePpm: 0n, socialise: true });
          const backstop = new PerpBackstop({ fundUsd: rules.fundUsd });
          backstop.reset();
          const openUsd = backstop.draw(deficitUsd);
          const charged = new Set<number>();
          const chargedUsd = openUsd > 0 ? backstop.socialise(openUsd, book, balances, priceUsd, (unit) => charged.add(unit)) : 0;
          // A millionth for each unit: the library rounds every equity down.
          const tolerance = (book.unitNames.length + 1) / RAW_PER_USD + 1e-12 * chargedUsd;
          expect(Math.abs(backstop.drawUsd - Number(expected.fund.takenRaw) / RAW_PER_USD)).toBeLessThan(tolerance);
          expect(Math.abs(chargedUsd - Number(expected.socialised.takenRaw) / RAW_PER_USD)).toBeLessThan(tolerance);
          expect(Math.abs(backstop.socialisedUsd - chargedUsd - Number(expected.uncoveredRaw) / RAW_PER_USD)).toBeLessThan(2 * tolerance);
          const lossByAccount = new Map(expected.losses.map(({ account, lossRaw }) => [account, Number(lossRaw) / RAW_PER_USD]));
          for (let unit = 0; unit < book.unitNames.length; unit++) {
            const loweredUsd = book.unitCollateralUsd[unit]! - balances.unitCollateralUsd[unit]!;
            if (!charged.has(unit)) expect(loweredUsd).toBe(0);
            expect(Math.abs(loweredUsd - (lossByAccount.get(book.unitNames[unit]!) ?? 0))).toBeLessThan(tolerance + 1e-12 * Math.abs(book.unitCollateralUsd[unit]!));
          }
          if (chargedUsd > 0) seen.socialised++;
          if (expected.uncoveredRaw > 0n) seen.uncovered++;
        },
      ),
      fuzzParameters(600),
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });
});
