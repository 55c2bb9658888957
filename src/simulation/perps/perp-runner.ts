import { AccountQueue } from '../engine/account-queue.js';
import type { VenueRunner } from '../engine/venue-runner.js';
import type { PathTimeline, VenueOutcome } from '../outcome.js';
import type { SharedMarket } from '../shared-market.js';
import { copyBalances, type PerpBalances } from './book.js';
import { assertPerpsConserved } from './conservation.js';
import { Deleverager, type LeftOver } from './deleverage.js';
import { CloseAccounts } from './close-accounts.js';
import { ForcedCloser } from './forced-closer.js';
import { PerpLedger } from './ledger.js';
import { PerpBackstop } from './perp-backstop.js';
import { PerpDesk } from './perp-desk.js';
import { PerpVenuePrices } from './perp-prices.js';
import type { CreatePerpWatch, PerpWatch } from './perp-watch.js';
import { recordPerpStep } from './record-perp-step.js';
import type { PerpVenueScenario } from './scenario.js';
import { equityUsdOf, type PerpPrices } from './valuation.js';

const TAKEN_FROM = 3;
const CHANGED = 1;

/**
 * Runs one perps venue through a path, step by step: liquidators weakest unit first, then the backstop for what they left.
 *
 * Both engines run this; they differ in the watch that finds the units. What a step does depends on the units found and never on the order in
 * which they were found.
 */
export class PerpRunner implements VenueRunner {
  private readonly prices: PerpVenuePrices;
  private readonly balances: PerpBalances;
  private readonly ledger: PerpLedger;
  private readonly backstop: PerpBackstop;
  private readonly deleverager: Deleverager | null;
  private readonly accounts: CloseAccounts;
  private readonly closer: ForcedCloser;
  private readonly watch: PerpWatch;
  private readonly queue: AccountQueue;
  /** 1 for units that changed on this path, 3 for those that were liquidated. */
  private readonly mark: Uint8Array;
  private readonly isAccountHit: Uint8Array;
  private readonly changed: number[] = [];
  private liquidatedAccounts = 0;
  private liquidatedInStep = 0;

  constructor(
    private readonly venue: PerpVenueScenario,
    private readonly market: SharedMarket,
    createWatch: CreatePerpWatch,
  ) {
    const { book } = venue;
    this.prices = new PerpVenuePrices(venue, market);
    this.balances = copyBalances(book);
    this.ledger = new PerpLedger(book);
    this.backstop = new PerpBackstop(venue.backstop);
    const { adl } = venue.backstop;
    this.deleverager = adl && adl.shareRatio > 0 ? new Deleverager(adl.policy, book, this.balances, this.ledger) : null;
    this.accounts = new CloseAccounts(venue, this.balances, this.ledger, this.backstop);
    this.closer = new ForcedCloser(venue, this.balances, this.prices, new PerpDesk(market, book.markets), this.ledger, this.backstop, this.accounts, this.deleverager);
    this.watch = createWatch(book, this.balances, this.prices);
    this.queue = new AccountQueue(book.unitNames.length);
    this.mark = new Uint8Array(book.unitNames.length);
    this.isAccountHit = new Uint8Array(book.accounts.length);
  }

  start(): void {
    this.restoreBalances();
    this.liquidatedAccounts = 0;
    this.prices.reset();
    this.ledger.reset();
    this.backstop.reset();
    this.accounts.reset();
    this.closer.reset();
    this.watch.start();
  }

  look(): void {
    this.prices.read();
    this.ledger.accrueFunding(this.prices.fundingUsdPerBase);
    this.watch.advance();
  }

  act(): void {
    const { queue, market } = this;
    this.liquidatedInStep = 0;
    this.prices.refreshMarket();
    if (market.step > 0) this.backstop.advance();
    queue.clear();
    this.watch.collect(queue);
    if (queue.size === 0) return;
    queue.sort();
    this.liquidate();
  }

  record(timeline: PathTimeline): void {
    recordPerpStep(timeline, this.venue.book, this.balances, this.prices, this.market, this.ledger, this.liquidatedInStep);
  }

  settle(): VenueOutcome {
    const { ledger, backstop, queue, venue } = this;
    const prices = this.prices.readSettlement();
    queue.clear();
    this.watch.collectShortfalls(prices, queue);
    // The dense watch adds units by index; the same order gives the same rounding.
    queue.sortByAccount();
    let shortfallUsd = 0;
    for (let at = 0; at < queue.size; at++) shortfallUsd += this.findShortfallUsd(queue.accounts[at]!, shortfallUsd, prices);
    this.payWave(shortfallUsd, prices, (left) => this.closer.keepLeftOver(left));
    assertPerpsConserved(venue.book, this.balances, this.changed, ledger, backstop, venue.backstop.fundUsd, shortfallUsd, this.prices.fundingUsdPerBase);
    return {
      badDebtUsd: ledger.deficitUsd + shortfallUsd,
      liquidatedDebtUsd: ledger.closedUsd,
      liquidatedCollateralUsd: ledger.feesUsd + ledger.slippageUsd,
      penaltyUsd: ledger.feesUsd,
      protocolFeeUsd: ledger.fundFeesUsd,
      liquidatorProfitUsd: ledger.liquidatorFeesUsd,
      ownersPaidUsd: 0,
      fundDrawUsd: backstop.drawUsd,
      adlUsd: backstop.adlUsd,
      socialisedUsd: backstop.socialisedUsd,
      liquidatedAccounts: this.liquidatedAccounts,
    };
  }

  private liquidate(): void {
    const { queue, market, venue, closer } = this;
    const nowSeconds = market.step * market.scenario.stepSeconds;
    let leftUsd = venue.liquidators.capacityUsdPerStep;
    for (let at = 0; at < queue.size; at++) {
      const unit = queue.accounts[at]!;
      const usedUsd = closer.liquidate(unit, nowSeconds, leftUsd);
      if (usedUsd < 0) continue;
      leftUsd -= usedUsd;
      this.liquidatedInStep++;
      this.noteChange(unit, TAKEN_FROM);
    }
    this.payWave(0, this.prices, (left) => closer.sellLeftOver(left));
  }

  /** What a unit that is still open at the horizon lacks, once winners have taken over what the fund leaves open of it. */
  private findShortfallUsd(unit: number, deficitUsd: number, prices: PerpPrices): number {
    const missingUsd = -equityUsdOf(this.venue.book, this.balances, prices.profitUsd, unit);
    if (!(missingUsd > 0)) return 0;
    const shareRatio = this.deleverager ? this.backstop.deleverageShareOf(missingUsd, deficitUsd) : 0;
    if (shareRatio === 0) return missingUsd;
    const sparedUsd = this.deleverager!.setAside(unit, shareRatio, prices, this.prices.fundingUsdPerBase);
    if (sparedUsd > 0) this.noteChange(unit, CHANGED);
    return missingUsd - sparedUsd;
  }

  /**
   * Pays a wave of deficits, layer by layer: winners take over what was set aside for them, the fund pays what it can of the rest, everybody shares what is then open.
   *
   * @param openDeficitUsd deficits of units that stay open
   */
  private payWave(openDeficitUsd: number, prices: PerpPrices, onLeftOver: (left: LeftOver) => void): void {
    const { backstop, ledger, venue } = this;
    if (this.deleverager) {
      const takenUsd = this.deleverager.settle(prices, this.prices.fundingUsdPerBase, (unit) => this.noteChange(unit, CHANGED), onLeftOver);
      ledger.deficitUsd += takenUsd;
      backstop.adlUsd += takenUsd;
    }
    const openUsd = backstop.draw(this.accounts.takeDeficitUsd() + openDeficitUsd);
    if (!(openUsd > 0)) return;
    ledger.chargedUsd += backstop.socialise(openUsd, venue.book, this.balances, prices.profitUsd, (unit) => this.noteChange(unit, CHANGED));
  }

  private noteChange(unit: number, mark: number): void {
    const before = this.mark[unit]!;
    if (before === 0) this.changed.push(unit);
    if (mark > before) this.mark[unit] = mark;
    const account = this.venue.book.unitAccount[unit]!;
    if (mark === TAKEN_FROM && this.isAccountHit[account] === 0) {
      this.isAccountHit[account] = 1;
      this.liquidatedAccounts++;
    }
    this.watch.noteChange(unit);
  }

  private restoreBalances(): void {
    const { book } = this.venue;
    for (const unit of this.changed) {
      this.mark[unit] = 0;
      this.isAccountHit[book.unitAccount[unit]!] = 0;
      this.balances.unitCollateralUsd[unit] = book.unitCollateralUsd[unit]!;
      for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) this.balances.positionSizeBase[row] = book.positionSizeBase[row]!;
    }
    this.changed.length = 0;
  }
}
