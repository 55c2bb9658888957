import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankCandidates, type QueueRule } from '../../../src/protocol/perps/backstop/adl-queue.js';
import { deleveragePosition } from '../../../src/protocol/perps/backstop/deleverage-position.js';
import type { AdlPolicy } from '../../../src/protocol/perps/backstop/adl-policy.js';
import { buildFlatSchedule } from '../../../src/protocol/perps/margin-schedule/build-curves.js';
import { createAccount } from '../../../src/protocol/perps/account/position.js';
import { copyBalances, listStartPrices, type PerpBalances, type PerpBook } from '../../../src/simulation/perps/book.js';
import { buildPerpBook } from '../../../src/simulation/perps/build-book.js';
import { Deleverager, type LeftOver } from '../../../src/simulation/perps/deleverage.js';
import { PerpLedger } from '../../../src/simulation/perps/ledger.js';
import { equityUsdOf, maintenanceUsdOf } from '../../../src/simulation/perps/valuation.js';
import { drawAdlPolicy, drawPerpVenue } from '../../support/draw-perp-scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

interface Wave {
  readonly balances: PerpBalances;
  readonly ledger: PerpLedger;
  readonly leftOver: readonly LeftOver[];
  readonly sparedUsd: number;
  readonly takenUsd: number;
  readonly bankrupt: ReadonlySet<number>;
}

/** Sets a share of every unit aside that is under water at some prices, and ends the wave. */
function runWave(book: PerpBook, policy: AdlPolicy, priceUsd: Float64Array, fundingUsdPerBase: Float64Array, shareRatio: number): Wave {
  const balances = copyBalances(book);
  const ledger = new PerpLedger(book);
  const deleverager = new Deleverager(policy, book, balances, ledger);
  const prices = { markUsd: priceUsd, profitUsd: priceUsd.map((price, market) => price - fundingUsdPerBase[market]!) };
  const bankrupt = new Set<number>();
  let sparedUsd = 0;
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    if (!(equityUsdOf(book, balances, prices.profitUsd, unit) < 0) || maintenanceUsdOf(book, balances, prices.markUsd, unit) === 0) continue;
    bankrupt.add(unit);
    sparedUsd += deleverager.setAside(unit, shareRatio, prices, fundingUsdPerBase);
  }
  const leftOver: LeftOver[] = [];
  const takenUsd = deleverager.settle(prices, fundingUsdPerBase, () => {}, (left) => leftOver.push(left));
  return { balances, ledger, leftOver, sparedUsd, takenUsd, bankrupt };
}

const drawWave = fc.record({
  book: drawPerpVenue.map(({ book }) => book),
  policy: drawAdlPolicy,
  moves: fc.tuple(...[0, 1, 2].map(() => finite(0.5, 2))),
  funding: fc.tuple(...[0, 1, 2].map(() => fc.oneof(fc.constant(0), finite(-0.05, 0.05)))),
  shareRatio: fc.oneof(fc.constant(1), finite(0.01, 1)),
});

describe('deleveraging in the simulation', () => {
  test('closes as much on one side as on the other, but for what is left over, and loses no dollar', () => {
    const seen = { taken: 0, leftOver: 0 };
    fc.assert(
      fc.property(drawWave, ({ book, policy, moves, funding, shareRatio }) => {
        const priceUsd = listStartPrices(book).map((price, market) => price * moves[market]!);
        const fundingUsdPerBase = priceUsd.map((price, market) => price * funding[market]!);
        const profitUsd = priceUsd.map((price, market) => price - fundingUsdPerBase[market]!);
        const { balances, ledger, leftOver, sparedUsd, takenUsd } = runWave(book, policy, priceUsd, fundingUsdPerBase, shareRatio);
        const closed = book.markets.map(() => ({ long: 0, short: 0, held: 0 }));
        book.positionMarket.forEach((market, row) => {
          const before = book.positionSizeBase[row]!;
          const after = balances.positionSizeBase[row]!;
          expect(Math.abs(after) <= Math.abs(before) && after * before >= 0).toBe(true);
          closed[market]![before > 0 ? 'long' : 'short'] += Math.abs(before - after);
          closed[market]!.held += Math.abs(before);
        });
        const left = new Float64Array(book.markets.length);
        for (const { market, sizeBase } of leftOver) left[market]! += sizeBase;
        closed.forEach(({ long, short, held }, market) => {
          expect(Math.abs(long - short - left[market]!)).toBeLessThanOrEqual(1e-12 * held);
          expect(Math.abs(ledger.soldBase[market]! - left[market]!)).toBeLessThanOrEqual(1e-12 * held);
        });
        // Σ equity rises by what bankrupt units are spared less what winners give up; the difference is the loss on what is left over.
        let gainUsd = 0;
        let scaleUsd = 1;
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          const beforeUsd = equityUsdOf(book, book, profitUsd, unit);
          const afterUsd = equityUsdOf(book, balances, profitUsd, unit);
          gainUsd += afterUsd - beforeUsd;
          scaleUsd += Math.abs(beforeUsd) + Math.abs(book.unitCollateralUsd[unit]!);
        }
        const leftLossUsd = leftOver.reduce((sum, { lossUsd }) => sum + lossUsd, 0);
        expect(Math.abs(gainUsd - (sparedUsd - takenUsd))).toBeLessThanOrEqual(1e-9 * scaleUsd);
        expect(Math.abs(leftLossUsd - (sparedUsd - takenUsd))).toBeLessThanOrEqual(1e-9 * scaleUsd);
        if (takenUsd > 0) seen.taken++;
        if (leftOver.length > 0) seen.leftOver++;
      }),
      fuzzParameters(600),
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });

  test('asks winners of the other side only, for no more than their profit and their equity, and leaves over only what they cannot take', () => {
    let full = 0;
    fc.assert(
      fc.property(drawWave, ({ book, policy, moves, shareRatio }) => {
        const priceUsd = listStartPrices(book).map((price, market) => price * moves[market]!);
        const { balances, leftOver, bankrupt } = runWave(book, policy, priceUsd, new Float64Array(book.markets.length), shareRatio);
        const room = book.markets.map(() => ({ long: 0, short: 0 }));
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          if (bankrupt.has(unit)) continue;
          let profitUsd = 0;
          const equityBeforeUsd = equityUsdOf(book, book, priceUsd, unit);
          const equityUsd = equityUsdOf(book, balances, priceUsd, unit);
          for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
            const market = book.positionMarket[row]!;
            const rowProfitUsd = book.positionSizeBase[row]! * (priceUsd[market]! - book.positionEntryPriceUsd[row]!);
            if (balances.positionSizeBase[row] !== book.positionSizeBase[row]) expect(rowProfitUsd).toBeGreaterThan(0);
            if (rowProfitUsd > 0) profitUsd += rowProfitUsd;
            // A winner that is asked for a part only has room left: for the queue and pro rata nothing may be left over then.
            if (rowProfitUsd > 0 && equityUsd > 1e-3 && equityBeforeUsd - equityUsd < rowProfitUsd - 1e-3) room[market]![book.positionSizeBase[row]! > 0 ? 'long' : 'short'] += Math.abs(balances.positionSizeBase[row]!);
          }
          const givenUsd = equityBeforeUsd - equityUsd;
          const tolerance = 1e-9 * (Math.abs(equityBeforeUsd) + Math.abs(book.unitCollateralUsd[unit]!) + 1);
          expect(givenUsd).toBeLessThanOrEqual(profitUsd + tolerance);
          if (equityBeforeUsd >= 0) expect(equityUsd).toBeGreaterThanOrEqual(-tolerance);
          else expect(Math.abs(givenUsd)).toBeLessThanOrEqual(tolerance);
        }
        if (policy.kind === 'capped') return;
        for (const { market, sizeBase, lossUsd } of leftOver) {
          // What is worth less than a millionth of a dollar per position is not asked for.
          if (lossUsd < 1e-3) continue;
          const openBase = room[market]![sizeBase > 0 ? 'short' : 'long'];
          expect((openBase * lossUsd) / Math.abs(sizeBase)).toBeLessThan(1e-3 * book.unitNames.length);
          full++;
        }
      }),
      fuzzParameters(600),
    );
    expect(full).toBeGreaterThan(50);
  });

  test('closes what deleveragePosition closes against the venue’s queue, at the same quote, where every winner’s profit is enough', () => {
    const drawCase = fc.record({
      isLong: fc.boolean(),
      rule: fc.constantFrom<QueueRule>('binance', 'hyperliquid'),
      bankruptBase: finite(1, 100),
      missingShare: finite(0.001, 0.05),
      winners: fc.array(fc.record({ sizeBase: finite(0.5, 40), profitShare: finite(0.06, 0.4), leverage: finite(1, 20) }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(drawCase, ({ isLong, rule, bankruptBase, missingShare, winners }) => {
        const markUsd = 100;
        const sign = isLong ? 1 : -1;
        // The bankrupt entered a tenth away on its losing side; the winners, of the other side, on their winning one.
        const bankruptEntryUsd = markUsd * (1 + sign * 0.1);
        const missingUsd = missingShare * bankruptBase * markUsd;
        const accounts = [
          createAccount('bankrupt', 0.1 * markUsd * bankruptBase - missingUsd, [{ market: 'BTC', side: isLong ? 'long' : 'short', sizeBase: bankruptBase, entryPriceUsd: bankruptEntryUsd }]),
          ...winners.map(({ sizeBase, profitShare, leverage }, index) => {
            const entryPriceUsd = markUsd * (1 + sign * profitShare);
            const profitUsd = sizeBase * profitShare * markUsd;
            return createAccount(`w${index}`, profitUsd / leverage, [{ market: 'BTC', side: isLong ? 'short' : 'long', sizeBase, entryPriceUsd }]);
          }),
        ];
        const book = buildPerpBook(accounts, [{ market: 'BTC', factors: [0], startPriceUsd: markUsd, schedule: buildFlatSchedule(0.1, 0.05) }]);
        const priceUsd = Float64Array.of(markUsd);
        const { balances, leftOver } = runWave(book, { kind: 'queue', rule }, priceUsd, new Float64Array(1), 1);
        const raw = (value: number): bigint => BigInt(Math.round(value * 1e6));
        const ranked = rankCandidates(
          rule,
          winners.map(({ sizeBase, profitShare, leverage }, index) => {
            const profitUsd = sizeBase * profitShare * markUsd;
            return { account: `w${index}`, equityRaw: raw(profitUsd / leverage + profitUsd), seizableRaw: raw(profitUsd), unrealisedPnlRaw: raw(profitUsd), entryNotionalRaw: raw(sizeBase * markUsd * (1 + sign * profitShare)), markNotionalRaw: raw(sizeBase * markUsd) };
          }),
        );
        const queue = ranked.map(({ account }) => ({ account, sizeRaw: raw(-sign * winners[Number(account.slice(1))]!.sizeBase), quoteRaw: 0n }));
        const valueRaw = raw(sign * bankruptBase * markUsd);
        const expected = deleveragePosition({ account: 'bankrupt', sizeRaw: raw(sign * bankruptBase), quoteRaw: -valueRaw - raw(missingUsd) }, queue, valueRaw);
        const fillByAccount = new Map(expected.fills.map((fill) => [fill.account, fill]));
        winners.forEach(({ sizeBase }, index) => {
          const closedBase = sizeBase - Math.abs(balances.positionSizeBase[index + 1]!);
          const fill = fillByAccount.get(`w${index}`);
          expect(Math.abs(closedBase - Math.abs(Number(fill?.deltaSizeRaw ?? 0n)) / 1e6)).toBeLessThan(1e-4);
          const quoteUsd = balances.unitCollateralUsd[index + 1]! - book.unitCollateralUsd[index + 1]! - sign * closedBase * book.positionEntryPriceUsd[index + 1]!;
          expect(Math.abs(quoteUsd - Number(fill?.deltaQuoteRaw ?? 0n) / 1e6)).toBeLessThan(2e-2);
        });
        const leftBase = leftOver.reduce((sum, left) => sum + Math.abs(left.sizeBase), 0);
        expect(Math.abs(leftBase - Number(expected.neededSizeRaw - expected.takenSizeRaw) / 1e6)).toBeLessThan(1e-4);
      }),
      fuzzParameters(400),
    );
  });
});
