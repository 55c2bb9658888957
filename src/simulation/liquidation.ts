import { largestRepayableDebtUsd, seizedCollateralUsd } from '../protocol/lending/aave-v2/liquidation-call.js';
import type { MarketView } from './market-view.js';
import type { LendingScenario } from './scenario.js';
import { debtUsdOf, healthFactorOf, type Balances } from './valuation.js';

/** How often a liquidator halves a call that does not pay before giving up. */
const SIZE_HALVINGS = 8;
/** Keeps rounding from deciding at the edge of the gas test. */
const ROUNDING_SLACK = 1e-9;

/** What liquidators did on one path so far: USD at the oracle of the moment, and tokens per asset for the conservation check. */
export interface LiquidationTally {
  repaidUsd: number;
  penaltyUsd: number;
  readonly repaidAmount: Float64Array;
  readonly seizedAmount: Float64Array;
}

/** Starts an empty tally for a book with `assetCount` assets. */
export function createTally(assetCount: number): LiquidationTally {
  return { repaidUsd: 0, penaltyUsd: 0, repaidAmount: new Float64Array(assetCount), seizedAmount: new Float64Array(assetCount) };
}

/** Price factors that selling one asset for another moves: those of the one that the other does not share. */
interface Legs {
  readonly sold: readonly number[];
  readonly bought: readonly number[];
}

/**
 * Liquidators of one scenario: they act only where a call pays at market prices after impact and gas.
 *
 * Each call takes the account's largest collateral for its largest debt (values at the oracle), as much as the close factor allows,
 * halved until `proceeds − cost of the debt − gas ≥ minimum profit`.
 */
export class Liquidators {
  private readonly legs: readonly (readonly Legs[])[];
  private readonly largestBonusRatio: number;

  constructor(
    private readonly scenario: LendingScenario,
    private readonly market: MarketView,
  ) {
    const { assets } = scenario.book;
    this.largestBonusRatio = Math.max(...assets.map(({ liquidationBonusRatio }) => liquidationBonusRatio));
    this.legs = assets.map((sold) =>
      assets.map((bought) => ({
        sold: sold.factors.filter((factor) => !bought.factors.includes(factor)),
        bought: bought.factors.filter((factor) => !sold.factors.includes(factor)),
      })),
    );
  }

  /**
   * Whether any call on the account could pay for its gas: false spares the engine the dust that nobody ever liquidates.
   *
   * Exact: a call repays at most the close factor of the debt and earns at most the largest bonus on it before impact.
   */
  canPay(account: number, balances: Balances): boolean {
    const { book, closeFactorRatio, liquidators } = this.scenario;
    const largestRepaidUsd = debtUsdOf(book, balances, this.market.oraclePriceUsd, account) * closeFactorRatio;
    return largestRepaidUsd * this.largestBonusRatio * (1 + ROUNDING_SLACK) > liquidators.gasUsd + liquidators.minimumProfitUsd;
  }

  /**
   * Liquidates one account as far as it pays and is allowed, within `capacityUsd` of repaid debt.
   *
   * Changes `balances` and the market's depth; adds to `tally`. Gives the debt repaid in USD at the oracle; 0 = left alone.
   */
  liquidate(account: number, balances: Balances, capacityUsd: number, tally: LiquidationTally): number {
    const { book, liquidators } = this.scenario;
    let totalUsd = 0;
    for (let call = 0; call < liquidators.callsPerAccountPerStep && totalUsd < capacityUsd; call++) {
      if (healthFactorOf(book, balances, this.market.oraclePriceUsd, account) >= 1) break;
      const repaidUsd = this.callOnce(account, balances, capacityUsd - totalUsd, tally);
      if (repaidUsd === 0) break;
      totalUsd += repaidUsd;
    }
    return totalUsd;
  }

  private callOnce(account: number, balances: Balances, capacityUsd: number, tally: LiquidationTally): number {
    const { book, closeFactorRatio } = this.scenario;
    const oraclePriceUsd = this.market.oraclePriceUsd;
    const collateralRow = largestRow(book.collateralStart, book.collateralAsset, balances.collateralAmount, oraclePriceUsd, account);
    const debtRow = largestRow(book.debtStart, book.debtAsset, balances.debtAmount, oraclePriceUsd, account);
    if (collateralRow < 0 || debtRow < 0) return 0;
    const collateralAsset = book.collateralAsset[collateralRow]!;
    const debtAsset = book.debtAsset[debtRow]!;
    const bonusRatio = book.assets[collateralAsset]!.liquidationBonusRatio;
    const largestUsd = Math.min(
      capacityUsd,
      largestRepayableDebtUsd({
        debtAmount: balances.debtAmount[debtRow]!,
        debtPriceUsd: oraclePriceUsd[debtAsset]!,
        collateralAmount: balances.collateralAmount[collateralRow]!,
        collateralPriceUsd: oraclePriceUsd[collateralAsset]!,
        liquidationBonusRatio: bonusRatio,
        closeFactorRatio,
      }),
    );
    const repaidUsd = this.sizeThatPays(largestUsd, bonusRatio, collateralAsset, debtAsset);
    if (repaidUsd === 0) return 0;
    const seizedUsd = seizedCollateralUsd(repaidUsd, bonusRatio);
    tally.repaidAmount[debtAsset]! += takeFrom(balances.debtAmount, debtRow, repaidUsd / oraclePriceUsd[debtAsset]!);
    tally.seizedAmount[collateralAsset]! += takeFrom(balances.collateralAmount, collateralRow, seizedUsd / oraclePriceUsd[collateralAsset]!);
    this.trade(seizedUsd, repaidUsd, collateralAsset, debtAsset);
    tally.repaidUsd += repaidUsd;
    tally.penaltyUsd += seizedUsd - repaidUsd;
    return repaidUsd;
  }

  private sizeThatPays(largestUsd: number, bonusRatio: number, collateralAsset: number, debtAsset: number): number {
    const { gasUsd, minimumProfitUsd } = this.scenario.liquidators;
    let repaidUsd = largestUsd;
    for (let halving = 0; halving <= SIZE_HALVINGS; halving++) {
      if (repaidUsd * bonusRatio <= gasUsd + minimumProfitUsd) return 0;
      const profitUsd = this.profitUsd(repaidUsd, seizedCollateralUsd(repaidUsd, bonusRatio), collateralAsset, debtAsset) - gasUsd;
      if (profitUsd >= minimumProfitUsd) return repaidUsd;
      repaidUsd /= 2;
    }
    return 0;
  }

  /** Profit before gas: what the seized collateral fetches in the market less what the repaid debt costs there. */
  private profitUsd(repaidUsd: number, seizedUsd: number, collateralAsset: number, debtAsset: number): number {
    const { marketPriceUsd, oraclePriceUsd, depth } = this.market;
    const { sold, bought } = this.legs[collateralAsset]![debtAsset]!;
    let revenueUsd = seizedUsd * (marketPriceUsd[collateralAsset]! / oraclePriceUsd[collateralAsset]!);
    let costUsd = repaidUsd * (marketPriceUsd[debtAsset]! / oraclePriceUsd[debtAsset]!);
    for (const factor of sold) revenueUsd *= depth.saleMultiplier(factor, seizedUsd / this.market.sizeUnitPriceUsd(factor));
    for (const factor of bought) costUsd *= depth.purchaseMultiplier(factor, repaidUsd / this.market.sizeUnitPriceUsd(factor));
    return revenueUsd - costUsd;
  }

  private trade(seizedUsd: number, repaidUsd: number, collateralAsset: number, debtAsset: number): void {
    const { sold, bought } = this.legs[collateralAsset]![debtAsset]!;
    for (const factor of sold) this.market.depth.sell(factor, seizedUsd / this.market.sizeUnitPriceUsd(factor));
    for (const factor of bought) this.market.depth.buy(factor, repaidUsd / this.market.sizeUnitPriceUsd(factor));
    if (sold.length + bought.length > 0) this.market.refreshMarket();
  }
}

/** Takes up to `amount` from a row, never below zero (rounding may ask for a hair more), and gives what was taken. */
function takeFrom(amounts: Float64Array, row: number, amount: number): number {
  const taken = Math.min(amount, amounts[row]!);
  amounts[row] = amounts[row]! - taken;
  return taken;
}

/** Row of the account's largest position by value; -1 when it has none worth anything. Ties go to the first row. */
function largestRow(start: Int32Array, assetOfRow: Int32Array, amount: Float64Array, priceUsd: Float64Array, account: number): number {
  let best = -1;
  let bestUsd = 0;
  for (let row = start[account]!, end = start[account + 1]!; row < end; row++) {
    const valueUsd = amount[row]! * priceUsd[assetOfRow[row]!]!;
    if (valueUsd > bestUsd) {
      bestUsd = valueUsd;
      best = row;
    }
  }
  return best;
}
