import { assertInvariant } from '../../core/assert.js';
import type { LendingBook } from '../book.js';
import type { VenueLedger } from '../lending/ledger.js';
import { collateralUsdOf, debtUsdOf, type Balances } from '../valuation.js';

/** Rounding allowed in the conservation sums, relative to the balances that they are differences of. */
const CONSERVATION_TOLERANCE = 1e-9;

/** Debt of one account that its collateral does not cover at the given prices; 0 for a sound account. */
export function shortfallUsdOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  return Math.max(0, debtUsdOf(book, balances, priceUsd, account) - collateralUsdOf(book, balances, priceUsd, account));
}

/**
 * Asserts that what left the accounts is exactly what liquidators and owners booked, asset by asset, in tokens.
 *
 * `collateral at start + added by owners = collateral left + seized`, `debt at start = debt left + repaid by liquidators and owners + written off`; debt
 * that stays uncovered is still debt left, so nothing is written off in silence.
 * @throws InternalError when an asset does not add up or a balance is negative
 */
export function assertConserved(book: LendingBook, balances: Balances, changed: readonly number[], ledger: VenueLedger): void {
  const { collateralStart, collateralAsset, collateralAmount, debtStart, debtAsset, debtAmount, assets } = book;
  const { seizedAmount, repaidAmount, ownerAddedAmount, ownerRepaidAmount, writtenOffAmount } = ledger;
  const collateral = sumChanges(collateralStart, collateralAsset, collateralAmount, balances.collateralAmount, changed, assets.length);
  const debt = sumChanges(debtStart, debtAsset, debtAmount, balances.debtAmount, changed, assets.length);
  for (let asset = 0; asset < assets.length; asset++) {
    assertBooked(asset, collateral, seizedAmount[asset]! - ownerAddedAmount[asset]!, ownerAddedAmount[asset]!);
    assertBooked(asset, debt, repaidAmount[asset]! + ownerRepaidAmount[asset]! + writtenOffAmount[asset]!, 0);
  }
}

interface Changes {
  /** Tokens that left the accounts, and those that they held, by asset. */
  readonly left: Float64Array;
  readonly held: Float64Array;
}

function sumChanges(start: Int32Array, assetOfRow: Int32Array, before: Float64Array, after: Float64Array, accounts: readonly number[], assetCount: number): Changes {
  const left = new Float64Array(assetCount);
  const held = new Float64Array(assetCount);
  let negativeRow = -1;
  for (const account of accounts) {
    for (let row = start[account]!, end = start[account + 1]!; row < end; row++) {
      if (!(after[row]! >= 0)) negativeRow = row;
      left[assetOfRow[row]!]! += before[row]! - after[row]!;
      held[assetOfRow[row]!]! += before[row]!;
    }
  }
  assertInvariant(negativeRow === -1, () => `balance in row ${negativeRow} went to ${after[negativeRow]}`);
  return { left, held };
}

function assertBooked(asset: number, { left, held }: Changes, booked: number, added: number): void {
  const gap = Math.abs(left[asset]! - booked);
  const scale = held[asset]! + added;
  assertInvariant(gap <= CONSERVATION_TOLERANCE * scale, () => `asset ${asset}: accounts lost ${left[asset]} tokens, the ledger says ${booked}`);
}
