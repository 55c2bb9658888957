import type { PerpBalances } from './book.js';
import type { PerpLedger } from './ledger.js';
import type { PerpBackstop } from './perp-backstop.js';
import type { PerpVenueScenario } from './scenario.js';

/** What forced closes cost and bring, beyond the trades: fees, deficits, and what is left of a unit that holds nothing any more. */
export class CloseAccounts {
  /** Deficits since they were last taken: of units closed out, and of what no winner took. */
  deficitUsd = 0;

  constructor(
    private readonly venue: PerpVenueScenario,
    private readonly balances: PerpBalances,
    private readonly ledger: PerpLedger,
    private readonly backstop: PerpBackstop,
  ) {}

  reset(): void {
    this.deficitUsd = 0;
  }

  /** Gives the deficits since the last call, and forgets them. */
  takeDeficitUsd(): number {
    const { deficitUsd } = this;
    this.deficitUsd = 0;
    return deficitUsd;
  }

  addDeficit(deficitUsd: number): void {
    this.deficitUsd += deficitUsd;
    this.ledger.deficitUsd += deficitUsd;
  }

  /** Divides a liquidation fee between the fund and the liquidators. */
  bookFee(feeUsd: number): void {
    const fundShareRatio = this.venue.backstop.feeShareRatio ?? 1;
    this.ledger.feesUsd += feeUsd;
    this.payFund(feeUsd * fundShareRatio);
    this.ledger.liquidatorFeesUsd += feeUsd * (1 - fundShareRatio);
  }

  /**
   * Settles a unit: one without positions owes nothing any more, so its deficit is written off; the backstop keeps what is left of one taken over.
   *
   * Special case: a unit that still holds a position is left as it is.
   */
  settleUnit(unit: number, isTakenOver: boolean): void {
    if (!this.isClosedOut(unit)) return;
    const leftUsd = this.balances.unitCollateralUsd[unit]!;
    if (leftUsd < 0) {
      this.addDeficit(-leftUsd);
      this.ledger.writtenOffUsd -= leftUsd;
      this.balances.unitCollateralUsd[unit] = 0;
    } else if (isTakenOver) {
      this.ledger.feesUsd += leftUsd;
      this.payFund(leftUsd);
      this.balances.unitCollateralUsd[unit] = 0;
    }
  }

  private isClosedOut(unit: number): boolean {
    const { book } = this.venue;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) if (this.balances.positionSizeBase[row] !== 0) return false;
    return true;
  }

  private payFund(feeUsd: number): void {
    this.ledger.fundFeesUsd += feeUsd;
    this.backstop.receive(feeUsd);
  }
}
