import { computeMarginUsd } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpBalances, PerpBook } from './book.js';

/** Maintenance margins of the simulation do not scale with open interest. */
export const NO_OPEN_INTEREST_USD = 0;

/** Gives a unit's equity: collateral + Σ size · (price − entry). USD; negative when it owes more than it has. */
export function equityUsdOf(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, unit: number): number {
  let equityUsd = balances.unitCollateralUsd[unit]!;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
    equityUsd += balances.positionSizeBase[row]! * (priceUsd[book.positionMarket[row]!]! - book.positionEntryPriceUsd[row]!);
  }
  return equityUsd;
}

/** Gives the sum of a unit's maintenance margins. */
export function maintenanceUsdOf(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, unit: number): number {
  let marginUsd = 0;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) marginUsd += rowMaintenanceUsdOf(book, balances, priceUsd, row);
  return marginUsd;
}

/** Gives the maintenance margin of one position. */
export function rowMaintenanceUsdOf(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, row: number): number {
  const market = book.positionMarket[row]!;
  return computeMarginUsd(book.markets[market]!.schedule.maintenance, balances.positionSizeBase[row]!, priceUsd[market]!, NO_OPEN_INTEREST_USD);
}

/** Gives the sum of the magnitudes of a unit's positions. */
export function notionalUsdOf(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, unit: number): number {
  let notionalUsd = 0;
  for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
    notionalUsd += Math.abs(balances.positionSizeBase[row]!) * priceUsd[book.positionMarket[row]!]!;
  }
  return notionalUsd;
}

/**
 * Gives equity over maintenance margin: below 1 a unit is liquidatable, exactly at it still safe, as `isLiquidatable` has it.
 *
 * Special case: `Infinity` where no margin is asked for, hence without positions.
 */
export function marginHealthOf(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, unit: number): number {
  const maintenanceUsd = maintenanceUsdOf(book, balances, priceUsd, unit);
  if (!(maintenanceUsd > 0)) return Infinity;
  const equityUsd = equityUsdOf(book, balances, priceUsd, unit);
  // Rounding may make the ratio 1 on either side of the border; the comparison decides.
  return equityUsd < maintenanceUsd ? Math.min(equityUsd / maintenanceUsd, BELOW_ONE) : Math.max(equityUsd / maintenanceUsd, 1);
}

const BELOW_ONE = 1 - Number.EPSILON / 2;
