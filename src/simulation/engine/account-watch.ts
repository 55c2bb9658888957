import type { AccountQueue } from './account-queue.js';

/** Finds the accounts that a step concerns. The dense one looks at all of them; the fast one knows whom it can leave out. */
export interface AccountWatch {
  /** Goes to the start of a new path: all balances are the book's again. */
  start(): void;
  /** Takes in the oracle's factor moves of a step; once per step, in order. */
  advance(oracleFactorLog: Float64Array): void;
  /** Adds every account with debt whose health factor at the oracle is below the watched level, with that as key, in any order. */
  collect(queue: AccountQueue): void;
  /** Must be told of every account whose balances changed. */
  noteChange(account: number): void;
  /** Adds every account that may owe more than it has at the given moves (a superset), with any key. */
  collectShortfalls(factorLog: Float64Array, queue: AccountQueue): void;
}

/** What a watch must know of its venue. */
export interface WatchLevels {
  /** Accounts below this health factor are wanted; at least 1. */
  readonly belowHealth: number;
  /** Accounts that owe less than this at the oracle, in USD, are not. */
  readonly smallestDebtUsd: number;
}
