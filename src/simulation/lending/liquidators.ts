import type { LendingVenueScenario } from '../scenario.js';
import type { SharedMarket } from '../shared-market.js';
import { debtUsdOf, healthFactorOf, type Balances } from '../valuation.js';
import type { VenuePrices } from '../venue-prices.js';
import { AuctionHouse } from './auction-house.js';
import type { Backstop } from './backstop.js';
import { CallDesk, type CallRows, type PayingCall, type Terms } from './call-desk.js';
import type { VenueLedger } from './ledger.js';
import { computeLargestRepayUsd, computePenaltyRatio, largestCloseRatio } from './liquidation-rule.js';

/** Told every call that was carried out, auctions aside. */
export type OnCall = (account: number, call: PayingCall, step: number) => void;

/**
 * Liquidators of one venue: they act only where a call pays (see `CallDesk`).
 *
 * Each call takes the account's largest collateral for its largest debt (values at the oracle), as much as the venue's rule allows. At a venue with
 * auctions they put the account up for sale, and bid.
 */
export class Liquidators {
  /**
   * The smallest debt that liquidators look at, in USD at the oracle: below it, no call pays for ordinary gas at the oracle's prices.
   *
   * A call repays at most the largest share of the debt and earns at most the largest penalty on it. An auction may fall to any price.
   */
  readonly smallestPayingDebtUsd: number;
  private readonly desk: CallDesk;
  private readonly auctions: AuctionHouse | null;

  constructor(
    private readonly venue: LendingVenueScenario,
    private readonly market: SharedMarket,
    private readonly prices: VenuePrices,
    private readonly balances: Balances,
    private readonly ledger: VenueLedger,
    private readonly backstop: Backstop,
    private readonly onCall?: OnCall,
  ) {
    const { book, liquidation, liquidators } = venue;
    this.desk = new CallDesk(venue, market, prices, balances, ledger, backstop);
    this.auctions = liquidation.auction ? new AuctionHouse(liquidation.auction, book, balances, prices, this.desk, market.scenario.stepSeconds) : null;
    const neededUsd = this.auctions ? 0 : liquidators.gasUsd + liquidators.minimumProfitUsd;
    const largestPenaltyRatio = Math.max(...book.assets.map(({ liquidationBonusRatio }) => liquidationBonusRatio)) * (1 - liquidation.protocolFeeShareRatio);
    this.smallestPayingDebtUsd = neededUsd > 0 ? neededUsd / (largestCloseRatio(liquidation.close) * largestPenaltyRatio) : 0;
  }

  reset(): void {
    this.desk.reset();
    this.auctions?.reset();
  }

  startStep(): void {
    this.desk.startStep();
  }

  /** Whether an account is worth a look, and not in an auction already. */
  looksAt(account: number): boolean {
    if (this.auctions?.has(account)) return false;
    return debtUsdOf(this.venue.book, this.balances, this.prices.oraclePriceUsd, account) >= this.smallestPayingDebtUsd;
  }

  /** Whether the owner has lost the account to an auction. */
  hasTaken(account: number): boolean {
    return this.auctions?.has(account) ?? false;
  }

  /** What the first call on an account would earn now, after gas and fees; 0 when none pays. */
  quoteProfitUsd(account: number, healthFactor: number): number {
    return this.prepareCall(account, healthFactor, Infinity)?.profitUsd ?? 0;
  }

  /** Puts an account up for sale, at a venue with auctions. Gives whether there was anything to sell. */
  startAuction(account: number): boolean {
    const rows = this.findRows(account);
    if (!this.auctions || !rows) return false;
    this.auctions.start(account, rows);
    return true;
  }

  /** Bids on everything that is up for sale. */
  bid(capacityUsd: number, onTaken: (account: number) => void): void {
    this.auctions?.takeBids(capacityUsd, this.venue.liquidators.callsPerAccountPerStep, onTaken);
  }

  /**
   * Liquidates one account as far as it pays and is allowed, within `capacityUsd` of repaid debt.
   *
   * Changes balances, ledger and the market's depth. Gives the debt repaid in USD at the oracle; 0 = left alone.
   */
  liquidate(account: number, capacityUsd: number): number {
    let totalUsd = 0;
    for (let calls = 0; calls < this.venue.liquidators.callsPerAccountPerStep && totalUsd < capacityUsd; calls++) {
      const healthFactor = healthFactorOf(this.venue.book, this.balances, this.prices.oraclePriceUsd, account);
      const call = healthFactor < 1 ? this.prepareCall(account, healthFactor, capacityUsd - totalUsd) : null;
      if (!call) break;
      this.desk.execute(call);
      this.onCall?.(account, call, this.market.step);
      totalUsd += call.repaidUsd;
    }
    if (totalUsd > 0 && this.venue.liquidation.writesOffBadDebt) this.writeOff(account);
    return totalUsd;
  }

  settle(priceUsd: Float64Array): void {
    this.desk.settle(priceUsd);
  }

  /** The largest call on an account that pays; `null` when there is none. */
  private prepareCall(account: number, healthFactor: number, capacityUsd: number): PayingCall | null {
    const { book, liquidation } = this.venue;
    const { oraclePriceUsd } = this.prices;
    const rows = this.findRows(account);
    if (!rows) return null;
    const { collateralRow, debtRow } = rows;
    const collateralAsset = book.collateralAsset[collateralRow]!;
    const bonusRatio = book.assets[collateralAsset]!.liquidationBonusRatio;
    const largestUsd = computeLargestRepayUsd(liquidation, {
      healthFactor,
      accountDebtUsd: debtUsdOf(book, this.balances, oraclePriceUsd, account),
      debtUsd: this.balances.debtAmount[debtRow]! * oraclePriceUsd[book.debtAsset[debtRow]!]!,
      collateralUsd: this.balances.collateralAmount[collateralRow]! * oraclePriceUsd[collateralAsset]!,
      thresholdRatio: book.collateralThresholdRatio[collateralRow]!,
      bonusRatio,
    });
    const termsAt = (repaidUsd: number): Terms => {
      const penaltyRatio = computePenaltyRatio(liquidation.penalty, bonusRatio, healthFactor, repaidUsd);
      return { paidRatio: 1, seizedRatio: 1 + penaltyRatio, receivedRatio: 1 + penaltyRatio * (1 - liquidation.protocolFeeShareRatio) };
    };
    return this.desk.findPayingCall(rows, Math.min(capacityUsd, largestUsd), termsAt);
  }

  private findRows(account: number): CallRows | null {
    const { book } = this.venue;
    const { oraclePriceUsd } = this.prices;
    const collateralRow = largestRow(book.collateralStart, book.collateralAsset, this.balances.collateralAmount, oraclePriceUsd, account);
    const debtRow = largestRow(book.debtStart, book.debtAsset, this.balances.debtAmount, oraclePriceUsd, account);
    return collateralRow < 0 || debtRow < 0 ? null : { collateralRow, debtRow };
  }

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
