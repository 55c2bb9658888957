import { assertInvariant } from '../../core/assert.js';
import type { LendingBook } from '../book.js';
import type { LiquidationTally } from '../liquidation.js';
import { collateralUsdOf, debtUsdOf, type Balances } from '../valuation.js';

/** Rounding allowed in the conservation sums, relative to the balances that they are differences of. */
const CONSERVATION_TOLERANCE = 1e-9;

/** Debt of one account that its collateral does not cover at the given prices; 0 for a sound account. */
export function shortfallUsdOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  return Math.max(0, debtUsdOf(book, balances, priceUsd, account) - collateralUsdOf(book, balances, priceUsd, account));
}

/**
 * Asserts that what left the accounts is exactly what liquidators took and repaid, asset by asset, in tokens.
 *
 * `collateral at start = collateral left + seized` and `debt at start = debt left + repaid`; debt that stays uncovered is still debt
 * left, so nothing is written off in silence.
 * @throws InternalError when an asset does not add up or a balance is negative
 */
export function assertConserved(book: LendingBook, balances: Balances, touched: Iterable<number>, tally: LiquidationTally): void {
  const accounts = [...touched];
  const { collateralStart, collateralAsset, collateralAmount, debtStart, debtAsset, debtAmount, assets } = book;
  assertSideConserved(collateralStart, collateralAsset, collateralAmount, balances.collateralAmount, accounts, tally.seizedAmount, assets.length);
  assertSideConserved(debtStart, debtAsset, debtAmount, balances.debtAmount, accounts, tally.repaidAmount, assets.length);
}

function assertSideConserved(
  start: Int32Array,
  assetOfRow: Int32Array,
  before: Float64Array,
  after: Float64Array,
  accounts: readonly number[],
  booked: Float64Array,
  assetCount: number,
): void {
  const left = new Float64Array(assetCount);
  const scale = new Float64Array(assetCount);
  for (const account of accounts) {
    for (let row = start[account]!; row < start[account + 1]!; row++) {
      assertInvariant(after[row]! >= 0, `balance in row ${row} of account ${account} went to ${after[row]}`);
      left[assetOfRow[row]!]! += before[row]! - after[row]!;
      scale[assetOfRow[row]!]! += before[row]!;
    }
  }
  for (let asset = 0; asset < assetCount; asset++) {
    const gap = Math.abs(left[asset]! - booked[asset]!);
    assertInvariant(
      gap <= CONSERVATION_TOLERANCE * scale[asset]!,
      `asset ${asset}: accounts lost ${left[asset]} tokens, liquidators booked ${booked[asset]}`,
    );
  }
}
