import { createTally, Liquidators, type LiquidationTally } from '../liquidation.js';
import { MarketView } from '../market-view.js';
import type { LendingScenario, PathOutcome, PathTimeline } from '../scenario.js';
import { recordStep } from '../timeline.js';
import { healthFactorOf, type Balances } from '../valuation.js';
import type { PathEngine } from './path-engine.js';
import { assertConserved, shortfallUsdOf } from './settlement.js';
import { liquidateInOrder, type LiquidatableAccount } from './step.js';
import { buildWatchGroups, spreadOf, widestSpreadOf, type WatchGroups } from './watch-groups.js';

/**
 * The engine that runs use: values only accounts whose health bound the prices have passed, and gives exactly what the reference
 * engine gives (property-tested).
 *
 * Accounts that a liquidation changed no longer follow the bound and are valued at every later step of the path.
 */
export function createFastEngine(scenario: LendingScenario): PathEngine {
  return new FastEngine(scenario);
}

class FastEngine implements PathEngine {
  private readonly market: MarketView;
  private readonly liquidators: Liquidators;
  private readonly watch: WatchGroups;
  private readonly driverLog: Float64Array;
  private readonly balances: Balances;
  private readonly settlePriceUsd: Float64Array;
  private readonly isTouched: Uint8Array;
  /** Accounts changed on this path, in the order of their first liquidation. */
  private touched: number[] = [];
  private found: LiquidatableAccount[] = [];

  constructor(private readonly scenario: LendingScenario) {
    const { book } = scenario;
    this.market = new MarketView(scenario);
    this.liquidators = new Liquidators(scenario, this.market);
    this.watch = buildWatchGroups(book);
    this.driverLog = new Float64Array(this.watch.drivers.length);
    this.balances = { collateralAmount: book.collateralAmount.slice(), debtAmount: book.debtAmount.slice() };
    this.settlePriceUsd = new Float64Array(book.assets.length);
    this.isTouched = new Uint8Array(book.accounts.length);
  }

  runPath(path: Float64Array, timeline?: PathTimeline): PathOutcome {
    const { scenario, market } = this;
    const tally = createTally(scenario.book.assets.length);
    this.touched = [];
    market.start(path);
    for (let step = 0; step <= scenario.steps; step++) {
      if (step > 0) market.advance();
      const liquidated = this.liquidateStep(tally);
      if (timeline) recordStep(timeline, step, tally.repaidUsd, liquidated, market);
    }
    const badDebtUsd = this.settle();
    assertConserved(scenario.book, this.balances, this.touched, tally);
    this.restoreBalances();
    return {
      badDebtUsd,
      liquidatedDebtUsd: tally.repaidUsd,
      penaltyUsd: tally.penaltyUsd,
      liquidatedAccounts: this.touched.length,
      peakImpactRatio: market.peakImpactRatio(),
      peakSizeRatio: market.depth.peakSizeRatio(),
    };
  }

  /** Gives the number of accounts that something was taken from. */
  private liquidateStep(tally: LiquidationTally): number {
    this.moveDrivers(this.market.oracleFactorLog);
    this.found = [];
    this.visitInReach(this.collectUnsound);
    if (this.found.length === 0) return 0;
    const { capacityUsdPerStep } = this.scenario.liquidators;
    const liquidated = liquidateInOrder(this.found, this.liquidators, this.balances, capacityUsdPerStep, tally);
    for (const account of liquidated) {
      if (this.isTouched[account] === 1) continue;
      this.isTouched[account] = 1;
      this.touched.push(account);
    }
    return liquidated.length;
  }

  private readonly collectUnsound = (account: number): void => {
    const healthFactor = healthFactorOf(this.scenario.book, this.balances, this.market.oraclePriceUsd, account);
    if (healthFactor < 1 && this.liquidators.canPay(account, this.balances)) this.found.push({ account, healthFactor });
  };

  /** Calls `visit` for every account that may be unsound at the current driver moves: those in reach, and those changed before. */
  private visitInReach(visit: (account: number) => void): void {
    const { driverLog, isTouched } = this;
    const widestSpread = widestSpreadOf(driverLog);
    for (const group of this.watch.groups) {
      // An account without collateral has log health −∞ and an unbounded spread, and sorts first.
      if (group.logHealth[0]! > widestSpread) break;
      const spread = spreadOf(group, driverLog);
      for (let index = 0; index < group.accounts.length && group.logHealth[index]! <= spread; index++) {
        const account = group.accounts[index]!;
        if (isTouched[account] === 0) visit(account);
      }
    }
    for (const account of this.touched) visit(account);
  }

  private moveDrivers(factorLog: Float64Array): void {
    const { drivers } = this.watch;
    for (let driver = 0; driver < drivers.length; driver++) {
      let log = 0;
      for (const factor of drivers[driver]!) log += factorLog[factor]!;
      this.driverLog[driver] = log;
    }
  }

  /** Bad debt at the horizon; accounts out of reach have HF ≥ 1, hence collateral above debt, hence no shortfall. */
  private settle(): number {
    const { book } = this.scenario;
    this.moveDrivers(this.market.settlePrices(this.settlePriceUsd));
    const inReach: number[] = [];
    this.visitInReach((account) => inReach.push(account));
    // The reference engine adds accounts by index; the same order gives the same rounding.
    inReach.sort((a, b) => a - b);
    let badDebtUsd = 0;
    for (const account of inReach) badDebtUsd += shortfallUsdOf(book, this.balances, this.settlePriceUsd, account);
    return badDebtUsd;
  }

  private restoreBalances(): void {
    const { book } = this.scenario;
    for (const account of this.touched) {
      this.isTouched[account] = 0;
      for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
        this.balances.collateralAmount[row] = book.collateralAmount[row]!;
      }
      for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) {
        this.balances.debtAmount[row] = book.debtAmount[row]!;
      }
    }
  }
}
