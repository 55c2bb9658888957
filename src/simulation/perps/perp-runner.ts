import { AccountQueue } from '../engine/account-queue.js';
import type { VenueRunner } from '../engine/venue-runner.js';
import type { PathTimeline, VenueOutcome } from '../outcome.js';
import type { SharedMarket } from '../shared-market.js';
import { VenuePrices } from '../venue-prices.js';
import { copyBalances, type PerpBalances } from './book.js';
import { assertPerpsConserved } from './conservation.js';
import { LONGS_LOST, SHORTS_LOST } from './deleverage.js';
import { ForcedCloser, type CloserPrices } from './forced-closer.js';
import { PerpLedger } from './ledger.js';
import { PerpBackstop } from './perp-backstop.js';
import { PerpDesk, toBookAssets } from './perp-desk.js';
import type { CreatePerpWatch, PerpWatch } from './perp-watch.js';
import { recordPerpStep } from './record-perp-step.js';
import type { PerpVenueScenario } from './scenario.js';
import { equityUsdOf } from './valuation.js';

const TAKEN_FROM = 3;
const CHANGED = 1;

/**
 * Runs one perps venue through a path, step by step: liquidators weakest unit first, then the backstop for what they left.
 *
 * Both engines run this; they differ in the watch that finds the units. What a step does depends on the units found and never on the order in
 * which they were found.
 */
export class PerpRunner implements VenueRunner {
  private readonly prices: VenuePrices;
  private readonly balances: PerpBalances;
  private readonly ledger: PerpLedger;
  private readonly backstop: PerpBackstop;
  private readonly closer: ForcedCloser;
  private readonly watch: PerpWatch;
  private readonly queue: AccountQueue;
  private readonly settlePriceUsd: Float64Array;
  /** Sides that lost in the wave being covered, by market. */
  private readonly lostSides: Uint8Array;
  /** 1 for units that changed on this path, 3 for those that were liquidated. */
  private readonly mark: Uint8Array;
  private readonly isAccountHit: Uint8Array;
  private readonly changed: number[] = [];
  private liquidatedAccounts = 0;
  private liquidatedInStep = 0;
  private fundFeesPassedUsd = 0;

  constructor(
    private readonly venue: PerpVenueScenario,
    private readonly market: SharedMarket,
    createWatch: CreatePerpWatch,
  ) {
    const { book } = venue;
    this.prices = new VenuePrices(market, toBookAssets(book.markets), venue.oracle);
    this.balances = copyBalances(book);
    this.ledger = new PerpLedger(book.markets.length);
    this.backstop = new PerpBackstop(venue.backstop);
    const { oraclePriceUsd, marketPriceUsd } = this.prices;
    const closerPrices: CloserPrices = { markPriceUsd: oraclePriceUsd, marketPriceUsd, refreshMarket: () => this.prices.refreshMarket() };
    this.closer = new ForcedCloser(venue, this.balances, closerPrices, new PerpDesk(market, book.markets), this.ledger);
    this.watch = createWatch(book, this.balances, oraclePriceUsd);
    this.queue = new AccountQueue(book.unitNames.length);
    this.settlePriceUsd = new Float64Array(book.markets.length);
    this.lostSides = new Uint8Array(book.markets.length);
    this.mark = new Uint8Array(book.unitNames.length);
    this.isAccountHit = new Uint8Array(book.accounts.length);
  }

  start(): void {
    this.restoreBalances();
    this.liquidatedAccounts = 0;
    this.fundFeesPassedUsd = 0;
    this.prices.reset();
    this.ledger.reset();
    this.backstop.reset();
    this.closer.reset();
    this.watch.start();
  }

  look(): void {
    this.prices.readOracle();
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
    recordPerpStep(timeline, this.venue.book, this.balances, this.prices.oraclePriceUsd, this.market, this.ledger, this.liquidatedInStep);
  }

  settle(): VenueOutcome {
    const { ledger, backstop, queue, settlePriceUsd, venue } = this;
    queue.clear();
    this.prices.settlePrices(settlePriceUsd);
    this.watch.collectShortfalls(settlePriceUsd, queue);
    // The dense watch adds units by index; the same order gives the same rounding.
    queue.sortByAccount();
    let shortfallUsd = 0;
    this.lostSides.fill(0);
    for (let at = 0; at < queue.size; at++) {
      const equityUsd = equityUsdOf(venue.book, this.balances, settlePriceUsd, queue.accounts[at]!);
      if (!(equityUsd < 0)) continue;
      shortfallUsd -= equityUsd;
      this.noteLostSides(queue.accounts[at]!, this.balances.positionSizeBase);
    }
    this.cover(shortfallUsd, settlePriceUsd);
    assertPerpsConserved(venue.book, this.balances, this.changed, ledger, backstop, venue.backstop.fundUsd, shortfallUsd);
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
    this.lostSides.fill(0);
    for (let at = 0; at < queue.size; at++) {
      const unit = queue.accounts[at]!;
      const deficitBeforeUsd = closer.deficitUsd;
      const usedUsd = closer.liquidate(unit, nowSeconds, leftUsd);
      if (usedUsd < 0) continue;
      leftUsd -= usedUsd;
      this.liquidatedInStep++;
      this.noteChange(unit, TAKEN_FROM);
      if (closer.deficitUsd > deficitBeforeUsd) this.noteLostSides(unit, venue.book.positionSizeBase);
    }
    this.passFeesOn();
    this.cover(closer.takeDeficitUsd(), this.prices.oraclePriceUsd);
  }

  /** Fees of the step reach the fund before it pays. */
  private passFeesOn(): void {
    this.backstop.receive(this.ledger.fundFeesUsd - this.fundFeesPassedUsd);
    this.fundFeesPassedUsd = this.ledger.fundFeesUsd;
  }

  private cover(deficitUsd: number, priceUsd: Float64Array): void {
    if (!(deficitUsd > 0)) return;
    this.backstop.cover(deficitUsd, this.venue.book, this.balances, priceUsd, this.lostSides, (unit, seizedUsd) => {
      this.ledger.seizedUsd += seizedUsd;
      this.noteChange(unit, CHANGED);
    });
  }

  private noteLostSides(unit: number, sizeBase: Float64Array): void {
    const { unitStart, positionMarket } = this.venue.book;
    for (let row = unitStart[unit]!; row < unitStart[unit + 1]!; row++) {
      if (sizeBase[row] !== 0) this.lostSides[positionMarket[row]!]! |= sizeBase[row]! > 0 ? LONGS_LOST : SHORTS_LOST;
    }
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
