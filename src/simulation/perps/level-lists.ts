import { listStartPrices, type PerpBook } from './book.js';
import { SafetyBounds } from './safety-bounds.js';
import { equityUsdOf, maintenanceUsdOf } from './valuation.js';

/**
 * Positions of one market and side by what the price must reach before their units are looked at: first reached first.
 *
 * Keys rise: −level for longs, which wait for a fall, level for shorts, which wait for a rise.
 */
export interface LevelList {
  readonly rows: Int32Array;
  readonly keys: Float64Array;
}

/** The positions of a book by what can bring their units down, at the start. */
export interface LevelLists {
  /** Two lists per market: longs at 2 · market, shorts behind them. */
  readonly bySide: readonly LevelList[];
  /** Units about which no level says anything: they are valued at every step. */
  readonly unbounded: Int32Array;
}

/** Index of a position's market and side among lists that have two entries per market. */
export function sideIndexOf(market: number, sizeBase: number): number {
  return 2 * market + (sizeBase > 0 ? 0 : 1);
}

/** Sorts a book's positions at its start prices. */
export function buildLevelLists(book: PerpBook): LevelLists {
  const bounds = new SafetyBounds(book, book);
  const priceUsd = listStartPrices(book);
  const noFunding = new Float64Array(book.markets.length);
  const rowsBySide = Array.from({ length: 2 * book.markets.length }, (): number[] => []);
  const unbounded: number[] = [];
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    const excessUsd = equityUsdOf(book, book, priceUsd, unit) - maintenanceUsdOf(book, book, priceUsd, unit);
    if (!bounds.isBounded(unit) || !bounds.measure(unit, excessUsd, priceUsd, noFunding)) unbounded.push(unit);
    else for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) rowsBySide[sideIndexOf(book.positionMarket[row]!, book.positionSizeBase[row]!)]!.push(row);
  }
  const bySide = rowsBySide.map((rows, side) => {
    const keyOf = (row: number): number => (side % 2 === 0 ? -bounds.levels[row]! : bounds.levels[row]!);
    rows.sort((a, b) => keyOf(a) - keyOf(b) || a - b);
    return { rows: Int32Array.from(rows), keys: Float64Array.from(rows, keyOf) };
  });
  return { bySide, unbounded: Int32Array.from(unbounded) };
}
