import type { PerpBook } from './book.js';

/** What a perps venue booked on one path, running totals in USD. */
export class PerpLedger {
  /** Notional of units below their margin that was closed, at the mark, and what of it was traded, at the market price before the trade. */
  closedUsd = 0;
  tradedUsd = 0;
  /** What closing cost units against the mark; negative where fills were better. */
  slippageUsd = 0;
  /** Fees taken from units, what the backstop kept of units taken over included. */
  feesUsd = 0;
  fundFeesUsd = 0;
  liquidatorFeesUsd = 0;
  /** What units owed beyond their margin and were let off. */
  writtenOffUsd = 0;
  /** What somebody else must pay for that: what units were let off, and what selling what no winner took cost more. */
  deficitUsd = 0;
  /** Taken from winners and from all accounts. */
  seizedUsd = 0;
  chargedUsd = 0;
  /** Cash that units got for what was closed, less what they paid. */
  tradeCashUsd = 0;
  /** Net base that units closed, by market: sold is positive. */
  readonly soldBase: Float64Array;
  /** Funding that was paid when positions were closed, and that fell due on all of them, by market: what longs paid less what shorts did. */
  readonly fundingSettledUsd: Float64Array;
  readonly fundingAccruedUsd: Float64Array;
  /** Longs less shorts at the start. */
  private readonly startBase: Float64Array;
  private readonly lastFundingUsdPerBase: Float64Array;

  constructor(book: PerpBook) {
    const markets = book.markets.length;
    this.soldBase = new Float64Array(markets);
    this.fundingSettledUsd = new Float64Array(markets);
    this.fundingAccruedUsd = new Float64Array(markets);
    this.lastFundingUsdPerBase = new Float64Array(markets);
    this.startBase = new Float64Array(markets);
    for (let row = 0; row < book.positionMarket.length; row++) this.startBase[book.positionMarket[row]!]! += book.positionSizeBase[row]!;
  }

  reset(): void {
    this.closedUsd = 0;
    this.tradedUsd = 0;
    this.slippageUsd = 0;
    this.feesUsd = 0;
    this.fundFeesUsd = 0;
    this.liquidatorFeesUsd = 0;
    this.writtenOffUsd = 0;
    this.deficitUsd = 0;
    this.seizedUsd = 0;
    this.chargedUsd = 0;
    this.tradeCashUsd = 0;
    this.soldBase.fill(0);
    this.fundingSettledUsd.fill(0);
    this.fundingAccruedUsd.fill(0);
    this.lastFundingUsdPerBase.fill(0);
  }

  /** Longs less shorts in a market now: what the other side of the market, outside the book, is short of. */
  netBase(market: number): number {
    return this.startBase[market]! - this.soldBase[market]!;
  }

  /** Books what fell due in a step on the positions that are open. */
  accrueFunding(fundingUsdPerBase: Float64Array): void {
    for (let market = 0; market < fundingUsdPerBase.length; market++) {
      this.fundingAccruedUsd[market]! += (fundingUsdPerBase[market]! - this.lastFundingUsdPerBase[market]!) * this.netBase(market);
      this.lastFundingUsdPerBase[market] = fundingUsdPerBase[market]!;
    }
  }
}
