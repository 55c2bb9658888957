import { advanceFunding, computePremiumFundingRate, type FundingState } from '../../protocol/perps/account/funding.js';
import type { SharedMarket } from '../shared-market.js';
import { VenuePrices } from '../venue-prices.js';
import { toBookAssets } from './perp-desk.js';
import type { FundingRule, PerpVenueScenario } from './scenario.js';
import type { PerpPrices } from './valuation.js';

const SECONDS_PER_DAY = 86_400;
const AT_REST: FundingState = { ratePerDay: 0, fundingUsdPerBase: 0 };

/**
 * Prices of a perps venue: its mark, the market's price, and what funding makes of the mark.
 *
 * Funding: in every step the positions that are open pay `rate · mark · time` per base, longs to shorts where the rate is positive. Σ size · (mark − entry) − Σ size ·
 * (paid since the start) is Σ size · ((mark − paid) − entry): profit is measured at the mark less what one long base has paid, and nothing is kept by position.
 */
export class PerpVenuePrices implements PerpPrices {
  readonly markUsd: Float64Array;
  readonly profitUsd: Float64Array;
  readonly marketUsd: Float64Array;
  /** What one long base has paid in each market since the start. */
  readonly fundingUsdPerBase: Float64Array;
  private readonly prices: VenuePrices;
  private readonly rule: FundingRule | undefined;
  private readonly states: FundingState[];
  private readonly settleMarkUsd: Float64Array;
  private readonly settleProfitUsd: Float64Array;

  constructor(
    { book, oracle, funding }: PerpVenueScenario,
    private readonly market: SharedMarket,
  ) {
    const count = book.markets.length;
    this.prices = new VenuePrices(market, toBookAssets(book.markets), oracle);
    this.rule = funding;
    this.markUsd = this.prices.oraclePriceUsd;
    this.marketUsd = this.prices.marketPriceUsd;
    this.fundingUsdPerBase = new Float64Array(count);
    this.states = book.markets.map(() => AT_REST);
    this.settleMarkUsd = new Float64Array(count);
    this.profitUsd = funding ? new Float64Array(count) : this.markUsd;
    this.settleProfitUsd = funding ? new Float64Array(count) : this.settleMarkUsd;
  }

  reset(): void {
    this.prices.reset();
    this.states.fill(AT_REST);
    this.fundingUsdPerBase.fill(0);
  }

  /** Lets the oracle look at the market of this step, and charges the funding of the time since the step before. */
  read(): void {
    this.prices.readOracle();
    if (!this.rule) return;
    if (this.market.step > 0) this.charge(this.rule);
    this.takeFundingOff(this.markUsd, this.profitUsd);
  }

  /** Brings market prices up to date after sales, whoever made them. */
  refreshMarket(): void {
    this.prices.refreshMarket();
  }

  /** Prices at the horizon without temporary impact. */
  readSettlement(): PerpPrices {
    this.prices.settlePrices(this.settleMarkUsd);
    if (this.rule) this.takeFundingOff(this.settleMarkUsd, this.settleProfitUsd);
    return { markUsd: this.settleMarkUsd, profitUsd: this.settleProfitUsd };
  }

  private charge(rule: FundingRule): void {
    if (rule.kind === 'premium') this.prices.settlePrices(this.settleMarkUsd);
    for (let market = 0; market < this.states.length; market++) {
      const ratePerDay = rule.kind === 'fixed' ? rule.ratesPerDay[market]! : this.premiumRatePerDay(rule, market);
      this.states[market] = advanceFunding({ ...this.states[market]!, ratePerDay }, this.markUsd[market]!, this.market.scenario.stepSeconds);
      this.fundingUsdPerBase[market] = this.states[market]!.fundingUsdPerBase;
    }
  }

  /** The premium is how far forced trades hold the market's price from where it comes back to. */
  private premiumRatePerDay(rule: Extract<FundingRule, { kind: 'premium' }>, market: number): number {
    const premiumRate = this.marketUsd[market]! / this.settleMarkUsd[market]! - 1;
    return computePremiumFundingRate(rule, premiumRate) * (SECONDS_PER_DAY / rule.intervalSeconds);
  }

  private takeFundingOff(markUsd: Float64Array, out: Float64Array): void {
    for (let market = 0; market < out.length; market++) out[market] = markUsd[market]! - this.fundingUsdPerBase[market]!;
  }
}
