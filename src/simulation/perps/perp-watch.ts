import type { AccountQueue } from '../engine/account-queue.js';
import type { PerpBalances, PerpBook } from './book.js';
import type { PerpVenuePrices } from './perp-prices.js';
import { marginHealthOf, type PerpPrices } from './valuation.js';

/** Finds the units that a step concerns. The dense one looks at all of them; the fast one knows whom it can leave out. */
export interface PerpWatch {
  /** Goes to the start of a new path: all balances are the book's again. */
  start(): void;
  /** Takes in the prices of a step; once per step, in order. */
  advance(): void;
  /** Adds every unit below its maintenance margin at the mark, with equity / requirement as key, in any order. */
  collect(queue: AccountQueue): void;
  /** Must be told of every unit whose balances changed. */
  noteChange(unit: number): void;
  /** Ends the path: adds every unit that may owe more than it has at the given prices (a superset), with any key. */
  collectShortfalls(prices: PerpPrices, queue: AccountQueue): void;
}

/** Makes the watch of a venue; `prices` holds those of the step. */
export type CreatePerpWatch = (book: PerpBook, balances: PerpBalances, prices: PerpVenuePrices) => PerpWatch;

/** The obvious watch: values every unit at every step. Slow on purpose; it is what the fast one is compared with. */
export function createDensePerpWatch(book: PerpBook, balances: PerpBalances, prices: PerpVenuePrices): PerpWatch {
  const count = book.unitNames.length;
  return {
    start() {},
    advance() {},
    collect(queue) {
      for (let unit = 0; unit < count; unit++) {
        const health = marginHealthOf(book, balances, prices, unit);
        if (health < 1) queue.push(unit, health);
      }
    },
    noteChange() {},
    collectShortfalls(_, queue) {
      for (let unit = 0; unit < count; unit++) queue.push(unit, 0);
    },
  };
}
