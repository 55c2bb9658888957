import type { LendingVenueScenario } from '../scenario.js';
import type { SharedMarket } from '../shared-market.js';
import type { Balances } from '../valuation.js';
import type { VenuePrices } from '../venue-prices.js';
import type { Backstop } from './backstop.js';
import type { VenueLedger } from './ledger.js';
import { PendingSales } from './pending-sales.js';
import { TradeDesk } from './trade-desk.js';

/** How often a liquidator halves a call that does not pay before giving up. */
const SIZE_HALVINGS = 8;
/** What is left of a row below this share of it is rounding, and is taken too. */
const REMNANT_RATIO = 1e-12;

/** What a venue gives and takes for each USD of debt repaid, at the oracle. */
export interface Terms {
  /** Paid by the liquidator: 1, or more where the protocol is paid in the debt. */
  readonly paidRatio: number;
  /** Collateral that leaves the account, and the part of it that the liquidator receives. */
  readonly seizedRatio: number;
  readonly receivedRatio: number;
}

/** Rows that a call exchanges. */
export interface CallRows {
  readonly collateralRow: number;
  readonly debtRow: number;
}

/** A call that pays: how much, on which terms, and what it earns after gas and fees. */
export interface PayingCall extends CallRows {
  readonly repaidUsd: number;
  readonly terms: Terms;
  /** Worth at market prices, before impact, of what is received and of what is paid. */
  readonly saleUsd: number;
  readonly purchaseUsd: number;
  readonly profitUsd: number;
}

/**
 * Prices calls on accounts of one venue at what the market gives, and carries them out.
 *
 * A call pays where `revenue · (1 − premium · σ √delay) − cost of what is paid − flash fee − gas ≥ minimum profit`, at market prices after impact.
 */
export class CallDesk {
  private readonly desk: TradeDesk;
  private readonly pending = new PendingSales();
  private gasUsd = 0;

  constructor(
    private readonly venue: LendingVenueScenario,
    private readonly market: SharedMarket,
    private readonly prices: VenuePrices,
    private readonly balances: Balances,
    private readonly ledger: VenueLedger,
    private readonly backstop: Backstop,
  ) {
    this.desk = new TradeDesk(market, venue.book.assets);
  }

  reset(): void {
    this.pending.reset();
  }

  /** Starts a step: gas follows the market's unrest, and what was seized long enough ago is sold. */
  startStep(): void {
    const { gasUsd, gasVolatilityExponent = 0 } = this.venue.liquidators;
    this.gasUsd = gasVolatilityExponent === 0 ? gasUsd : gasUsd * this.market.unrestRatio() ** gasVolatilityExponent;
    this.pending.release(this.market.step, this.sell);
  }

  /** Values what is still unsold at the given prices: the path is over. */
  settle(priceUsd: Float64Array): void {
    this.pending.release(Infinity, (asset, _, amount) => {
      this.ledger.liquidatorProfitUsd += amount * priceUsd[asset]!;
    });
  }

  /**
   * Halves a call until it pays; `null` when no size does.
   *
   * What would not pay without any impact never will, however small.
   * @param termsAt the venue's terms for repaying so much
   */
  findPayingCall(rows: CallRows, largestUsd: number, termsAt: (repaidUsd: number) => Terms): PayingCall | null {
    const { minimumProfitUsd, flashFeeRatio = 0 } = this.venue.liquidators;
    const collateralAsset = this.venue.book.collateralAsset[rows.collateralRow]!;
    const debtAsset = this.venue.book.debtAsset[rows.debtRow]!;
    const collateralRatio = this.marketOverOracle(collateralAsset);
    const debtRatio = this.marketOverOracle(debtAsset);
    let repaidUsd = largestUsd;
    for (let halving = 0; halving <= SIZE_HALVINGS && repaidUsd > 0; halving++, repaidUsd /= 2) {
      const terms = termsAt(repaidUsd);
      const saleUsd = repaidUsd * terms.receivedRatio * collateralRatio;
      const purchaseUsd = repaidUsd * terms.paidRatio * debtRatio;
      const gainUsd = saleUsd - purchaseUsd * (1 + flashFeeRatio);
      if (gainUsd <= 0 || gainUsd < this.gasUsd + minimumProfitUsd) return null;
      const revenueUsd = this.expectedRevenueUsd(collateralAsset, debtAsset, saleUsd);
      const profitUsd = revenueUsd - this.desk.costUsd(collateralAsset, debtAsset, purchaseUsd) - purchaseUsd * flashFeeRatio - this.gasUsd;
      if (profitUsd >= minimumProfitUsd) return { collateralRow: rows.collateralRow, debtRow: rows.debtRow, repaidUsd, terms, saleUsd, purchaseUsd, profitUsd };
    }
    return null;
  }

  /** Carries a call out: balances change, the debt is bought, and the collateral is sold now or later. */
  execute({ collateralRow, debtRow, repaidUsd, terms, saleUsd, purchaseUsd, profitUsd }: PayingCall): void {
    const { book } = this.venue;
    const { settlementDelaySteps = 0, flashFeeRatio = 0 } = this.venue.liquidators;
    const { ledger, prices } = this;
    const collateralAsset = book.collateralAsset[collateralRow]!;
    const debtAsset = book.debtAsset[debtRow]!;
    const feeUsd = repaidUsd * (terms.paidRatio - 1 + terms.seizedRatio - terms.receivedRatio);
    ledger.repaidAmount[debtAsset]! += takeFrom(this.balances.debtAmount, debtRow, repaidUsd / prices.oraclePriceUsd[debtAsset]!);
    const seizedAmount = takeFrom(this.balances.collateralAmount, collateralRow, (repaidUsd * terms.seizedRatio) / prices.oraclePriceUsd[collateralAsset]!);
    ledger.seizedAmount[collateralAsset]! += seizedAmount;
    ledger.repaidUsd += repaidUsd;
    ledger.seizedUsd += repaidUsd * terms.seizedRatio;
    ledger.protocolFeeUsd += feeUsd;
    this.backstop.receiveFee(feeUsd);
    if (settlementDelaySteps === 0) {
      ledger.liquidatorProfitUsd += profitUsd;
      ledger.soldUsd += saleUsd;
      this.desk.trade(collateralAsset, debtAsset, saleUsd, purchaseUsd);
    } else {
      ledger.liquidatorProfitUsd -= this.desk.costUsd(collateralAsset, debtAsset, purchaseUsd) + purchaseUsd * flashFeeRatio + this.gasUsd;
      this.desk.trade(collateralAsset, debtAsset, 0, purchaseUsd);
      this.pending.add(this.market.step + settlementDelaySteps, collateralAsset, debtAsset, (seizedAmount * terms.receivedRatio) / terms.seizedRatio);
    }
    prices.refreshMarket();
  }

  /** Sells collateral seized earlier at what the market gives now. */
  private readonly sell = (collateralAsset: number, debtAsset: number, amount: number): void => {
    const saleUsd = amount * this.prices.marketPriceUsd[collateralAsset]!;
    this.ledger.liquidatorProfitUsd += this.desk.revenueUsd(collateralAsset, debtAsset, saleUsd);
    this.ledger.soldUsd += saleUsd;
    this.desk.trade(collateralAsset, debtAsset, saleUsd, 0);
    this.prices.refreshMarket();
  };

  /** Market over oracle price of an asset: what a USD at the oracle is worth. */
  private marketOverOracle(asset: number): number {
    return this.prices.marketPriceUsd[asset]! / this.prices.oraclePriceUsd[asset]!;
  }

  /** What a sale fetches now, less the premium for one that comes late. */
  private expectedRevenueUsd(collateralAsset: number, debtAsset: number, saleUsd: number): number {
    const { settlementDelaySteps = 0, exposurePremium = 0 } = this.venue.liquidators;
    const revenueUsd = this.desk.revenueUsd(collateralAsset, debtAsset, saleUsd);
    return settlementDelaySteps === 0 ? revenueUsd : revenueUsd * (1 - exposurePremium * this.desk.exposure(collateralAsset, debtAsset, settlementDelaySteps));
  }
}

/** Takes up to `amount` from a row, never below zero, and gives what was taken. */
function takeFrom(amounts: Float64Array, row: number, amount: number): number {
  const held = amounts[row]!;
  const taken = amount >= held * (1 - REMNANT_RATIO) ? held : amount;
  amounts[row] = held - taken;
  return taken;
}
