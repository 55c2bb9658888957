import type { LendingBook } from '../book.js';
import { debtUsdOf, healthFactorOf, type Balances } from '../valuation.js';
import type { AccountQueue } from './account-queue.js';
import type { AccountWatch, WatchLevels } from './account-watch.js';

/** The obvious watch: values every account at every step. Slow on purpose; it is what the fast one is compared with. */
export function createDenseWatch(book: LendingBook, balances: Balances, oraclePriceUsd: Float64Array, { belowHealth, smallestDebtUsd }: WatchLevels): AccountWatch {
  const count = book.accounts.length;
  return {
    start() {},
    advance() {},
    collect(queue: AccountQueue) {
      for (let account = 0; account < count; account++) {
        const healthFactor = healthFactorOf(book, balances, oraclePriceUsd, account);
        if (healthFactor < belowHealth && debtUsdOf(book, balances, oraclePriceUsd, account) >= smallestDebtUsd) queue.push(account, healthFactor);
      }
    },
    noteChange() {},
    collectShortfalls(_, queue: AccountQueue) {
      for (let account = 0; account < count; account++) queue.push(account, 0);
    },
  };
}
