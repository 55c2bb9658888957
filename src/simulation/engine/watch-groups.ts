import type { LendingBook } from '../book.js';
import { findPriceDrivers } from '../price-drivers.js';
import { debtUsdOf, healthFactorOf } from '../valuation.js';
import type { WatchLevels } from './account-watch.js';

/** Accounts that hold the same price drivers and owe the same ones. Each list is sorted by its rising level. */
export interface WatchGroup {
  readonly collateralDrivers: Int32Array;
  readonly debtDrivers: Int32Array;
  /** Worth liquidating at start prices, by `ln(HF / watched health)`. */
  readonly watched: LevelList;
  /** Owe too little at start prices, by `ln(smallest debt / debt)`. */
  readonly dust: LevelList;
  /** Both, and those that own nothing, by `ln HF`. */
  readonly all: LevelList;
}

export interface LevelList {
  readonly accounts: Int32Array;
  readonly levels: Float64Array;
}

export interface WatchGroups {
  /** Distinct factor lists of the book's assets; index = driver. */
  readonly drivers: readonly (readonly number[])[];
  readonly groups: readonly WatchGroup[];
  /** Group of each account; −1 without debt. */
  readonly groupOfAccount: Int32Array;
}

/**
 * Rounding guard: bounds are exact in real numbers, health factors and sums of moves are computed in floating point. An account this close
 * to its bound (relative 1e-9 of HF) is valued rather than skipped.
 */
export const BOUND_SLACK = 1e-9;

interface Members {
  readonly collateralDrivers: readonly number[];
  readonly debtDrivers: readonly number[];
  readonly accounts: number[];
}

/** Sorts a book into watch groups at its start prices. Accounts without debt can never be liquidated and are left out. */
export function buildWatchGroups(book: LendingBook, { belowHealth, smallestDebtUsd }: WatchLevels): WatchGroups {
  const startPriceUsd = Float64Array.from(book.assets, (asset) => asset.startPriceUsd);
  const { drivers, driverOfAsset } = findPriceDrivers(book.assets);
  const count = book.accounts.length;
  const logHealth = new Float64Array(count);
  const debtUsd = new Float64Array(count);
  const groupOfAccount = new Int32Array(count).fill(-1);
  const groupByKey = new Map<string, number>();
  const members: Members[] = [];
  for (let account = 0; account < count; account++) {
    debtUsd[account] = debtUsdOf(book, book, startPriceUsd, account);
    if (debtUsd[account] === 0) continue;
    logHealth[account] = Math.log(healthFactorOf(book, book, startPriceUsd, account));
    const collateral = listDrivers(book.collateralStart, book.collateralAsset, book.collateralAmount, driverOfAsset, account);
    const debt = listDrivers(book.debtStart, book.debtAsset, book.debtAmount, driverOfAsset, account);
    const key = `${collateral.join(',')}|${debt.join(',')}`;
    let group = groupByKey.get(key);
    if (group === undefined) {
      groupByKey.set(key, (group = members.length));
      members.push({ collateralDrivers: collateral, debtDrivers: debt, accounts: [] });
    }
    members[group]!.accounts.push(account);
    groupOfAccount[account] = group;
  }
  const logWatched = Math.log(belowHealth);
  const groups = members.map(({ collateralDrivers, debtDrivers, accounts }): WatchGroup => {
    const owners = collateralDrivers.length > 0 ? accounts : [];
    return {
      collateralDrivers: Int32Array.from(collateralDrivers),
      debtDrivers: Int32Array.from(debtDrivers),
      watched: sortByLevel(owners.filter((account) => debtUsd[account]! >= smallestDebtUsd), (account) => logHealth[account]! - logWatched),
      dust: sortByLevel(owners.filter((account) => debtUsd[account]! < smallestDebtUsd), (account) => Math.log(smallestDebtUsd / debtUsd[account]!)),
      all: sortByLevel(accounts, (account) => logHealth[account]!),
    };
  });
  return { drivers, groups, groupOfAccount };
}

function sortByLevel(accounts: readonly number[], levelOf: (account: number) => number): LevelList {
  const level = Float64Array.from(accounts, (account) => levelOf(account) - BOUND_SLACK);
  const order = Uint32Array.from(accounts, (_, at) => at).sort((a, b) => level[a]! - level[b]! || a - b);
  return { accounts: Int32Array.from(order, (at) => accounts[at]!), levels: Float64Array.from(order, (at) => level[at]!) };
}

function listDrivers(start: Int32Array, assetOfRow: Int32Array, amount: Float64Array, driverOfAsset: readonly number[], account: number): number[] {
  const found: number[] = [];
  for (let row = start[account]!; row < start[account + 1]!; row++) {
    const driver = driverOfAsset[assetOfRow[row]!]!;
    if (amount[row]! > 0 && !found.includes(driver)) found.push(driver);
  }
  return found.sort((a, b) => a - b);
}
