import type { BookAsset } from '../book.js';
import type { SharedMarket } from '../shared-market.js';

/** Price factors that selling one asset for another moves: those of the one that the other does not share. */
interface Legs {
  readonly sold: readonly number[];
  readonly bought: readonly number[];
  /** Those of the sale whether or not a sale moves them: what a late sale is exposed to. */
  readonly exposed: readonly number[];
}

/** Where liquidators sell what they seized and buy what they repay: quotes against the depth of every factor on the way, and trades. */
export class TradeDesk {
  private readonly legs: readonly (readonly Legs[])[];

  constructor(
    private readonly market: SharedMarket,
    assets: readonly BookAsset[],
  ) {
    const unshared = (factors: readonly number[], others: readonly number[]): number[] => factors.filter((factor) => !others.includes(factor));
    const moved = (factors: readonly number[]): number[] => factors.filter((factor) => market.depth.moves(factor));
    this.legs = assets.map((sold) =>
      assets.map((bought): Legs => {
        const exposed = unshared(sold.factors, bought.factors);
        return { sold: moved(exposed), bought: moved(unshared(bought.factors, sold.factors)), exposed };
      }),
    );
  }

  /** What selling collateral worth `saleUsd` at market prices fetches after impact. */
  revenueUsd(collateralAsset: number, debtAsset: number, saleUsd: number): number {
    let revenueUsd = saleUsd;
    for (const factor of this.legs[collateralAsset]![debtAsset]!.sold) revenueUsd *= this.market.depth.saleMultiplier(factor, saleUsd / this.market.sizeUnitPriceUsd(factor));
    return revenueUsd;
  }

  /** What buying debt worth `purchaseUsd` at market prices costs after impact. */
  costUsd(collateralAsset: number, debtAsset: number, purchaseUsd: number): number {
    let costUsd = purchaseUsd;
    for (const factor of this.legs[collateralAsset]![debtAsset]!.bought) costUsd *= this.market.depth.purchaseMultiplier(factor, purchaseUsd / this.market.sizeUnitPriceUsd(factor));
    return costUsd;
  }

  /** Standard deviation of the log price of a sale over some steps; factors taken as independent. */
  exposure(collateralAsset: number, debtAsset: number, steps: number): number {
    let variance = 0;
    for (const factor of this.legs[collateralAsset]![debtAsset]!.exposed) variance += this.market.stepVolatility(factor) ** 2;
    return Math.sqrt(variance * steps);
  }

  /** Sells and buys, amounts in USD at market prices: prices move for everyone. */
  trade(collateralAsset: number, debtAsset: number, saleUsd: number, purchaseUsd: number): void {
    const { sold, bought } = this.legs[collateralAsset]![debtAsset]!;
    if (sold.length === 0 && bought.length === 0) return;
    const { depth } = this.market;
    for (const factor of sold) depth.sell(factor, saleUsd / this.market.sizeUnitPriceUsd(factor));
    for (const factor of bought) depth.buy(factor, purchaseUsd / this.market.sizeUnitPriceUsd(factor));
    this.market.refresh();
  }
}
