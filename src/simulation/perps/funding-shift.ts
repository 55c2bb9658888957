import type { PerpBook } from './book.js';
import type { SafetyBounds } from './safety-bounds.js';

// Bound once: see shared-market.ts.
const { max } = Math;

/**
 * How far funding has moved the prices at which positions are sound, by market and side: never less than it did.
 *
 * A long that paid ΔG more is as well off as before at a price higher by at most ΔG / (1 − highest rate), one that was paid at a price lower by at least
 * |ΔG| / (1 − lowest rate); a short by ΔG / (1 + highest rate) and |ΔG| / (1 + lowest rate). Shifts of single steps add up to at least the shift of their sum
 * for longs, and at most that for shorts: a level of any step is safe when both are taken from the running totals.
 */
export class FundingShift {
  readonly longUsd: Float64Array;
  readonly shortUsd: Float64Array;
  private readonly lastUsdPerBase: Float64Array;
  private readonly lowRate: Float64Array;
  private readonly highLongRate: Float64Array;
  private readonly highShortRate: Float64Array;

  constructor(
    book: PerpBook,
    bounds: SafetyBounds,
    private readonly fundingUsdPerBase: Float64Array,
  ) {
    const count = book.markets.length;
    this.longUsd = new Float64Array(count);
    this.shortUsd = new Float64Array(count);
    this.lastUsdPerBase = new Float64Array(count);
    this.lowRate = Float64Array.from({ length: count }, (_, market) => bounds.lowestRate(market, 0));
    this.highLongRate = new Float64Array(count);
    this.highShortRate = new Float64Array(count);
    for (let unit = 0; unit < book.unitNames.length; unit++) {
      if (!bounds.isBounded(unit)) continue;
      for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
        const market = book.positionMarket[row]!;
        const sizeBase = book.positionSizeBase[row]!;
        const rates = sizeBase > 0 ? this.highLongRate : this.highShortRate;
        rates[market] = max(rates[market]!, bounds.highestRate(market, sizeBase));
      }
    }
  }

  reset(): void {
    this.longUsd.fill(0);
    this.shortUsd.fill(0);
    this.lastUsdPerBase.fill(0);
  }

  /** Takes in the funding of a step. */
  advance(): void {
    for (let market = 0; market < this.longUsd.length; market++) {
      const paidUsd = this.fundingUsdPerBase[market]! - this.lastUsdPerBase[market]!;
      if (paidUsd === 0) continue;
      this.lastUsdPerBase[market] = this.fundingUsdPerBase[market]!;
      this.longUsd[market]! += paidUsd / (1 - (paidUsd > 0 ? this.highLongRate : this.lowRate)[market]!);
      this.shortUsd[market]! += paidUsd / (1 + (paidUsd > 0 ? this.highShortRate : this.lowRate)[market]!);
    }
  }
}
