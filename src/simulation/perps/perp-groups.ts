import { listStartPrices, type PerpBook } from './book.js';
import { isBounded, measureRowRates, multiUnitBoundLog, singleUnitLevelUsd, type RowRates } from './safety-bounds.js';
import { equityUsdOf, maintenanceUsdOf } from './valuation.js';

/** Units of one position in one market and side, those in reach first: longs by falling level, shorts by rising level. */
export interface SingleList {
  readonly units: Int32Array;
  readonly levelsUsd: Float64Array;
}

/** Units of several positions in the same markets and sides, by rising bound. */
export interface CrossGroup {
  readonly longMarkets: Int32Array;
  readonly shortMarkets: Int32Array;
  readonly units: Int32Array;
  /** Move against the unit, in log from the start, up to which it is sound. */
  readonly boundsLog: Float64Array;
}

/** The units of a book by what can bring them down. */
export interface PerpGroups {
  /** One list per market. */
  readonly longs: readonly SingleList[];
  readonly shorts: readonly SingleList[];
  readonly cross: readonly CrossGroup[];
  /** Units about which bounds say nothing. */
  readonly unbounded: Int32Array;
  readonly rates: RowRates;
}

/** Sorts a book's units at its start prices. */
export function buildPerpGroups(book: PerpBook): PerpGroups {
  const rates = measureRowRates(book);
  const longs = book.markets.map((): number[] => []);
  const shorts = book.markets.map((): number[] => []);
  const cross = new Map<string, number[]>();
  const unbounded: number[] = [];
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    const first = book.unitStart[unit]!;
    const end = book.unitStart[unit + 1]!;
    if (!isBounded(book, rates, unit)) unbounded.push(unit);
    else if (end - first === 1) (book.positionSizeBase[first]! > 0 ? longs : shorts)[book.positionMarket[first]!]!.push(unit);
    else {
      const key = Array.from(book.positionMarket.subarray(first, end), (market, at) => (book.positionSizeBase[first + at]! > 0 ? `${market}` : `-${market}`)).join(',');
      const members = cross.get(key);
      if (members) members.push(unit);
      else cross.set(key, [unit]);
    }
  }
  return {
    longs: longs.map((units) => sortSingles(book, rates, units, -1)),
    shorts: shorts.map((units) => sortSingles(book, rates, units, 1)),
    cross: [...cross.values()].map((units) => sortCross(book, rates, units)),
    unbounded: Int32Array.from(unbounded),
    rates,
  };
}

function sortSingles(book: PerpBook, rates: RowRates, units: readonly number[], direction: 1 | -1): SingleList {
  const entries = units.map((unit) => ({ unit, levelUsd: singleUnitLevelUsd(book, book, rates, unit, book.unitStart[unit]!) }));
  entries.sort((a, b) => (a.levelUsd === b.levelUsd ? a.unit - b.unit : a.levelUsd < b.levelUsd ? -direction : direction));
  return { units: Int32Array.from(entries, ({ unit }) => unit), levelsUsd: Float64Array.from(entries, ({ levelUsd }) => levelUsd) };
}

function sortCross(book: PerpBook, rates: RowRates, units: readonly number[]): CrossGroup {
  const priceUsd = listStartPrices(book);
  const rows = Array.from({ length: book.unitStart[units[0]! + 1]! - book.unitStart[units[0]!]! }, (_, at) => book.unitStart[units[0]!]! + at);
  const marketsOf = (isLong: boolean): Int32Array => Int32Array.from(rows.filter((row) => book.positionSizeBase[row]! > 0 === isLong), (row) => book.positionMarket[row]!);
  const entries = units.map((unit) => {
    const excessUsd = equityUsdOf(book, book, priceUsd, unit) - maintenanceUsdOf(book, book, priceUsd, unit);
    return { unit, boundLog: multiUnitBoundLog(book, book, rates, priceUsd, excessUsd, unit) };
  });
  entries.sort((a, b) => (a.boundLog === b.boundLog ? a.unit - b.unit : a.boundLog < b.boundLog ? -1 : 1));
  return { longMarkets: marketsOf(true), shortMarkets: marketsOf(false), units: Int32Array.from(entries, ({ unit }) => unit), boundsLog: Float64Array.from(entries, ({ boundLog }) => boundLog) };
}
