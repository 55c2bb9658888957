import type { NewlyLiquidatable, NewlyLiquidatableAccount } from '../../core/run-result.js';
import type { LendingBook } from '../../simulation/book.js';
import { collateralUsdOf, debtUsdOf, healthFactorOf } from '../../simulation/valuation.js';

/** How many accounts a report names. */
const TOP_ACCOUNTS = 10;

/**
 * Finds the accounts that a parameter change alone makes liquidatable: HF ≥ 1 before, HF < 1 after, at the snapshot's prices.
 *
 * The debt counted is the account's debt after the change.
 */
export function findNewlyLiquidatable(before: LendingBook, after: LendingBook): NewlyLiquidatable {
  const priceUsd = Float64Array.from(before.assets, ({ startPriceUsd }) => startPriceUsd);
  const hit: NewlyLiquidatableAccount[] = [];
  before.accounts.forEach((account, index) => {
    const healthFactorBefore = healthFactorOf(before, before, priceUsd, index);
    const healthFactorAfter = healthFactorOf(after, after, priceUsd, index);
    if (healthFactorBefore < 1 || healthFactorAfter >= 1) return;
    hit.push({
      account,
      debtUsd: debtUsdOf(after, after, priceUsd, index),
      collateralUsd: collateralUsdOf(after, after, priceUsd, index),
      healthFactorBefore,
      healthFactorAfter,
    });
  });
  hit.sort((a, b) => b.debtUsd - a.debtUsd || (a.account < b.account ? -1 : 1));
  return { accounts: hit.length, debtUsd: hit.reduce((sum, { debtUsd }) => sum + debtUsd, 0), top: hit.slice(0, TOP_ACCOUNTS) };
}
