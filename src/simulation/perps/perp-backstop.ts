import type { PerpBalances, PerpBook } from './book.js';
import { findWinners, seizeFromWinners } from './deleverage.js';
import type { PerpBackstopRules } from './scenario.js';

/**
 * The waterfall of one path at a perps venue: insurance fund, then deleveraging of winners, then a loss that all share.
 *
 * Per wave of deficits D: `fund = min(D, F)`, `ADL budget = share · (D − fund)` taken from winners' positive profit by the venue's policy, the rest is
 * socialised. `settleWave` of the protocol library is the same to the smallest unit. What is socialised is charged after the horizon, so it
 * does not bring anyone down on the way.
 * Conserves: `deficits = fund draw + deleveraged + socialised`, and `fund = start + inflows + fees − draw`, never below 0.
 */
export class PerpBackstop {
  drawUsd = 0;
  adlUsd = 0;
  socialisedUsd = 0;
  fundUsd = 0;
  /** Inflows and fees so far. */
  receivedUsd = 0;

  constructor(private readonly rules: PerpBackstopRules) {}

  reset(): void {
    this.fundUsd = this.rules.fundUsd;
    this.drawUsd = 0;
    this.adlUsd = 0;
    this.socialisedUsd = 0;
    this.receivedUsd = 0;
  }

  /** Lets the inflow of one step come in. */
  advance(): void {
    this.receive(this.rules.inflowUsdPerStep ?? 0);
  }

  receive(amountUsd: number): void {
    this.fundUsd += amountUsd;
    this.receivedUsd += amountUsd;
  }

  /**
   * Pays a wave of deficits.
   *
   * @param lostSides sides that lost, see `findWinners`
   * @param onSeized told of every unit that something was taken from, after its collateral was lowered
   */
  cover(deficitUsd: number, book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, lostSides: Uint8Array, onSeized: (unit: number, seizedUsd: number) => void): void {
    const paidUsd = deficitUsd < this.fundUsd ? deficitUsd : this.fundUsd;
    this.fundUsd -= paidUsd;
    this.drawUsd += paidUsd;
    let openUsd = deficitUsd - paidUsd;
    if (openUsd > 0 && this.rules.adl) {
      const { policy, shareRatio } = this.rules.adl;
      for (const { unit, seizedUsd } of seizeFromWinners(policy, shareRatio * openUsd, findWinners(book, balances, priceUsd, lostSides))) {
        balances.unitCollateralUsd[unit]! -= seizedUsd;
        this.adlUsd += seizedUsd;
        openUsd -= seizedUsd;
        onSeized(unit, seizedUsd);
      }
    }
    // Seizures are rounded down to a millionth of a dollar each, the sum of them never exceeds what is open by more than rounding.
    this.socialisedUsd += openUsd > 0 ? openUsd : 0;
  }
}
