import type { Liquidators, LiquidationTally } from '../liquidation.js';
import type { Balances } from '../valuation.js';

/** An account found liquidatable in a step, with the health factor that ranks it. */
export interface LiquidatableAccount {
  readonly account: number;
  readonly healthFactor: number;
}

/**
 * Lets liquidators work through one step's liquidatable accounts, weakest first, within the capacity of the step.
 *
 * Order: rising health factor, ties by account index, so that the outcome does not depend on how the accounts were found.
 * Gives the accounts that something was taken from.
 */
export function liquidateInOrder(
  found: LiquidatableAccount[],
  liquidators: Liquidators,
  balances: Balances,
  capacityUsd: number,
  tally: LiquidationTally,
): number[] {
  found.sort((a, b) => a.healthFactor - b.healthFactor || a.account - b.account);
  const touched: number[] = [];
  let leftUsd = capacityUsd;
  for (const { account } of found) {
    if (leftUsd <= 0) break;
    const repaidUsd = liquidators.liquidate(account, balances, leftUsd, tally);
    if (repaidUsd > 0) touched.push(account);
    leftUsd -= repaidUsd;
  }
  return touched;
}
