import type { BookAsset } from '../book.js';
import { TradeDesk } from '../lending/trade-desk.js';
import type { SharedMarket } from '../shared-market.js';
import type { PerpMarket } from './book.js';

/** A fill: the average price after impact, and what it was at the market before. */
export interface Fill {
  priceUsd: number;
  marketUsd: number;
}

/** A market as an asset of the trade desk: what sales of it move. */
export function toBookAssets(markets: readonly PerpMarket[]): BookAsset[] {
  return markets.map(({ market, factors, startPriceUsd }) => ({ asset: market, factors, startPriceUsd, liquidationBonusRatio: 0 }));
}

/** Where forced orders go: longs are sold into the shared depth for dollars, shorts bought from it. */
export class PerpDesk {
  private readonly desk: TradeDesk;
  /** Index of the dollar among the desk's assets. */
  private readonly dollar: number;
  private readonly fill: Fill = { priceUsd: 0, marketUsd: 0 };

  constructor(market: SharedMarket, markets: readonly PerpMarket[]) {
    this.dollar = markets.length;
    this.desk = new TradeDesk(market, [...toBookAssets(markets), { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0 }]);
  }

  /** What an order of so much base (positive buys) would fill at; a price of 0 or `Infinity` means that there is nobody to trade with. */
  quote(market: number, deltaBase: number, marketPriceUsd: number): Readonly<Fill> {
    const sizeBase = deltaBase < 0 ? -deltaBase : deltaBase;
    const tradeUsd = sizeBase * marketPriceUsd;
    this.fill.marketUsd = tradeUsd;
    this.fill.priceUsd = (deltaBase < 0 ? this.desk.revenueUsd(market, this.dollar, tradeUsd) : this.desk.costUsd(this.dollar, market, tradeUsd)) / sizeBase;
    return this.fill;
  }

  /** Executes an order that was quoted: prices move for everyone. */
  trade(market: number, deltaBase: number, marketUsd: number): void {
    if (deltaBase < 0) this.desk.trade(market, this.dollar, marketUsd, 0);
    else this.desk.trade(this.dollar, market, 0, marketUsd);
  }
}
