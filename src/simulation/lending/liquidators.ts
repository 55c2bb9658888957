import type { LendingVenueScenario, LiquidatorRules } from '../scenario.js';
import type { SharedMarket } from '../shared-market.js';
import { debtUsdOf, healthFactorOf, type Balances } from '../valuation.js';
import type { VenuePrices } from '../venue-prices.js';
import type { Backstop } from './backstop.js';
import type { VenueLedger } from './ledger.js';
import { computeLargestRepayUsd, computePenaltyRatio, largestCloseRatio, type CallTerms } from './liquidation-rule.js';
import { PendingSales } from './pending-sales.js';
import { TradeDesk } from './trade-desk.js';

/** How often a liquidator halves a call that does not pay before giving up. */
const SIZE_HALVINGS = 8;

/** One call as a liquidator would make it: which rows it exchanges, how much, and what it earns. */
interface Call {
  collateralRow: number;
  debtRow: number;
  repaidUsd: number;
  penaltyRatio: number;
  /** After gas and fees. */
  profitUsd: number;
}

/**
 * Liquidators of one venue: they act only where a call pays at market prices after impact, gas, fees and the risk of a late sale.
 *
 * Each call takes the account's largest collateral for its largest debt (values at the oracle), as much as the venue's rule allows,
 * halved until `revenue · (1 − premium · σ √delay) − cost of the debt · (1 + flash fee) − gas ≥ minimum profit`.
 */
export class Liquidators {
  /**
   * The smallest debt that liquidators look at, in USD at the oracle: below it, no call pays for ordinary gas at the oracle's prices.
   *
   * A call repays at most the largest share of the debt and earns at most the largest penalty on it.
   */
  readonly smallestPayingDebtUsd: number;
  private readonly desk: TradeDesk;
  private readonly pending = new PendingSales();
  private readonly call: Call = { collateralRow: -1, debtRow: -1, repaidUsd: 0, penaltyRatio: 0, profitUsd: 0 };
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
    const { gasUsd, minimumProfitUsd } = venue.liquidators;
    const { close, protocolFeeShareRatio } = venue.liquidation;
    const largestPenaltyRatio = Math.max(...venue.book.assets.map(({ liquidationBonusRatio }) => liquidationBonusRatio)) * (1 - protocolFeeShareRatio);
    this.smallestPayingDebtUsd = gasUsd + minimumProfitUsd > 0 ? (gasUsd + minimumProfitUsd) / (largestCloseRatio(close) * largestPenaltyRatio) : 0;
  }

  reset(): void {
    this.pending.reset();
  }

  /** Starts a step: gas follows the market's unrest, and what was seized long enough ago is sold. */
  startStep(): void {
    const { gasUsd, gasVolatilityExponent = 0 } = this.rules;
    this.gasUsd = gasVolatilityExponent === 0 ? gasUsd : gasUsd * this.market.unrestRatio() ** gasVolatilityExponent;
    this.pending.release(this.market.step, this.sell);
  }

  /** Whether an account is worth a liquidator's look. */
  looksAt(account: number): boolean {
    return debtUsdOf(this.venue.book, this.balances, this.prices.oraclePriceUsd, account) >= this.smallestPayingDebtUsd;
  }

  /** What the first call on an account would earn now, after gas and fees; 0 when none pays. */
  quoteProfitUsd(account: number, healthFactor: number): number {
    return this.prepareCall(account, healthFactor, Infinity) ? this.call.profitUsd : 0;
  }

  /**
   * Liquidates one account as far as it pays and is allowed, within `capacityUsd` of repaid debt.
   *
   * Changes balances, ledger and the market's depth. Gives the debt repaid in USD at the oracle; 0 = left alone.
   */
  liquidate(account: number, capacityUsd: number): number {
    let totalUsd = 0;
    for (let call = 0; call < this.rules.callsPerAccountPerStep && totalUsd < capacityUsd; call++) {
      const healthFactor = healthFactorOf(this.venue.book, this.balances, this.prices.oraclePriceUsd, account);
      if (healthFactor >= 1 || !this.prepareCall(account, healthFactor, capacityUsd - totalUsd)) break;
      this.execute();
      totalUsd += this.call.repaidUsd;
    }
    if (totalUsd > 0 && this.venue.liquidation.writesOffBadDebt) this.writeOff(account);
    return totalUsd;
  }

  /** Values what is still unsold at the given prices: the path is over. */
  settle(priceUsd: Float64Array): void {
    this.pending.release(Infinity, (asset, _, amount) => {
      this.ledger.liquidatorProfitUsd += amount * priceUsd[asset]!;
    });
  }

  private get rules(): LiquidatorRules {
    return this.venue.liquidators;
  }

  /** Fills `call` with the largest call on an account that pays; false when there is none. */
  private prepareCall(account: number, healthFactor: number, capacityUsd: number): boolean {
    const { book, liquidation } = this.venue;
    const { oraclePriceUsd } = this.prices;
    const collateralRow = largestRow(book.collateralStart, book.collateralAsset, this.balances.collateralAmount, oraclePriceUsd, account);
    const debtRow = largestRow(book.debtStart, book.debtAsset, this.balances.debtAmount, oraclePriceUsd, account);
    if (collateralRow < 0 || debtRow < 0) return false;
    const collateralAsset = book.collateralAsset[collateralRow]!;
    const debtAsset = book.debtAsset[debtRow]!;
    const bonusRatio = book.assets[collateralAsset]!.liquidationBonusRatio;
    const terms: CallTerms = {
      healthFactor,
      accountDebtUsd: debtUsdOf(book, this.balances, oraclePriceUsd, account),
      debtUsd: this.balances.debtAmount[debtRow]! * oraclePriceUsd[debtAsset]!,
      collateralUsd: this.balances.collateralAmount[collateralRow]! * oraclePriceUsd[collateralAsset]!,
      thresholdRatio: book.collateralThresholdRatio[collateralRow]!,
      bonusRatio,
    };
    this.call.collateralRow = collateralRow;
    this.call.debtRow = debtRow;
    return this.sizeThatPays(Math.min(capacityUsd, computeLargestRepayUsd(liquidation, terms)), terms, collateralAsset, debtAsset);
  }

  /** Halves a call until it pays; what would not pay without any impact never will, however small. */
  private sizeThatPays(largestUsd: number, { healthFactor, bonusRatio }: CallTerms, collateralAsset: number, debtAsset: number): boolean {
    const { penalty } = this.venue.liquidation;
    const { minimumProfitUsd } = this.rules;
    let repaidUsd = largestUsd;
    for (let halving = 0; halving <= SIZE_HALVINGS && repaidUsd > 0; halving++, repaidUsd /= 2) {
      const penaltyRatio = computePenaltyRatio(penalty, bonusRatio, healthFactor, repaidUsd);
      const gainUsd = this.gainBeforeImpactUsd(repaidUsd, penaltyRatio, collateralAsset, debtAsset);
      if (gainUsd <= 0 || gainUsd < this.gasUsd + minimumProfitUsd) return false;
      const profitUsd = this.profitUsd(repaidUsd, penaltyRatio, collateralAsset, debtAsset);
      if (profitUsd < minimumProfitUsd) continue;
      this.call.repaidUsd = repaidUsd;
      this.call.penaltyRatio = penaltyRatio;
      this.call.profitUsd = profitUsd;
      return true;
    }
    return false;
  }

  /** What the liquidator receives per USD repaid, at the oracle: par and the penalty less the protocol's part. */
  private receivedRatio(penaltyRatio: number): number {
    return 1 + penaltyRatio * (1 - this.venue.liquidation.protocolFeeShareRatio);
  }

  /** Market over oracle price of an asset: what a USD at the oracle is worth. */
  private marketOverOracle(asset: number): number {
    return this.prices.marketPriceUsd[asset]! / this.prices.oraclePriceUsd[asset]!;
  }

  private gainBeforeImpactUsd(repaidUsd: number, penaltyRatio: number, collateralAsset: number, debtAsset: number): number {
    const { flashFeeRatio = 0 } = this.rules;
    return repaidUsd * (this.receivedRatio(penaltyRatio) * this.marketOverOracle(collateralAsset) - this.marketOverOracle(debtAsset) * (1 + flashFeeRatio));
  }

  private profitUsd(repaidUsd: number, penaltyRatio: number, collateralAsset: number, debtAsset: number): number {
    const { flashFeeRatio = 0, settlementDelaySteps = 0, exposurePremium = 0 } = this.rules;
    const saleUsd = repaidUsd * this.receivedRatio(penaltyRatio) * this.marketOverOracle(collateralAsset);
    const purchaseUsd = repaidUsd * this.marketOverOracle(debtAsset);
    const revenueUsd = this.desk.revenueUsd(collateralAsset, debtAsset, saleUsd);
    const riskUsd = settlementDelaySteps === 0 ? 0 : revenueUsd * exposurePremium * this.desk.exposure(collateralAsset, debtAsset, settlementDelaySteps);
    return revenueUsd - riskUsd - this.desk.costUsd(collateralAsset, debtAsset, purchaseUsd) - purchaseUsd * flashFeeRatio - this.gasUsd;
  }

  /** Carries `call` out: balances change, the debt is bought, and the collateral is sold now or later. */
  private execute(): void {
    const { book, liquidation } = this.venue;
    const { collateralRow, debtRow, repaidUsd, penaltyRatio, profitUsd } = this.call;
    const { settlementDelaySteps = 0, flashFeeRatio = 0 } = this.rules;
    const { ledger, prices } = this;
    const collateralAsset = book.collateralAsset[collateralRow]!;
    const debtAsset = book.debtAsset[debtRow]!;
    const seizedUsd = repaidUsd * (1 + penaltyRatio);
    const feeUsd = repaidUsd * penaltyRatio * liquidation.protocolFeeShareRatio;
    ledger.repaidAmount[debtAsset]! += takeFrom(this.balances.debtAmount, debtRow, repaidUsd / prices.oraclePriceUsd[debtAsset]!);
    const seizedAmount = takeFrom(this.balances.collateralAmount, collateralRow, seizedUsd / prices.oraclePriceUsd[collateralAsset]!);
    ledger.seizedAmount[collateralAsset]! += seizedAmount;
    ledger.repaidUsd += repaidUsd;
    ledger.seizedUsd += seizedUsd;
    ledger.protocolFeeUsd += feeUsd;
    this.backstop.receiveFee(feeUsd);
    const saleUsd = repaidUsd * this.receivedRatio(penaltyRatio) * this.marketOverOracle(collateralAsset);
    const purchaseUsd = repaidUsd * this.marketOverOracle(debtAsset);
    if (settlementDelaySteps === 0) {
      ledger.liquidatorProfitUsd += profitUsd;
      ledger.soldUsd += saleUsd;
      this.desk.trade(collateralAsset, debtAsset, saleUsd, purchaseUsd);
    } else {
      ledger.liquidatorProfitUsd -= this.desk.costUsd(collateralAsset, debtAsset, purchaseUsd) + purchaseUsd * flashFeeRatio + this.gasUsd;
      this.desk.trade(collateralAsset, debtAsset, 0, purchaseUsd);
      this.pending.add(this.market.step + settlementDelaySteps, collateralAsset, debtAsset, (seizedAmount * this.receivedRatio(penaltyRatio)) / (1 + penaltyRatio));
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

  /** Writes the debt of an account without collateral off: the backstop pays what it can. */
  private writeOff(account: number): void {
    const { book } = this.venue;
    for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) if (this.balances.collateralAmount[row]! > 0) return;
    let deficitUsd = 0;
    for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) {
      const asset = book.debtAsset[row]!;
      const amount = this.balances.debtAmount[row]!;
      this.ledger.writtenOffAmount[asset]! += amount;
      deficitUsd += amount * this.prices.oraclePriceUsd[asset]!;
      this.balances.debtAmount[row] = 0;
    }
    this.ledger.writtenOffUsd += deficitUsd;
    this.backstop.cover(deficitUsd);
  }
}

/** What is left of a row below this share of it is rounding, and is taken too. */
const REMNANT_RATIO = 1e-12;

/** Takes up to `amount` from a row, never below zero, and gives what was taken. */
function takeFrom(amounts: Float64Array, row: number, amount: number): number {
  const held = amounts[row]!;
  const taken = amount >= held * (1 - REMNANT_RATIO) ? held : amount;
  amounts[row] = held - taken;
  return taken;
}

/** Row of the account's largest position by value; -1 when it has none worth anything. Ties go to the first row. */
function largestRow(start: Int32Array, assetOfRow: Int32Array, amount: Float64Array, priceUsd: Float64Array, account: number): number {
  let best = -1;
  let bestUsd = 0;
  for (let row = start[account]!, end = start[account + 1]!; row < end; row++) {
    const valueUsd = amount[row]! * priceUsd[assetOfRow[row]!]!;
    if (valueUsd > bestUsd) {
      bestUsd = valueUsd;
      best = row;
    }
  }
  return best;
}
