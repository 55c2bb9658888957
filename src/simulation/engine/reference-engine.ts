import { createTally, Liquidators } from '../liquidation.js';
import { MarketView } from '../market-view.js';
import type { LendingScenario, PathOutcome, PathTimeline } from '../scenario.js';
import { recordStep } from '../timeline.js';
import { healthFactorOf, type Balances } from '../valuation.js';
import type { PathEngine } from './path-engine.js';
import { assertConserved, shortfallUsdOf } from './settlement.js';
import { liquidateInOrder, type LiquidatableAccount } from './step.js';

/**
 * The obvious engine: values every account at every step. Slow on purpose; it is what the fast engine is compared with.
 */
export function createReferenceEngine(scenario: LendingScenario): PathEngine {
  const { book } = scenario;
  const market = new MarketView(scenario);
  const liquidators = new Liquidators(scenario, market);

  return {
    runPath(path: Float64Array, timeline?: PathTimeline): PathOutcome {
      const balances: Balances = { collateralAmount: book.collateralAmount.slice(), debtAmount: book.debtAmount.slice() };
      const tally = createTally(book.assets.length);
      const touched = new Set<number>();
      market.start(path);
      for (let step = 0; step <= scenario.steps; step++) {
        if (step > 0) market.advance();
        const found: LiquidatableAccount[] = [];
        for (let account = 0; account < book.accounts.length; account++) {
          const healthFactor = healthFactorOf(book, balances, market.oraclePriceUsd, account);
          if (healthFactor < 1) found.push({ account, healthFactor });
        }
        const capacityUsd = scenario.liquidators.capacityUsdPerStep;
        const liquidated = liquidateInOrder(found, liquidators, balances, capacityUsd, tally);
        for (const account of liquidated) touched.add(account);
        if (timeline) recordStep(timeline, step, tally.repaidUsd, liquidated.length, market);
      }
      const settlePriceUsd = new Float64Array(book.assets.length);
      market.settlePrices(settlePriceUsd);
      let badDebtUsd = 0;
      for (let account = 0; account < book.accounts.length; account++) {
        badDebtUsd += shortfallUsdOf(book, balances, settlePriceUsd, account);
      }
      assertConserved(book, balances, book.accounts.keys(), tally);
      return {
        badDebtUsd,
        liquidatedDebtUsd: tally.repaidUsd,
        penaltyUsd: tally.penaltyUsd,
        liquidatedAccounts: touched.size,
        peakImpactRatio: market.peakImpactRatio(),
        peakSizeRatio: market.depth.peakSizeRatio(),
      };
    },
  };
}
