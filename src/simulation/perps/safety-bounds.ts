import { computeLiquidationPriceUsd } from '../../protocol/perps/account/liquidation-price.js';
import type { MarginCurve } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpBalances, PerpBook } from './book.js';
import { NO_OPEN_INTEREST_USD } from './valuation.js';

// Bound once: see shared-market.ts.
const { abs, max, min, sqrt } = Math;

/**
 * Rounding guard: bounds are exact in real numbers, equities and requirements are computed in floating point. What is this close, relative
 * to the amounts that the sums are made of, is valued rather than skipped.
 */
const BOUND_SLACK = 1e-9;
/** Above this rate a falling price frees nearly as much margin as it costs: bounds mean nothing, and the unit is valued at every step. */
const RATE_BOUND = 0.99;

/** Lowest and highest rate of a curve's tiers, before what the size of a position adds. */
interface TierRates {
  readonly curve: MarginCurve;
  readonly low: number;
  readonly high: number;
}

/**
 * What may happen to the units of a book before they must be looked at: prices that are surely sound, from the state at hand.
 *
 * `levels[row]` is a mark: a long is sound above it, a short below it, as long as all positions of the unit are on the safe side of theirs and funding stands still.
 */
export class SafetyBounds {
  private readonly tierRates: readonly TierRates[];
  /** Written by `measure`, for the open positions of the unit; one entry per position. */
  readonly levels: Float64Array;
  /** 1 where levels say something about a unit: all its longs lose more than their requirement falls, at the largest size that they ever have. */
  private readonly bounded: Uint8Array;

  constructor(
    private readonly book: PerpBook,
    private readonly balances: PerpBalances,
  ) {
    this.tierRates = book.markets.map(({ schedule: { maintenance: curve } }) => ({ curve, low: min(...curve.rates), high: max(...curve.rates) }));
    this.levels = new Float64Array(book.positionMarket.length);
    this.bounded = Uint8Array.from(book.unitNames, (_, unit) => (this.hasLowRates(unit) ? 1 : 0));
  }

  /** Lowest marginal rate that a position may meet at any price; that of all sizes when the size is 0. */
  lowestRate(market: number, sizeBase: number): number {
    const { curve, low } = this.tierRates[market]!;
    return max(low + addedRate(curve, sizeBase), curve.rateMin);
  }

  /** Highest marginal rate that a position may meet at any price. */
  highestRate(market: number, sizeBase: number): number {
    const { curve, high } = this.tierRates[market]!;
    return max(high + addedRate(curve, sizeBase), curve.rateMin);
  }

  /** Whether levels say anything about a unit, now and later: positions never grow. */
  isBounded(unit: number): boolean {
    return this.bounded[unit] === 1;
  }

  /**
   * Writes the levels of a bounded unit's open positions.
   *
   * @param excessUsd equity less requirement now
   * @param fundingUsdPerBase what one long base has paid in each market since the start
   * Gives false when the unit is too close to its requirement for any level to be safe.
   */
  measure(unit: number, excessUsd: number, markUsd: Float64Array, fundingUsdPerBase: Float64Array): boolean {
    const { book, balances } = this;
    let open = 0;
    let only = -1;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
      if (balances.positionSizeBase[row] === 0) continue;
      only = row;
      open++;
    }
    if (open !== 1) return this.measureSeveral(unit, excessUsd, markUsd, fundingUsdPerBase);
    const market = book.positionMarket[only]!;
    const levelUsd = this.singleLevelUsd(unit, only, fundingUsdPerBase[market]!);
    this.levels[only] = levelUsd;
    return balances.positionSizeBase[only]! > 0 ? markUsd[market]! > levelUsd : markUsd[market]! < levelUsd;
  }

  private hasLowRates(unit: number): boolean {
    const { book } = this;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
      const sizeBase = book.positionSizeBase[row]!;
      if (sizeBase > 0 && this.highestRate(book.positionMarket[row]!, sizeBase) > RATE_BOUND) return false;
    }
    return true;
  }

  /** The liquidation price of a unit's only open position, moved by the slack towards the safe side, so that what is beyond is surely sound. */
  private singleLevelUsd(unit: number, row: number, fundingUsd: number): number {
    const { book, balances } = this;
    const sizeBase = balances.positionSizeBase[row]!;
    const market = book.positionMarket[row]!;
    const { curve } = this.tierRates[market]!;
    const collateralUsd = balances.unitCollateralUsd[unit]!;
    const entryUsd = book.positionEntryPriceUsd[row]! + fundingUsd;
    const exposure = { sizeBase, equityAtZeroPriceUsd: collateralUsd - sizeBase * entryUsd, otherMaintenanceUsd: 0, openInterestUsd: NO_OPEN_INTEREST_USD };
    const priceUsd = computeLiquidationPriceUsd(curve, exposure);
    if (priceUsd === Infinity) return Infinity;
    const fixedUsd = abs(collateralUsd) + abs(curve.constantUsd) + abs(curve.deductionsUsd[0]!);
    const slackUsd = BOUND_SLACK * (fixedUsd / abs(sizeBase) + book.positionEntryPriceUsd[row]! + abs(fundingUsd) + priceUsd);
    return sizeBase > 0 ? priceUsd + slackUsd / (1 - this.highestRate(market, sizeBase)) : priceUsd - slackUsd;
  }

  /**
   * Levels of a unit with several open positions: what the unit can lose is divided among them, and each may lose its part.
   *
   * With X = equity − requirement now, a long of q base that falls by d loses `q d` and frees at least the share `lowest rate` of it; a short that rises by d
   * loses `q d` and needs at most `highest rate` of it more. With parts b, Σ b = X, the levels are `price − b / (q (1 − lowest))` for longs and
   * `price + b / (q (1 + highest))` for shorts. Parts go by the root of the notional: a small position may move further for little, so that fewer levels are reached.
   */
  private measureSeveral(unit: number, excessUsd: number, markUsd: Float64Array, fundingUsdPerBase: Float64Array): boolean {
    const { book, balances, levels } = this;
    const from = book.unitStart[unit]!;
    const end = book.unitStart[unit + 1]!;
    let weightSum = 0;
    let scaleUsd = abs(balances.unitCollateralUsd[unit]!);
    for (let row = from; row < end; row++) {
      const market = book.positionMarket[row]!;
      const sizeBase = abs(balances.positionSizeBase[row]!);
      levels[row] = sqrt(sizeBase * markUsd[market]!);
      weightSum += levels[row]!;
      scaleUsd += sizeBase * (markUsd[market]! + book.positionEntryPriceUsd[row]! + abs(fundingUsdPerBase[market]!));
    }
    const spareUsd = excessUsd - BOUND_SLACK * scaleUsd;
    if (!(spareUsd > 0)) return false;
    for (let row = from; row < end; row++) {
      const sizeBase = balances.positionSizeBase[row]!;
      const market = book.positionMarket[row]!;
      const lossUsd = spareUsd * (levels[row]! / weightSum);
      const lossPerPriceBase = sizeBase > 0 ? sizeBase * (1 - this.lowestRate(market, sizeBase)) : sizeBase * (1 + this.highestRate(market, sizeBase));
      const levelUsd = markUsd[market]! - lossUsd / lossPerPriceBase;
      levels[row] = levelUsd;
      // A part lost in the rounding of the price is no room.
      if (levelUsd === markUsd[market]!) return false;
    }
    return true;
  }
}

/** What the size of a position adds to the rates of its curve. */
function addedRate({ ratePerBase, ratePerSqrtBase }: MarginCurve, sizeBase: number): number {
  const magnitude = abs(sizeBase);
  return (ratePerBase > 0 ? ratePerBase * magnitude : 0) + (ratePerSqrtBase > 0 ? ratePerSqrtBase * sqrt(magnitude) : 0);
}
