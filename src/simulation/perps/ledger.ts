/** What a perps venue booked on one path, running totals in USD. */
export class PerpLedger {
  /** Notional closed, at the mark and at the market price before the trade. */
  closedUsd = 0;
  tradedUsd = 0;
  /** What closing fetched less what it would have at the mark; negative where fills were worse. */
  slippageUsd = 0;
  /** Fees taken from units, what the backstop kept of units taken over included. */
  feesUsd = 0;
  fundFeesUsd = 0;
  liquidatorFeesUsd = 0;
  /** Deficits that were written off units. */
  deficitUsd = 0;
  /** Taken from winners. */
  seizedUsd = 0;
  /** Cash that units got for what was closed, less what they paid. */
  tradeCashUsd = 0;
  /** Net base that units closed, by market: sold is positive. */
  readonly soldBase: Float64Array;

  constructor(markets: number) {
    this.soldBase = new Float64Array(markets);
  }

  reset(): void {
    this.closedUsd = 0;
    this.tradedUsd = 0;
    this.slippageUsd = 0;
    this.feesUsd = 0;
    this.fundFeesUsd = 0;
    this.liquidatorFeesUsd = 0;
    this.deficitUsd = 0;
    this.seizedUsd = 0;
    this.tradeCashUsd = 0;
    this.soldBase.fill(0);
  }
}
