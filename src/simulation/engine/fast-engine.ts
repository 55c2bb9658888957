import { createTally, Liquidators } from '../liquidation.js';
import { MarketView } from '../market-view.js';
import type { LendingScenario, PathOutcome, PathTimeline } from '../scenario.js';
import { healthFactorOf, type Balances } from '../valuation.js';
import type { PathEngine } from './path-engine.js';
import { assertConserved, shortfallUsdOf } from './settlement.js';
import { liquidateInOrder, type LiquidatableAccount } from './step.js';
import { buildWatchGroups, spreadOf, widestSpreadOf } from './watch-groups.js';

/**
 * The engine that runs use: values only accounts whose health bound the prices have passed, and gives exactly what the reference
 * engine gives (property-tested).
 *
 * Accounts that a liquidation changed no longer follow the bound and are valued at every later step of the path.
 */
export function createFastEngine(scenario: LendingScenario): PathEngine {
  const { book } = scenario;
  const market = new MarketView(scenario);
  const liquidators = new Liquidators(scenario, market);
  const { drivers, groups } = buildWatchGroups(book);
  const driverLog = new Float64Array(drivers.length);
  const balances: Balances = { collateralAmount: book.collateralAmount.slice(), debtAmount: book.debtAmount.slice() };
  const settlePriceUsd = new Float64Array(book.assets.length);
  const isTouched = new Uint8Array(book.accounts.length);

  function moveDrivers(factorLog: Float64Array): void {
    for (let driver = 0; driver < drivers.length; driver++) {
      let log = 0;
      for (const factor of drivers[driver]!) log += factorLog[factor]!;
      driverLog[driver] = log;
    }
  }

  /** Calls `visit` for every account that may be unsound at the current driver moves: those in reach, and those changed before. */
  function visitInReach(touched: readonly number[], visit: (account: number) => void): void {
    const widestSpread = widestSpreadOf(driverLog);
    for (const group of groups) {
      // An account without collateral has log health −∞ and an unbounded spread, and sorts first.
      if (group.logHealth[0]! > widestSpread) break;
      const spread = spreadOf(group, driverLog);
      for (let index = 0; index < group.accounts.length && group.logHealth[index]! <= spread; index++) {
        const account = group.accounts[index]!;
        if (isTouched[account] === 0) visit(account);
      }
    }
    for (const account of touched) visit(account);
  }

  function restore(touched: readonly number[]): void {
    for (const account of touched) {
      isTouched[account] = 0;
      for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
        balances.collateralAmount[row] = book.collateralAmount[row]!;
      }
      for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) balances.debtAmount[row] = book.debtAmount[row]!;
    }
  }

  return {
    runPath(path: Float64Array, timeline?: PathTimeline): PathOutcome {
      const tally = createTally(book.assets.length);
      const touched: number[] = [];
      let found: LiquidatableAccount[] = [];
      const collectUnsound = (account: number): void => {
        const healthFactor = healthFactorOf(book, balances, market.oraclePriceUsd, account);
        if (healthFactor < 1 && liquidators.canPay(account, balances)) found.push({ account, healthFactor });
      };
      market.start(path);
      for (let step = 0; step <= scenario.steps; step++) {
        if (step > 0) market.advance();
        moveDrivers(market.oracleFactorLog);
        found = [];
        visitInReach(touched, collectUnsound);
        if (found.length > 0) {
          for (const account of liquidateInOrder(found, liquidators, balances, scenario.liquidators.capacityUsdPerStep, tally)) {
            if (isTouched[account] === 0) {
              isTouched[account] = 1;
              touched.push(account);
            }
          }
        }
        if (timeline) timeline.liquidatedDebtByStepUsd[step] = tally.repaidUsd;
      }
      const badDebtUsd = settle(touched);
      assertConserved(book, balances, touched, tally);
      restore(touched);
      return {
        badDebtUsd,
        liquidatedDebtUsd: tally.repaidUsd,
        penaltyUsd: tally.penaltyUsd,
        liquidatedAccounts: touched.length,
        peakImpactRatio: market.peakImpactRatio(),
        peakSizeRatio: market.depth.peakSizeRatio(),
      };
    },
  };

  /** Bad debt at the horizon; accounts out of reach have HF ≥ 1, hence collateral above debt, hence no shortfall. */
  function settle(touched: readonly number[]): number {
    moveDrivers(market.settlePrices(settlePriceUsd));
    const inReach: number[] = [];
    visitInReach(touched, (account) => inReach.push(account));
    // The reference engine adds accounts by index; the same order gives the same rounding.
    inReach.sort((a, b) => a - b);
    let badDebtUsd = 0;
    for (const account of inReach) badDebtUsd += shortfallUsdOf(book, balances, settlePriceUsd, account);
    return badDebtUsd;
  }
}
