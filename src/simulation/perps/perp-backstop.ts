import type { PerpBalances, PerpBook } from './book.js';
import type { PerpBackstopRules } from './scenario.js';
import { equityUsdOf } from './valuation.js';

/**
 * The layers of one path at a perps venue that pay in money: insurance fund, and the loss that all share. `Deleverager` stands between them.
 *
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

  /** Share of a unit's deficit that deleveraging is to raise: that of what the fund leaves open of it. `deficitUsd` of others is before it in the queue for the fund. */
  deleverageShareOf(missingUsd: number, deficitUsd: number): number {
    const fundUsd = this.fundUsd - deficitUsd;
    if (!this.rules.adl || fundUsd >= missingUsd) return 0;
    return this.rules.adl.shareRatio * (fundUsd > 0 ? 1 - fundUsd / missingUsd : 1);
  }

  /** Pays a wave of deficits from the fund as far as it goes; gives what is open. */
  draw(deficitUsd: number): number {
    const paidUsd = deficitUsd < this.fundUsd ? deficitUsd : this.fundUsd;
    this.fundUsd -= paidUsd;
    this.drawUsd += paidUsd;
    return deficitUsd - paidUsd;
  }

  /**
   * Charges a loss to all units that have equity, pro rata to it: `loss · E / Σ E`, at most E.
   *
   * What even all equity cannot pay counts as socialised too: nobody is left to pay it.
   * @param onCharged told of every unit whose collateral was lowered
   * Gives what was charged, in USD.
   */
  socialise(lossUsd: number, book: PerpBook, balances: PerpBalances, profitPriceUsd: Float64Array, onCharged: (unit: number) => void): number {
    this.socialisedUsd += lossUsd;
    const equityUsd = new Float64Array(book.unitNames.length);
    let equitySumUsd = 0;
    for (let unit = 0; unit < equityUsd.length; unit++) {
      equityUsd[unit] = equityUsdOf(book, balances, profitPriceUsd, unit);
      if (equityUsd[unit]! > 0) equitySumUsd += equityUsd[unit]!;
    }
    if (!(equitySumUsd > 0)) return 0;
    const shareRatio = lossUsd < equitySumUsd ? lossUsd / equitySumUsd : 1;
    let chargedUsd = 0;
    for (let unit = 0; unit < equityUsd.length; unit++) {
      const chargeUsd = shareRatio * equityUsd[unit]!;
      if (!(chargeUsd > 0)) continue;
      balances.unitCollateralUsd[unit]! -= chargeUsd;
      chargedUsd += chargeUsd;
      onCharged(unit);
    }
    return chargedUsd;
  }
}
