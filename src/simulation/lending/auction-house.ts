import type { Balances } from '../valuation.js';
import type { LendingBook } from '../book.js';
import type { VenuePrices } from '../venue-prices.js';
import type { CallDesk, CallRows, PayingCall, Terms } from './call-desk.js';
import type { AuctionRule } from './liquidation-rule.js';

// Bound once: see shared-market.ts.
const { floor, max, min } = Math;

/** An account whose collateral is for sale. Debt and collateral stay with it until someone takes. */
interface Lot {
  readonly account: number;
  readonly rows: CallRows;
  /** Where the price started, and how long ago, counted from the start of the current step. */
  topPriceUsd: number;
  ageSeconds: number;
}

/**
 * Dutch auctions of one venue's accounts: the price falls in stairs from above the oracle's until a bid pays.
 *
 * Formula: `price = startRatio · oracle at the start · cutRatio^⌊age / cutSeconds⌋`; a bidder pays it for collateral, of which `1 / (1 + penalty)` repays debt and
 * the rest is the protocol's. Within a step the market stands still, so a bid comes at the first stair of the step at which one of its sizes
 * pays. Past `tailSeconds`, or below `cuspRatio` of the top, the auction starts again at the oracle of the moment.
 * Special cases: a lot ends when its debt is paid, and what is left goes back to the owner; or when all is sold, and what is left is bad debt.
 * Limits on auctions at a time (Maker's `hole`) are the liquidators' capacity here.
 * @source Maker `Clipper.take`, `Clipper.status`, `StairstepExponentialDecrease`; exact integers in `protocol/lending/maker`
 */
export class AuctionHouse {
  private readonly lots: Lot[] = [];
  private readonly isLot: Uint8Array;

  constructor(
    private readonly rule: AuctionRule,
    private readonly book: LendingBook,
    private readonly balances: Balances,
    private readonly prices: VenuePrices,
    private readonly desk: CallDesk,
    private readonly stepSeconds: number,
  ) {
    this.isLot = new Uint8Array(book.accounts.length);
  }

  reset(): void {
    for (const { account } of this.lots) this.isLot[account] = 0;
    this.lots.length = 0;
  }

  /** Whether an account was put up on this path: it is out of its owner's and other liquidators' hands then, for good. */
  has(account: number): boolean {
    return this.isLot[account] === 1;
  }

  /** Puts an account up for sale in this step. */
  start(account: number, rows: CallRows): void {
    this.isLot[account] = 1;
    this.lots.push({ account, rows, topPriceUsd: this.topPriceUsd(rows), ageSeconds: 0 });
  }

  /**
   * Lets bidders take from every lot in the order of their start, within `capacityUsd` of repaid debt; then time passes to the next step.
   *
   * @param callsPerLot bids on one lot in one step
   */
  takeBids(capacityUsd: number, callsPerLot: number, onTaken: (account: number) => void): void {
    let leftUsd = capacityUsd;
    for (const lot of this.lots) {
      for (let call = 0; call < callsPerLot && leftUsd > 0; call++) {
        const bid = this.findBid(lot, leftUsd);
        if (!bid) break;
        this.desk.execute(bid);
        leftUsd -= bid.repaidUsd;
        onTaken(lot.account);
      }
      this.age(lot);
    }
  }

  /** The bid at the first stair of the step that pays; `null` when none does. */
  private findBid(lot: Lot, capacityUsd: number): PayingCall | null {
    const first = this.stairAt(lot.ageSeconds);
    const last = this.lastStair(lot);
    if (last < first) return null;
    let bid = this.bidAt(lot, last, capacityUsd);
    if (!bid) return null;
    // The lower the price, the more a bid earns: bisection finds the first stair that pays.
    let pays = last;
    let paysNot = first - 1;
    while (pays - paysNot > 1) {
      const middle = floor((pays + paysNot) / 2);
      const earlier = this.bidAt(lot, middle, capacityUsd);
      if (earlier) {
        bid = earlier;
        pays = middle;
      } else paysNot = middle;
    }
    return bid;
  }

  private bidAt({ rows, topPriceUsd }: Lot, stair: number, capacityUsd: number): PayingCall | null {
    const { collateralAsset, debtAsset } = this.book;
    const { oraclePriceUsd } = this.prices;
    const paidRatio = 1 + this.rule.penaltyRatio;
    const priceRatio = (topPriceUsd * this.rule.cutRatio ** stair) / oraclePriceUsd[collateralAsset[rows.collateralRow]!]!;
    const terms: Terms = { paidRatio, seizedRatio: paidRatio / priceRatio, receivedRatio: paidRatio / priceRatio };
    const debtUsd = this.balances.debtAmount[rows.debtRow]! * oraclePriceUsd[debtAsset[rows.debtRow]!]!;
    const collateralUsd = this.balances.collateralAmount[rows.collateralRow]! * oraclePriceUsd[collateralAsset[rows.collateralRow]!]!;
    return this.desk.findPayingCall(rows, min(capacityUsd, debtUsd, collateralUsd / terms.seizedRatio), () => terms);
  }

  private topPriceUsd({ collateralRow }: CallRows): number {
    return this.rule.startRatio * this.prices.oraclePriceUsd[this.book.collateralAsset[collateralRow]!]!;
  }

  private stairAt(ageSeconds: number): number {
    return floor(ageSeconds / this.rule.cutSeconds);
  }

  /** The last stair of the current step at which the auction is still open. */
  private lastStair({ ageSeconds }: Lot): number {
    const { tailSeconds, cuspRatio, cutRatio } = this.rule;
    const lowest = floor(Math.log(cuspRatio) / Math.log(cutRatio));
    return min(this.stairAt(max(ageSeconds, ageSeconds + this.stepSeconds - 1)), this.stairAt(tailSeconds), lowest);
  }

  /** Lets a step pass; an auction that is over starts again. */
  private age(lot: Lot): void {
    lot.ageSeconds += this.stepSeconds;
    if (lot.ageSeconds <= this.rule.tailSeconds && this.lastStair(lot) >= this.stairAt(lot.ageSeconds)) return;
    lot.ageSeconds = 0;
    lot.topPriceUsd = this.topPriceUsd(lot.rows);
  }
}
