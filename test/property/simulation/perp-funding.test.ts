import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAccount } from '../../../src/protocol/perps/account/position.js';
import { buildFlatSchedule } from '../../../src/protocol/perps/margin-schedule/build-curves.js';
import { createPathEngine } from '../../../src/simulation/engine/path-engine.js';
import type { PerpBalances } from '../../../src/simulation/perps/book.js';
import { buildPerpBook } from '../../../src/simulation/perps/build-book.js';
import type { PerpVenuePrices } from '../../../src/simulation/perps/perp-prices.js';
import { PerpRunner } from '../../../src/simulation/perps/perp-runner.js';
import { createDensePerpWatch } from '../../../src/simulation/perps/perp-watch.js';
import type { PerpScenario } from '../../../src/simulation/perps/scenario.js';
import { equityUsdOf } from '../../../src/simulation/perps/valuation.js';
import { SharedMarket } from '../../../src/simulation/shared-market.js';
import { fuzzParameters } from '../../support/fuzz.js';

const START_USD = [100, 2000];
const HOURS_PER_DAY = 24;

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Accounts with margin for everything, each long of some of one market and short of some of the other, or the other way round. */
const drawCase = fc.record({
  sizesBase: fc.array(fc.tuple(finite(0.01, 50), finite(0.01, 5), fc.boolean()), { minLength: 1, maxLength: 6 }),
  ratesPerDay: fc.tuple(finite(-0.5, 0.5), finite(-0.5, 0.5)),
  moves: fc.array(fc.tuple(finite(-0.2, 0.2), finite(-0.2, 0.2)), { minLength: 1, maxLength: 24 }),
});

describe('funding in the simulation', () => {
  test('charges every position rate · mark · hours on its size, and what longs pay is what shorts get', () => {
    fc.assert(
      fc.property(drawCase, ({ sizesBase, ratesPerDay, moves }) => {
        const accounts = sizesBase.flatMap(([first, second, isLong], index) =>
          // Each account has a mirror, so that both markets are balanced.
          [isLong, !isLong].map((isFirstLong, side) =>
            createAccount(`a${index}-${side}`, 1e6, [
              { market: 'A', side: isFirstLong ? 'long' : 'short', sizeBase: first, entryPriceUsd: START_USD[0]! },
              { market: 'B', side: isFirstLong ? 'short' : 'long', sizeBase: second, entryPriceUsd: START_USD[1]! },
            ]),
          ),
        );
        const schedule = buildFlatSchedule(0.02, 0.01);
        const depth = { coefficient: 0, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 };
        const scenario: PerpScenario = {
          factors: ['A/USD', 'B/USD'],
          depth: [depth, depth],
          resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
          steps: moves.length,
          stepSeconds: 3600,
          book: buildPerpBook(accounts, ['A', 'B'].map((market, index) => ({ market, factors: [index], startPriceUsd: START_USD[index]!, schedule }))),
          oracle: { delaySteps: 0 },
          funding: { kind: 'fixed', ratesPerDay },
          liquidation: { mode: { kind: 'full' }, feeRate: 0 },
          liquidators: { capacityUsdPerStep: 1e9, callsPerUnitPerStep: 1, secondsBetweenCalls: 10 },
          backstop: { fundUsd: 0 },
        };
        const path = Float64Array.from([0, 0, ...moves.flat()]);
        const seen: { balances?: PerpBalances; prices?: PerpVenuePrices } = {};
        const market = new SharedMarket(scenario);
        const runner = new PerpRunner(scenario, market, (book, balances, prices) => {
          Object.assign(seen, { balances, prices });
          return createDensePerpWatch(book, balances, prices);
        });
        expect(createPathEngine(market, [runner]).runPath(path).liquidatedAccounts).toBe(0);
        const paidPerBase = START_USD.map((startUsd, index) => moves.reduce((sum, move) => sum + ratesPerDay[index]! * startUsd * Math.exp(move[index]!) / HOURS_PER_DAY, 0));
        let equitySumUsd = 0;
        const { book } = scenario;
        for (let unit = 0; unit < book.unitNames.length; unit++) {
          const equityUsd = equityUsdOf(book, seen.balances!, seen.prices!.profitUsd, unit);
          const withoutUsd = equityUsdOf(book, book, seen.prices!.markUsd, unit);
          const paidUsd = book.positionSizeBase[2 * unit]! * paidPerBase[0]! + book.positionSizeBase[2 * unit + 1]! * paidPerBase[1]!;
          expect(Math.abs(withoutUsd - equityUsd - paidUsd)).toBeLessThan(1e-8);
          equitySumUsd += equityUsd;
        }
        expect(Math.abs(equitySumUsd - 1e6 * book.unitNames.length)).toBeLessThan(1e-7);
      }),
      fuzzParameters(300),
    );
  });
});
