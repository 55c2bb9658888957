import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';

/** One market of a perps book: what moves its price, and the margins that it asks for. */
export interface PerpMarket {
  readonly market: string;
  /** Indices into the scenario's price factors; the market's log price moves by their sum. */
  readonly factors: readonly number[];
  readonly startPriceUsd: number;
  /** The maintenance margin must not scale with open interest: no venue's does. */
  readonly schedule: MarginSchedule;
}

/**
 * Margin units and their positions, as flat arrays that a worker can be handed as they are.
 *
 * A unit is what is liquidated on its own: the cross margin of an account with its cross positions, or one isolated position.
 * Shape: unit `u` owns position rows `unitStart[u] … unitStart[u+1]-1`, at most one per market, in the order of the markets.
 * Units: collateral in USD without unrealised profit (it may be negative), signed sizes in base (positive is long), prices in USD.
 */
export interface PerpBook {
  readonly accounts: readonly string[];
  readonly markets: readonly PerpMarket[];
  /** Unique: the account's name, and the market's behind it where the unit is isolated. */
  readonly unitNames: readonly string[];
  readonly unitAccount: Int32Array;
  readonly unitStart: Int32Array;
  readonly unitCollateralUsd: Float64Array;
  readonly positionMarket: Int32Array;
  readonly positionSizeBase: Float64Array;
  readonly positionEntryPriceUsd: Float64Array;
}

/** Mutable balances of one path: what liquidations and deleveraging change. Same layout as the book. */
export interface PerpBalances {
  readonly unitCollateralUsd: Float64Array;
  readonly positionSizeBase: Float64Array;
}

/** Copies what a path may change. */
export function copyBalances(book: PerpBook): PerpBalances {
  return { unitCollateralUsd: book.unitCollateralUsd.slice(), positionSizeBase: book.positionSizeBase.slice() };
}

/** Gives the unit that each position belongs to. */
export function findUnitOfRow({ unitStart, positionMarket }: PerpBook): Int32Array {
  const unitOfRow = new Int32Array(positionMarket.length);
  for (let unit = 0; unit + 1 < unitStart.length; unit++) unitOfRow.fill(unit, unitStart[unit], unitStart[unit + 1]);
  return unitOfRow;
}

/** Start prices in the order of the markets. */
export function listStartPrices({ markets }: PerpBook): Float64Array {
  return Float64Array.from(markets, ({ startPriceUsd }) => startPriceUsd);
}

/** Sums the magnitudes of all positions at start prices; `side` restricts it. */
export function sumStartNotionalUsd(book: PerpBook, side?: 'long' | 'short'): number {
  let sumUsd = 0;
  for (let row = 0; row < book.positionMarket.length; row++) {
    const sizeBase = book.positionSizeBase[row]!;
    if (side !== undefined && side !== (sizeBase > 0 ? 'long' : 'short')) continue;
    sumUsd += Math.abs(sizeBase) * book.markets[book.positionMarket[row]!]!.startPriceUsd;
  }
  return sumUsd;
}
