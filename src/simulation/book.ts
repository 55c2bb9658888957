import { assertInvariant } from '../core/assert.js';
import type { ReserveParameters, SearchedParameters } from '../core/reserve-parameters.js';

const BPS = 10_000;

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
  /** Share of each row's value that may be borrowed against it. */
  readonly collateralLtvRatio: Float64Array;
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
 * Gives the book as it stands after a parameter change on one reserve, and on further ones where the sets hold them, with the borrowers' response.
 *
 * With weighted threshold W and each changed reserve's share s of the account's collateral, the room that opens is
 * `max(W'/W, 1 + Σ s (LTV'/LTV − 1))`; debts grow by `1 + share · (room − 1)`, but never past the new borrowing capacity
 * `Σ collateral · LTV`, as the contract refuses that. The first term keeps the account's health factor, the second its used share
 * of capacity; taking the larger is the cautious choice. Tightening never shrinks a debt: nobody is assumed to repay in time.
 * Without this response a higher threshold would look free.
 *
 * Special cases: an account without any of the reserves, or without a threshold at all (W = 0), keeps its debt.
 */
export function applyReserveParameters(
  book: LendingBook,
  reserveAsset: number,
  current: SearchedParameters,
  next: SearchedParameters,
  response: BorrowerResponse,
): LendingBook {
  const changes = listReserveChanges(book, reserveAsset, current, next);
  const thresholdRatio = book.collateralThresholdRatio.slice();
  const ltvRatio = book.collateralLtvRatio.slice();
  const debtAmount = book.debtAmount.slice();
  const assets = book.assets.map((asset, index) => {
    const change = changes.get(index);
    return change ? { ...asset, liquidationBonusRatio: change.next.liquidationBonusBps / BPS } : asset;
  });
  for (let row = 0; row < thresholdRatio.length; row++) {
    const change = changes.get(book.collateralAsset[row]!);
    if (!change) continue;
    thresholdRatio[row] = change.next.liquidationThresholdBps / BPS;
    ltvRatio[row] = change.next.ltvBps / BPS;
  }
  const after: LendingBook = { ...book, assets, collateralThresholdRatio: thresholdRatio, collateralLtvRatio: ltvRatio, debtAmount };
  if (response.kind === 're-lever') {
    for (let account = 0; account < book.accounts.length; account++) {
      const growth = reLeverGrowth(book, after, changes, response.shareRatio, account);
      for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) debtAmount[row]! *= growth;
    }
  }
  return after;
}

/** What changes of one reserve. */
interface ReserveChange {
  /** Place among the changes. */
  readonly place: number;
  readonly next: ReserveParameters;
  /** LTV'/LTV − 1. */
  readonly ltvGrowth: number;
}

/** Index of a reserve among the book's assets → what changes of it. */
function listReserveChanges(book: LendingBook, reserveAsset: number, current: SearchedParameters, next: SearchedParameters): Map<number, ReserveChange> {
  const changes = new Map<number, ReserveChange>();
  const add = (index: number, before: ReserveParameters, after: ReserveParameters): void => {
    assertInvariant(before.ltvBps > 0, 'the LTV in force must be above 0');
    changes.set(index, { place: changes.size, next: after, ltvGrowth: after.ltvBps / before.ltvBps - 1 });
  };
  add(reserveAsset, current, next);
  for (const [asset, before] of Object.entries(current.furtherReserves ?? {})) {
    add(book.assets.findIndex((known) => known.asset === asset), before, next.furtherReserves?.[asset] ?? before);
  }
  return changes;
}

/** Factor by which one account's debts grow when its borrower uses the room that `after` opens against `before`; at least 1. */
function reLeverGrowth(
  before: LendingBook,
  after: LendingBook,
  changes: ReadonlyMap<number, ReserveChange>,
  shareRatio: number,
  account: number,
): number {
  let collateralUsd = 0;
  const changedUsd = new Float64Array(changes.size);
  let weightedBeforeUsd = 0;
  let weightedAfterUsd = 0;
  let capacityAfterUsd = 0;
  for (let row = before.collateralStart[account]!; row < before.collateralStart[account + 1]!; row++) {
    const valueUsd = before.collateralAmount[row]! * before.assets[before.collateralAsset[row]!]!.startPriceUsd;
    collateralUsd += valueUsd;
    const change = changes.get(before.collateralAsset[row]!);
    if (change) changedUsd[change.place]! += valueUsd;
    weightedBeforeUsd += valueUsd * before.collateralThresholdRatio[row]!;
    weightedAfterUsd += valueUsd * after.collateralThresholdRatio[row]!;
    capacityAfterUsd += valueUsd * after.collateralLtvRatio[row]!;
  }
  let debtUsd = 0;
  for (let row = before.debtStart[account]!; row < before.debtStart[account + 1]!; row++) {
    debtUsd += before.debtAmount[row]! * before.assets[before.debtAsset[row]!]!.startPriceUsd;
  }
  if (changedUsd.every((valueUsd) => valueUsd === 0) || weightedBeforeUsd === 0 || debtUsd === 0) return 1;
  let ltvRoom = 0;
  for (const { place, ltvGrowth } of changes.values()) ltvRoom += (changedUsd[place]! / collateralUsd) * ltvGrowth;
  const room = Math.max(weightedAfterUsd / weightedBeforeUsd, 1 + ltvRoom);
  const wanted = 1 + shareRatio * (room - 1);
  return Math.max(1, Math.min(wanted, capacityAfterUsd / debtUsd));
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

/** Sums value / (1 − LTV) over the collateral that is in none of the reserves under study: maximum leverage weighted by value. */
export function sumLeverageUsd(book: LendingBook, reserveAssets: readonly number[]): number {
  let totalUsd = 0;
  for (let row = 0; row < book.collateralAmount.length; row++) {
    if (reserveAssets.includes(book.collateralAsset[row]!)) continue;
    totalUsd += (book.collateralAmount[row]! * book.assets[book.collateralAsset[row]!]!.startPriceUsd) / (1 - book.collateralLtvRatio[row]!);
  }
  return totalUsd;
}
