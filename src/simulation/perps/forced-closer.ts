import { planCloseBase, type LiquidationView } from '../../protocol/perps/liquidation/liquidation-mode.js';
import type { PerpBalances } from './book.js';
import type { CloseAccounts } from './close-accounts.js';
import { CloseHistory } from './close-history.js';
import type { Deleverager, LeftOver } from './deleverage.js';
import type { PerpLedger } from './ledger.js';
import type { PerpBackstop } from './perp-backstop.js';
import type { PerpDesk } from './perp-desk.js';
import type { PerpVenuePrices } from './perp-prices.js';
import type { PerpVenueScenario } from './scenario.js';
import { equityUsdOf, maintenanceUsdOf, NO_OPEN_INTEREST_USD, notionalUsdOf, rowMaintenanceUsdOf } from './valuation.js';

// Bound once: see shared-market.ts.
const { abs, max, min, sign } = Math;

type Writable<T> = { -readonly [name in keyof T]: T[name] };

/**
 * Closes positions of units below their maintenance margin, as the venue's mode allows, at market prices after impact.
 *
 * Per call: positions by falling requirement, each by `planCloseBase`, until the margin suffices; the fee is taken as far as equity reaches.
 * What `liquidateUnit` of the protocol library does, on flat arrays and against depth. A unit below the take-over share is closed whole, outside
 * the liquidators' capacity and without a fee, and what it has left goes to the backstop.
 * Special case: where nobody takes the other side (a fill of 0 or `Infinity`) nothing is closed.
 */
export class ForcedCloser {
  private readonly history: CloseHistory;
  private readonly order: Int32Array;
  private readonly orderMarginUsd: Float64Array;
  /** One view for all calls: nothing is allocated while a path runs. */
  private readonly view: Omit<Writable<LiquidationView>, 'unit'> & { readonly unit: Writable<LiquidationView['unit']> };
  private leftUsd = 0;

  constructor(
    private readonly venue: PerpVenueScenario,
    private readonly balances: PerpBalances,
    private readonly prices: PerpVenuePrices,
    private readonly desk: PerpDesk,
    private readonly ledger: PerpLedger,
    private readonly backstop: PerpBackstop,
    private readonly accounts: CloseAccounts,
    /** `null` at a venue that never deleverages. */
    private readonly deleverager: Deleverager | null,
  ) {
    const { book, liquidation } = venue;
    this.history = new CloseHistory(liquidation.mode);
    this.order = new Int32Array(book.markets.length);
    this.orderMarginUsd = new Float64Array(book.markets.length);
    this.view = {
      sizeBase: 0, priceUsd: 0, openInterestUsd: NO_OPEN_INTEREST_USD, maintenance: book.markets[0]!.schedule.maintenance, equityUsd: 0,
      unit: { equityUsd: 0, maintenanceMarginUsd: 0, notionalUsd: 0 }, nowSeconds: 0, history: [],
    };
  }

  reset(): void {
    this.history.reset();
  }

  /** Calls on a unit as often as a step allows. Gives the notional closed that counts against the capacity; −1 when nothing could be closed. */
  liquidate(unit: number, nowSeconds: number, leftUsd: number): number {
    const { book, liquidators } = this.venue;
    this.leftUsd = leftUsd;
    let hasClosed = false;
    for (let call = 0; call < liquidators.callsPerUnitPerStep; call++) {
      if (!this.callOnce(unit, nowSeconds + call * liquidators.secondsBetweenCalls)) break;
      hasClosed = true;
      if (this.isSound(unit)) {
        this.history.noteSound(book.unitStart[unit]!, book.unitStart[unit + 1]!);
        break;
      }
    }
    return hasClosed ? leftUsd - this.leftUsd : -1;
  }

  private isSound(unit: number): boolean {
    const { book } = this.venue;
    const { markUsd, profitUsd } = this.prices;
    return equityUsdOf(book, this.balances, profitUsd, unit) >= maintenanceUsdOf(book, this.balances, markUsd, unit);
  }

  private callOnce(unit: number, nowSeconds: number): boolean {
    const { book, liquidation } = this.venue;
    const { markUsd, profitUsd } = this.prices;
    const equityUsd = equityUsdOf(book, this.balances, profitUsd, unit);
    const { takeOverBelowRatio } = liquidation;
    const isTakenOver = takeOverBelowRatio !== undefined && equityUsd < takeOverBelowRatio * maintenanceUsdOf(book, this.balances, markUsd, unit);
    let hasClosed = equityUsd < 0 && this.deleverage(unit, -equityUsd);
    const count = this.orderByMargin(unit);
    for (let at = 0; at < count; at++) if (this.closeRow(unit, this.order[at]!, nowSeconds, isTakenOver)) hasClosed = true;
    if (hasClosed) this.accounts.settleUnit(unit, isTakenOver);
    return hasClosed;
  }

  /** Sets aside what winners are to take over of a unit that owes more than it has: the share that the fund cannot pay. */
  private deleverage(unit: number, missingUsd: number): boolean {
    if (!this.deleverager) return false;
    const shareRatio = this.backstop.deleverageShareOf(missingUsd, this.accounts.deficitUsd);
    return shareRatio > 0 && this.deleverager.setAside(unit, shareRatio, this.prices, this.prices.fundingUsdPerBase) > 0;
  }

  /**
   * Sells into the market, for the venue, what no winner took: its loss is what was missing, and what selling costs against the mark.
   *
   * Special case: where nobody takes the other side the venue keeps it, valued at the mark.
   */
  sellLeftOver({ market, sizeBase, lossUsd }: LeftOver): void {
    const { ledger } = this;
    const { priceUsd: fillUsd, marketUsd } = this.desk.quote(market, -sizeBase, this.prices.marketUsd[market]!);
    const isSold = fillUsd > 0 && fillUsd !== Infinity;
    if (isSold) {
      this.desk.trade(market, -sizeBase, marketUsd);
      this.prices.refreshMarket();
      ledger.tradedUsd += marketUsd;
    }
    const costUsd = lossUsd - (isSold ? sizeBase * (fillUsd - this.prices.markUsd[market]!) : 0);
    if (costUsd > 0) this.accounts.addDeficit(costUsd);
    else this.backstop.receive(-costUsd);
  }

  /** Values what no winner took at the mark: at the horizon nothing is sold any more. */
  keepLeftOver({ lossUsd }: LeftOver): void {
    this.accounts.addDeficit(lossUsd);
  }

  /** Open positions of a unit by falling requirement, then by market; gives their number. */
  private orderByMargin(unit: number): number {
    const { book } = this.venue;
    let count = 0;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
      if (this.balances.positionSizeBase[row] === 0) continue;
      const marginUsd = rowMaintenanceUsdOf(book, this.balances, this.prices.markUsd, row);
      let place = count++;
      for (; place > 0 && this.orderMarginUsd[place - 1]! < marginUsd; place--) {
        this.order[place] = this.order[place - 1]!;
        this.orderMarginUsd[place] = this.orderMarginUsd[place - 1]!;
      }
      this.order[place] = row;
      this.orderMarginUsd[place] = marginUsd;
    }
    return count;
  }

  private closeRow(unit: number, row: number, nowSeconds: number, isTakenOver: boolean): boolean {
    const { book, liquidation } = this.venue;
    const { ledger, balances } = this;
    const market = book.positionMarket[row]!;
    const priceUsd = this.prices.markUsd[market]!;
    const fundingUsd = this.prices.fundingUsdPerBase[market]!;
    const heldBase = balances.positionSizeBase[row]!;
    const closedBase = isTakenOver ? abs(heldBase) : min(planCloseBase(liquidation.mode, this.look(unit, row, nowSeconds)), this.leftUsd / priceUsd);
    if (!(closedBase > 0)) return false;
    const deltaBase = -sign(heldBase) * closedBase;
    const { priceUsd: fillUsd, marketUsd } = this.desk.quote(market, deltaBase, this.prices.marketUsd[market]!);
    if (!(fillUsd > 0) || fillUsd === Infinity) return false;
    const slippageUsd = deltaBase * (fillUsd - priceUsd);
    const feeUsd = isTakenOver ? 0 : max(min(liquidation.feeRate * closedBase * fillUsd, this.view.unit.equityUsd - slippageUsd), 0);
    this.desk.trade(market, deltaBase, marketUsd);
    this.prices.refreshMarket();
    balances.positionSizeBase[row] = closedBase === abs(heldBase) ? 0 : heldBase + deltaBase;
    balances.unitCollateralUsd[unit]! += -deltaBase * (fillUsd - fundingUsd - book.positionEntryPriceUsd[row]!) - feeUsd;
    this.accounts.bookFee(feeUsd);
    ledger.closedUsd += closedBase * priceUsd;
    ledger.tradedUsd += marketUsd;
    ledger.slippageUsd += slippageUsd;
    ledger.tradeCashUsd -= deltaBase * fillUsd;
    ledger.soldBase[market]! -= deltaBase;
    ledger.fundingSettledUsd[market]! -= deltaBase * fundingUsd;
    if (!isTakenOver) this.leftUsd -= closedBase * priceUsd;
    this.history.add(row, market, nowSeconds, closedBase, balances.positionSizeBase[row] === 0);
    return true;
  }

  /** One position as the venue's mode sees it now. */
  private look(unit: number, row: number, nowSeconds: number): LiquidationView {
    const { book } = this.venue;
    const { balances, view } = this;
    const { markUsd: markPriceUsd, profitUsd } = this.prices;
    const market = book.positionMarket[row]!;
    view.unit.equityUsd = equityUsdOf(book, balances, profitUsd, unit);
    view.unit.maintenanceMarginUsd = maintenanceUsdOf(book, balances, markPriceUsd, unit);
    view.unit.notionalUsd = notionalUsdOf(book, balances, markPriceUsd, unit);
    view.sizeBase = abs(balances.positionSizeBase[row]!);
    view.priceUsd = markPriceUsd[market]!;
    view.maintenance = book.markets[market]!.schedule.maintenance;
    view.equityUsd = view.unit.equityUsd - (view.unit.maintenanceMarginUsd - rowMaintenanceUsdOf(book, balances, markPriceUsd, row));
    view.nowSeconds = nowSeconds;
    view.history = this.history.of(row, market);
    return view;
  }
}
