import type { LendingBook } from './book.js';

/** Mutable balances of one path: what liquidations change. Same row layout as the book. */
export interface Balances {
  readonly collateralAmount: Float64Array;
  readonly debtAmount: Float64Array;
}

/** The health factor without debt, bound at module level for the hot loop. */
const NO_DEBT = Infinity;

/**
 * Gives an account's health factor at the given prices.
 *
 * `HF = Σ collateral · price · LT / Σ debt · price`
 *
 * Units: `priceUsd` per whole token, one per asset of the book.
 * Special cases: no debt gives `Infinity`.
 * The contract floors the average threshold to whole basis points, which moves HF by at most 1 bps of itself; the
 * simulation leaves that out and the exact form stays in `protocol/lending/aave-v2/health-factor.ts`.
 */
export function healthFactorOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  const weightedUsd = weightedCollateralUsdOf(book, balances, priceUsd, account);
  const debtUsd = debtUsdOf(book, balances, priceUsd, account);
  return debtUsd > 0 ? weightedUsd / debtUsd : NO_DEBT;
}

/** Gives an account's collateral in USD at the given prices, thresholds aside. */
export function collateralUsdOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  let collateralUsd = 0;
  for (let row = book.collateralStart[account]!, end = book.collateralStart[account + 1]!; row < end; row++) {
    collateralUsd += balances.collateralAmount[row]! * priceUsd[book.collateralAsset[row]!]!;
  }
  return collateralUsd;
}

/** Gives an account's debt in USD at the given prices. */
export function debtUsdOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  let debtUsd = 0;
  for (let row = book.debtStart[account]!, end = book.debtStart[account + 1]!; row < end; row++) {
    debtUsd += balances.debtAmount[row]! * priceUsd[book.debtAsset[row]!]!;
  }
  return debtUsd;
}

/** Gives an account's collateral in USD at the given prices, each row weighted by its threshold. */
export function weightedCollateralUsdOf(book: LendingBook, balances: Balances, priceUsd: Float64Array, account: number): number {
  let weightedUsd = 0;
  for (let row = book.collateralStart[account]!, end = book.collateralStart[account + 1]!; row < end; row++) {
    weightedUsd += balances.collateralAmount[row]! * priceUsd[book.collateralAsset[row]!]! * book.collateralThresholdRatio[row]!;
  }
  return weightedUsd;
}
