import type { LendingBook } from '../book.js';
import { findPriceDrivers } from '../price-drivers.js';
import { debtUsdOf, healthFactorOf } from '../valuation.js';
import type { WatchLevels } from './account-watch.js';
import { LevelList } from './level-list.js';

/** Accounts that hold the same price drivers and owe the same ones. Each list is sorted by its rising level. */
export interface WatchGroup {
  readonly collateralDrivers: Int32Array;
  readonly debtDrivers: Int32Array;
  /** By `ln(HF / watched health)`. */
  readonly watched: LevelList;
  /** Owe too little at start prices, and are nearer to the watched health than to a debt worth a call: by `ln(smallest debt / debt)`. */
  readonly dust: LevelList;
  /** Both, and those that own nothing, by `ln HF`. */
  readonly all: LevelList;
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
  readonly collateralDrivers: Int32Array;
  readonly debtDrivers: Int32Array;
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
  const collateralSets = new DriverSets(drivers.length);
  const debtSets = new DriverSets(drivers.length);
  const groupBySets = new Map<number, number>();
  const members: Members[] = [];
  for (let account = 0; account < count; account++) {
    debtUsd[account] = debtUsdOf(book, book, startPriceUsd, account);
    if (debtUsd[account] === 0) continue;
    logHealth[account] = Math.log(healthFactorOf(book, book, startPriceUsd, account));
    const collateral = collateralSets.find(book.collateralStart, book.collateralAsset, book.collateralAmount, driverOfAsset, account);
    const debt = debtSets.find(book.debtStart, book.debtAsset, book.debtAmount, driverOfAsset, account);
    const key = collateral * (count + 1) + debt;
    let group = groupBySets.get(key);
    if (group === undefined) {
      groupBySets.set(key, (group = members.length));
      members.push({ collateralDrivers: collateralSets.driversOf(collateral), debtDrivers: debtSets.driversOf(debt), accounts: [] });
    }
    members[group]!.accounts.push(account);
    groupOfAccount[account] = group;
  }
  const logWatched = Math.log(belowHealth);
  const groups = members.map(({ collateralDrivers, debtDrivers, accounts }): WatchGroup => {
    const owners = collateralDrivers.length > 0 ? accounts : [];
    const watchedLevelOf = (account: number): number => logHealth[account]! - logWatched - BOUND_SLACK;
    const dustLevelOf = (account: number): number => Math.log(smallestDebtUsd / debtUsd[account]!) - BOUND_SLACK;
    const isDust = (account: number): boolean => debtUsd[account]! < smallestDebtUsd && watchedLevelOf(account) <= dustLevelOf(account);
    return {
      collateralDrivers,
      debtDrivers,
      watched: new LevelList(owners.filter((account) => !isDust(account)), watchedLevelOf),
      dust: new LevelList(owners.filter(isDust), dustLevelOf),
      all: new LevelList(accounts, (account) => logHealth[account]! - BOUND_SLACK),
    };
  });
  return { drivers, groups, groupOfAccount };
}

/** Numbers the distinct sets of drivers that accounts hold on one side, without making a set for each account. */
class DriverSets {
  /** `set · drivers + driver` → the set with that driver added; drivers are added in rising order. */
  private readonly larger = new Map<number, number>();
  private readonly sets: number[][] = [[]];
  private readonly held: Uint8Array;

  constructor(private readonly drivers: number) {
    this.held = new Uint8Array(drivers);
  }

  find(start: Int32Array, assetOfRow: Int32Array, amount: Float64Array, driverOfAsset: readonly number[], account: number): number {
    for (let row = start[account]!; row < start[account + 1]!; row++) if (amount[row]! > 0) this.held[driverOfAsset[assetOfRow[row]!]!] = 1;
    let set = 0;
    for (let driver = 0; driver < this.drivers; driver++) {
      if (this.held[driver] === 0) continue;
      this.held[driver] = 0;
      const key = set * this.drivers + driver;
      let next = this.larger.get(key);
      if (next === undefined) {
        next = this.sets.push([...this.sets[set]!, driver]) - 1;
        this.larger.set(key, next);
      }
      set = next;
    }
    return set;
  }

  driversOf(set: number): Int32Array {
    return Int32Array.from(this.sets[set]!);
  }
}
