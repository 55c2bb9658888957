import { computeLiquidationPriceUsd } from '../../protocol/perps/account/liquidation-price.js';
import { computeTierRate } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpBalances, PerpBook } from './book.js';
import { NO_OPEN_INTEREST_USD } from './valuation.js';

// Bound once: see shared-market.ts.
const { abs, log, max, sqrt } = Math;

/**
 * Rounding guard: bounds are exact in real numbers, equities and requirements are computed in floating point. What is this close, relative
 * to the amounts that the sums are made of, is valued rather than skipped.
 */
const BOUND_SLACK = 1e-9;
/** Above this rate a falling price frees nearly as much margin as it costs: bounds mean nothing, and the unit is valued at every step. */
export const RATE_BOUND = 0.99;

/** Lowest and highest marginal rate of each position's requirement, over all tiers. */
export interface RowRates {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Measures the rates that the positions of a book may meet at any price. */
export function measureRowRates(book: PerpBook): RowRates {
  const count = book.positionMarket.length;
  const rates = { low: new Float64Array(count), high: new Float64Array(count) };
  for (let row = 0; row < count; row++) {
    const curve = book.markets[book.positionMarket[row]!]!.schedule.maintenance;
    const all = Array.from(curve.rates, (_, tier) => computeTierRate(curve, tier, abs(book.positionSizeBase[row]!), NO_OPEN_INTEREST_USD));
    rates.low[row] = Math.min(...all);
    rates.high[row] = max(...all);
  }
  return rates;
}

/** Whether bounds say anything about a unit: all its longs lose more than their requirement falls. */
export function isBounded(book: PerpBook, rates: RowRates, unit: number): boolean {
  for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) if (book.positionSizeBase[row]! > 0 && rates.high[row]! > RATE_BOUND) return false;
  return true;
}

/**
 * Gives the mark price that a unit of one position must pass before it can be liquidatable: a long falling to it, a short rising to it.
 *
 * `row` is the unit's only position that is open. `computeLiquidationPriceUsd` moved by the slack towards the safe side, so that what is beyond is surely sound.
 */
export function singleUnitLevelUsd(book: PerpBook, balances: PerpBalances, rates: RowRates, unit: number, row: number): number {
  const sizeBase = balances.positionSizeBase[row]!;
  const curve = book.markets[book.positionMarket[row]!]!.schedule.maintenance;
  const collateralUsd = balances.unitCollateralUsd[unit]!;
  const entryUsd = book.positionEntryPriceUsd[row]!;
  const exposure = { sizeBase, equityAtZeroPriceUsd: collateralUsd - sizeBase * entryUsd, otherMaintenanceUsd: 0, openInterestUsd: NO_OPEN_INTEREST_USD };
  const priceUsd = computeLiquidationPriceUsd(curve, exposure);
  if (priceUsd === Infinity) return Infinity;
  const fixedUsd = abs(collateralUsd) + abs(curve.constantUsd) + abs(curve.deductionsUsd[0]!);
  const slackUsd = BOUND_SLACK * (fixedUsd / abs(sizeBase) + entryUsd + priceUsd);
  return sizeBase > 0 ? priceUsd + slackUsd / (1 - rates.high[row]!) : priceUsd - slackUsd;
}

/**
 * Gives the largest δ such that a unit is sound while no price moves against it by more than δ in log from those given.
 *
 * With X = equity − requirement now, longs fall by e^−δ and shorts rise by e^δ. A long of notional n loses `n (1 − e^−δ)` and frees at least the
 * share `rate low` of it; a short loses `n (e^δ − 1)` and needs at most `rate high` of it more. With `A = Σ long n (1 − low)`, `B = Σ short n (1 + high)`
 * and u = e^−δ the margin is used up no sooner than at `A (1 − u) + B (1/u − 1) = X`, that is at the positive root of `A u² + (X + B − A) u − B = 0`.
 * Special cases: −∞ when the unit is not sound now; `Infinity` for longs that even a price of 0 does not bring down.
 */
export function multiUnitBoundLog(book: PerpBook, balances: PerpBalances, rates: RowRates, priceUsd: Float64Array, excessUsd: number, unit: number): number {
  let fallUsd = 0;
  let riseUsd = 0;
  let scaleUsd = abs(balances.unitCollateralUsd[unit]!);
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
    const sizeBase = balances.positionSizeBase[row]!;
    const rowPriceUsd = priceUsd[book.positionMarket[row]!]!;
    if (sizeBase > 0) fallUsd += sizeBase * rowPriceUsd * (1 - rates.low[row]!);
    else riseUsd -= sizeBase * rowPriceUsd * (1 + rates.high[row]!);
    scaleUsd += abs(sizeBase) * (rowPriceUsd + book.positionEntryPriceUsd[row]!);
  }
  const spareUsd = excessUsd - BOUND_SLACK * scaleUsd;
  if (!(spareUsd > 0)) return -Infinity;
  const ratio = positiveRoot(fallUsd, spareUsd + riseUsd - fallUsd, riseUsd);
  return ratio > 0 ? -log(ratio) - BOUND_SLACK : Infinity;
}

/** The root u ≥ 0 of a u² + b u − c = 0 for a, c ≥ 0, in the form that does not cancel. */
function positiveRoot(a: number, b: number, c: number): number {
  const root = sqrt(b * b + 4 * a * c);
  if (b > 0) return (2 * c) / (b + root);
  return (root - b) / (2 * a);
}
