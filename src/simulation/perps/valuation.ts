import { computeMarginUsd } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpBalances, PerpBook } from './book.js';

/** Maintenance margins of the simulation do not scale with open interest. */
export const NO_OPEN_INTEREST_USD = 0;

/** What positions are valued at, one entry per market. */
export interface PerpPrices {
  /** The mark: what margins are asked on. */
  readonly markUsd: Float64Array;
  /** The mark less the funding that one long base has paid since the start: what profit is measured at. The same array as `markUsd` without funding. */
  readonly profitUsd: Float64Array;
}

/** Gives a unit's equity: collateral + Σ size · (price − entry), at the prices that profit is measured at. USD; negative when it owes more than it has. */
export function equityUsdOf(book: PerpBook, balances: PerpBalances, profitPriceUsd: Float64Array, unit: number): number {
  let equityUsd = balances.unitCollateralUsd[unit]!;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
    equityUsd += balances.positionSizeBase[row]! * (profitPriceUsd[book.positionMarket[row]!]! - book.positionEntryPriceUsd[row]!);
  }
  return equityUsd;
}

/** Gives the sum of a unit's maintenance margins at the mark. */
export function maintenanceUsdOf(book: PerpBook, balances: PerpBalances, markPriceUsd: Float64Array, unit: number): number {
  let marginUsd = 0;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) marginUsd += rowMaintenanceUsdOf(book, balances, markPriceUsd, row);
  return marginUsd;
}

/** Gives the maintenance margin of one position at the mark. */
export function rowMaintenanceUsdOf(book: PerpBook, balances: PerpBalances, markPriceUsd: Float64Array, row: number): number {
  const market = book.positionMarket[row]!;
  return computeMarginUsd(book.markets[market]!.schedule.maintenance, balances.positionSizeBase[row]!, markPriceUsd[market]!, NO_OPEN_INTEREST_USD);
}

/** Gives the sum of the magnitudes of a unit's positions at the mark. */
export function notionalUsdOf(book: PerpBook, balances: PerpBalances, markPriceUsd: Float64Array, unit: number): number {
  let notionalUsd = 0;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
    notionalUsd += Math.abs(balances.positionSizeBase[row]!) * markPriceUsd[book.positionMarket[row]!]!;
  }
  return notionalUsd;
}

/**
 * Gives equity over maintenance margin: below 1 a unit is liquidatable, exactly at it still safe, as `isLiquidatable` has it.
 *
 * Special case: `Infinity` where no margin is asked for, hence without positions.
 */
export function marginHealthOf(book: PerpBook, balances: PerpBalances, { markUsd, profitUsd }: PerpPrices, unit: number): number {
  const maintenanceUsd = maintenanceUsdOf(book, balances, markUsd, unit);
  if (!(maintenanceUsd > 0)) return Infinity;
  return divideHealth(equityUsdOf(book, balances, profitUsd, unit), maintenanceUsd);
}

/** Divides equity by a maintenance margin above 0; below 1 exactly where the equity is less. */
export function divideHealth(equityUsd: number, maintenanceUsd: number): number {
  // Rounding may make the ratio 1 on either side of the border; the comparison decides.
  return equityUsd < maintenanceUsd ? Math.min(equityUsd / maintenanceUsd, BELOW_ONE) : Math.max(equityUsd / maintenanceUsd, 1);
}

const BELOW_ONE = 1 - Number.EPSILON / 2;
