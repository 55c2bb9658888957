/** What stands between bad debt and suppliers. */
export interface BackstopRules {
  /** Insurance fund at the start. */
  readonly fundUsd: number;
  /** Paid in every step; 0 when left out. */
  readonly inflowUsdPerStep?: number | undefined;
  /** Share of the protocol's liquidation fees that goes to the fund; 0 when left out. */
  readonly feeShareRatio?: number | undefined;
}

/**
 * The waterfall of one path at a lending venue: liquidators first, then the insurance fund, then suppliers.
 *
 * Conserves: `deficits = fund draw + socialised`, and `fund = start + inflows − draw`, never below 0.
 */
export class Backstop {
  drawUsd = 0;
  socialisedUsd = 0;
  private fundUsd = 0;

  constructor(private readonly rules: BackstopRules = { fundUsd: 0 }) {}

  reset(): void {
    this.fundUsd = this.rules.fundUsd;
    this.drawUsd = 0;
    this.socialisedUsd = 0;
  }

  /** Lets the inflow of one step come in. */
  advance(): void {
    this.fundUsd += this.rules.inflowUsdPerStep ?? 0;
  }

  /** Takes the fund's share of a liquidation fee in. */
  receiveFee(feeUsd: number): void {
    this.fundUsd += feeUsd * (this.rules.feeShareRatio ?? 0);
  }

  /** Pays a deficit as far as the fund goes; the rest is socialised. */
  cover(deficitUsd: number): void {
    const paidUsd = deficitUsd < this.fundUsd ? deficitUsd : this.fundUsd;
    this.fundUsd -= paidUsd;
    this.drawUsd += paidUsd;
    this.socialisedUsd += deficitUsd - paidUsd;
  }
}
