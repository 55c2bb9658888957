import { Backstop } from '../lending/backstop.js';
import { OwnerDraws, type ActiveBehaviour } from '../lending/borrowers.js';
import { VenueLedger } from '../lending/ledger.js';
import { Liquidators, type OnCall } from '../lending/liquidators.js';
import { LiquidatorShift } from '../lending/liquidator-shift.js';
import { rescueAccount } from '../lending/rescue-account.js';
import type { PathTimeline, VenueOutcome } from '../outcome.js';
import type { LendingVenueScenario } from '../scenario.js';
import type { SharedMarket } from '../shared-market.js';
import { healthFactorOf, type Balances } from '../valuation.js';
import { VenuePrices } from '../venue-prices.js';
import { AccountQueue } from './account-queue.js';
import type { AccountWatch, WatchLevels } from './account-watch.js';
import { recordLendingStep } from './record-step.js';
import { assertConserved, shortfallUsdOf } from './settlement.js';
import type { VenueRunner } from './venue-runner.js';

export type CreateWatch = (venue: LendingVenueScenario, balances: Balances, oraclePriceUsd: Float64Array, levels: WatchLevels) => AccountWatch;

/**
 * Runs one lending venue through a path, step by step: owners, then liquidators, then the backstop.
 *
 * Both engines run this; they differ in the watch that finds the accounts. What a step does depends on the accounts found and never on the
 * order in which they were found.
 */
export class LendingRunner implements VenueRunner {
  private readonly prices: VenuePrices;
  private readonly balances: Balances;
  private readonly ledger: VenueLedger;
  private readonly backstop: Backstop;
  private readonly liquidators: Liquidators;
  private readonly shift: LiquidatorShift;
  private readonly owners: { readonly behaviour: ActiveBehaviour; readonly draws: OwnerDraws } | null;
  private readonly watch: AccountWatch;
  private readonly queue: AccountQueue;
  private readonly settlePriceUsd: Float64Array;
  /** 1 for accounts whose balances changed on this path, 3 for those that something was taken from. */
  private readonly mark: Uint8Array;
  private readonly changed: number[] = [];
  /** Accounts that a bidder took from in the step. */
  private readonly taken = new Set<number>();
  private liquidatedAccounts = 0;
  private liquidatedInStep = 0;

  /** @param place the venue's among those of the scenario: no two venues share a draw */
  constructor(
    private readonly venue: LendingVenueScenario,
    private readonly market: SharedMarket,
    createWatch: CreateWatch,
    place: number,
    onCall?: OnCall,
  ) {
    const { book, borrowers, liquidators } = venue;
    const { seed = 0 } = market.scenario;
    this.prices = new VenuePrices(market, book.assets, venue.oracle);
    this.balances = { collateralAmount: book.collateralAmount.slice(), debtAmount: book.debtAmount.slice() };
    this.ledger = new VenueLedger(book.assets.length);
    this.backstop = new Backstop(venue.backstop);
    this.liquidators = new Liquidators(venue, market, this.prices, this.balances, this.ledger, this.backstop, onCall);
    this.shift = new LiquidatorShift(liquidators, seed, place, book.accounts.length);
    this.owners = borrowers && borrowers.kind !== 'passive' ? { behaviour: borrowers, draws: new OwnerDraws(borrowers, seed, place) } : null;
    this.queue = new AccountQueue(book.accounts.length);
    this.watch = createWatch(venue, this.balances, this.prices.oraclePriceUsd, {
      belowHealth: Math.max(1, this.owners?.behaviour.belowHealth ?? 1),
      smallestDebtUsd: this.owners ? 0 : this.liquidators.smallestPayingDebtUsd,
    });
    this.settlePriceUsd = new Float64Array(book.assets.length);
    this.mark = new Uint8Array(book.accounts.length);
  }

  start(pathIndex: number): void {
    this.restoreBalances();
    this.liquidatedAccounts = 0;
    this.prices.reset();
    this.ledger.reset();
    this.backstop.reset();
    this.liquidators.reset();
    this.shift.start(pathIndex);
    this.owners?.draws.start(pathIndex);
    this.watch.start();
  }

  look(): void {
    this.prices.readOracle();
    this.watch.advance(this.prices.oracleFactorLog);
  }

  act(): void {
    const { queue, market } = this;
    this.liquidatedInStep = 0;
    this.prices.refreshMarket();
    if (market.step > 0) this.backstop.advance();
    this.liquidators.startStep();
    queue.clear();
    this.watch.collect(queue);
    if (this.owners) this.letOwnersAct(this.owners);
    this.keepLiquidatable();
    if (this.venue.liquidation.auction) this.auction();
    else if (queue.size > 0) this.liquidate();
  }

  record(timeline: PathTimeline): void {
    recordLendingStep(timeline, this.venue.book, this.balances, this.prices.oraclePriceUsd, this.market, this.ledger, this.liquidatedInStep);
  }

  settle(): VenueOutcome {
    const { ledger, backstop, queue } = this;
    const { book } = this.venue;
    queue.clear();
    this.watch.collectShortfalls(this.prices.settlePrices(this.settlePriceUsd), queue);
    // The dense engine adds accounts by index; the same order gives the same rounding.
    queue.sortAccounts();
    let shortfallUsd = 0;
    for (let at = 0; at < queue.size; at++) shortfallUsd += shortfallUsdOf(book, this.balances, this.settlePriceUsd, queue.accounts[at]!);
    this.liquidators.settle(this.settlePriceUsd);
    backstop.cover(shortfallUsd);
    assertConserved(book, this.balances, this.changed, ledger);
    return {
      badDebtUsd: shortfallUsd + ledger.writtenOffUsd,
      liquidatedDebtUsd: ledger.repaidUsd,
      liquidatedCollateralUsd: ledger.seizedUsd,
      penaltyUsd: ledger.penaltyUsd,
      protocolFeeUsd: ledger.protocolFeeUsd,
      liquidatorProfitUsd: ledger.liquidatorProfitUsd,
      ownersPaidUsd: ledger.ownersPaidUsd,
      fundDrawUsd: backstop.drawUsd,
      adlUsd: 0,
      socialisedUsd: backstop.socialisedUsd,
      liquidatedAccounts: this.liquidatedAccounts,
    };
  }

  /** Owners act by account, so that sums do not depend on how accounts were found. */
  private letOwnersAct({ behaviour, draws }: NonNullable<typeof this.owners>): void {
    const { queue, venue, balances, prices, ledger } = this;
    queue.sortByAccount();
    for (let at = 0; at < queue.size; at++) {
      const account = queue.accounts[at]!;
      if (this.liquidators.hasTaken(account) || !draws.acts(this.market.step, account, queue.keys[at]!)) continue;
      if (!rescueAccount(venue.book, balances, prices.oraclePriceUsd, account, queue.keys[at]!, behaviour, ledger)) continue;
      queue.keys[at] = healthFactorOf(venue.book, balances, prices.oraclePriceUsd, account);
      this.noteChange(account, 1);
    }
  }

  /** Leaves in the queue whom liquidators may call on now. */
  private keepLiquidatable(): void {
    const { queue } = this;
    let kept = 0;
    for (let at = 0; at < queue.size; at++) {
      const account = queue.accounts[at]!;
      const healthFactor = queue.keys[at]!;
      if (!(healthFactor < 1) || !this.liquidators.looksAt(account) || !this.shift.mayCall(this.market.step, account)) continue;
      queue.accounts[kept] = account;
      queue.keys[kept++] = this.venue.liquidators.order === 'profit' ? -this.liquidators.quoteProfitUsd(account, healthFactor) : healthFactor;
    }
    queue.size = kept;
    queue.sort();
  }

  private liquidate(): void {
    const { queue } = this;
    let leftUsd = this.shift.capacityUsd(this.market.step);
    for (let at = 0; at < queue.size && leftUsd > 0; at++) {
      const account = queue.accounts[at]!;
      const repaidUsd = this.liquidators.liquidate(account, leftUsd);
      if (repaidUsd === 0) continue;
      leftUsd -= repaidUsd;
      this.liquidatedInStep++;
      this.noteChange(account, 3);
    }
  }

  /** Puts every account found up for sale, weakest first, and lets bidders take from all that is. */
  private auction(): void {
    for (let at = 0; at < this.queue.size; at++) this.liquidators.startAuction(this.queue.accounts[at]!);
    this.taken.clear();
    this.liquidators.bid(this.shift.capacityUsd(this.market.step), this.noteTaken);
    this.liquidatedInStep = this.taken.size;
  }

  private readonly noteTaken = (account: number): void => {
    this.taken.add(account);
    this.noteChange(account, 3);
  };

  private noteChange(account: number, mark: number): void {
    const before = this.mark[account]!;
    if (before === 0) this.changed.push(account);
    if (mark === 3 && before !== 3) this.liquidatedAccounts++;
    if (mark > before) this.mark[account] = mark;
    this.watch.noteChange(account);
  }

  private restoreBalances(): void {
    const { book } = this.venue;
    const { collateralAmount, debtAmount } = this.balances;
    for (const account of this.changed) {
      this.mark[account] = 0;
      for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) collateralAmount[row] = book.collateralAmount[row]!;
      for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) debtAmount[row] = book.debtAmount[row]!;
    }
    this.changed.length = 0;
  }
}
