import { assertInvariant } from '../core/assert.js';
import type { ReserveParameters } from '../core/run-result.js';

/** One asset of a book: what moves its price, and what a liquidator gains on it. */
export interface BookAsset {
  readonly asset: string;
  /** Indices into the scenario's price factors; the asset's log price moves by their sum. Empty = constant in USD. */
  readonly factors: readonly number[];
  readonly startPriceUsd: number;
  readonly liquidationBonusRatio: number;
}

/**
 * Accounts and their positions, as flat arrays that a worker can be handed as they are.
 *
 * Shape: account `i` owns collateral rows `collateralStart[i] … collateralStart[i+1]-1`, and debt rows likewise.
 * Units: amounts in whole tokens, thresholds as ratios.
 */
export interface LendingBook {
  readonly accounts: readonly string[];
  readonly assets: readonly BookAsset[];
  readonly collateralStart: Int32Array;
  readonly collateralAsset: Int32Array;
  readonly collateralAmount: Float64Array;
  readonly collateralThresholdRatio: Float64Array;
  readonly debtStart: Int32Array;
  readonly debtAsset: Int32Array;
  readonly debtAmount: Float64Array;
}

/** How borrowers answer when a parameter change gives them room. */
export interface BorrowerResponse {
  /** `none`: debts stay. `re-lever`: each account takes `shareRatio` of the room that a higher LT or LTV opens. */
  readonly kind: 'none' | 're-lever';
  readonly shareRatio: number;
}

/**
 * Gives the book as it stands after a parameter change on one reserve, with the borrowers' response.
 *
 * With weighted threshold W and the reserve's share s of the account's collateral, the room that opens is
 * `max(1, W'/W, 1 + s (LTV'/LTV − 1))`; debts grow by `1 + share · (room − 1)`. The first term keeps the account's health factor,
 * the second its used share of borrowing capacity; taking the larger is the cautious choice. Tightening never shrinks a debt:
 * nobody is assumed to repay in time. Without this response a higher threshold would look free.
 *
 * Special cases: an account without the reserve, or without a threshold at all (W = 0), keeps its debt.
 */
export function applyReserveParameters(
  book: LendingBook,
  reserveAsset: number,
  current: ReserveParameters,
  next: ReserveParameters,
  response: BorrowerResponse,
): LendingBook {
  assertInvariant(current.ltvBps > 0, 'the LTV in force must be above 0');
  const thresholdRatio = book.collateralThresholdRatio.slice();
  const debtAmount = book.debtAmount.slice();
  const assets = book.assets.map((asset, index) =>
    index === reserveAsset ? { ...asset, liquidationBonusRatio: next.liquidationBonusBps / 10_000 } : asset,
  );
  for (let account = 0; account < book.accounts.length; account++) {
    let weightedBeforeUsd = 0;
    let weightedAfterUsd = 0;
    let collateralUsd = 0;
    let reserveUsd = 0;
    for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
      const valueUsd = book.collateralAmount[row]! * book.assets[book.collateralAsset[row]!]!.startPriceUsd;
      collateralUsd += valueUsd;
      weightedBeforeUsd += valueUsd * thresholdRatio[row]!;
      if (book.collateralAsset[row] === reserveAsset) {
        thresholdRatio[row] = next.liquidationThresholdBps / 10_000;
        reserveUsd += valueUsd;
      }
      weightedAfterUsd += valueUsd * thresholdRatio[row]!;
    }
    if (response.kind === 'none' || reserveUsd === 0 || weightedBeforeUsd === 0) continue;
    const roomByThreshold = weightedAfterUsd / weightedBeforeUsd;
    const roomByLtv = 1 + (reserveUsd / collateralUsd) * (next.ltvBps / current.ltvBps - 1);
    const growth = 1 + response.shareRatio * (Math.max(1, roomByThreshold, roomByLtv) - 1);
    for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) debtAmount[row]! *= growth;
  }
  return { ...book, assets, collateralThresholdRatio: thresholdRatio, debtAmount };
}

/** Sums the USD value at the start, at the oracle, of every row of one side; `onlyAsset` restricts it to one asset. */
export function sumStartValueUsd(book: LendingBook, side: 'collateral' | 'debt', onlyAsset?: number): number {
  const assetOfRow = side === 'collateral' ? book.collateralAsset : book.debtAsset;
  const amounts = side === 'collateral' ? book.collateralAmount : book.debtAmount;
  let totalUsd = 0;
  for (let row = 0; row < amounts.length; row++) {
    if (onlyAsset !== undefined && assetOfRow[row] !== onlyAsset) continue;
    totalUsd += amounts[row]! * book.assets[assetOfRow[row]!]!.startPriceUsd;
  }
  return totalUsd;
}
