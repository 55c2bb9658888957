import type { LendingBook } from '../book.js';
import { findPriceDrivers } from '../price-drivers.js';
import { healthFactorOf } from '../valuation.js';

/**
 * Accounts grouped by which price drivers they hold and owe, sorted by health, so that a step looks only at those in reach.
 *
 * Since HF is a ratio of positively weighted sums, `ln HF(t) ≥ ln HF(0) + min_c r_c(t) − max_d r_d(t)`, where r is the log move since the
 * start of each collateral driver c and debt driver d. So an account stays healthy while the spread
 * `max_d r_d − min_c r_c < ln HF(0)`. This is exact, not an approximation: nothing that could be liquidatable is skipped.
 */
export interface WatchGroups {
  /** Distinct factor lists of the book's assets; index = driver. */
  readonly drivers: readonly (readonly number[])[];
  /** By rising log health of their weakest account: once one group is out of reach of the widest spread, so are all after it. */
  readonly groups: readonly WatchGroup[];
}

export interface WatchGroup {
  readonly collateralDrivers: readonly number[];
  readonly debtDrivers: readonly number[];
  /** Accounts by rising log health; same length as `logHealth`. */
  readonly accounts: Int32Array;
  readonly logHealth: Float64Array;
}

/**
 * Rounding guard: the bound is exact in real numbers, the health factor is computed in floating point. An account this close to its
 * bound (relative 1e-12 of HF) is valued rather than skipped.
 */
const BOUND_SLACK = 1e-12;
/** Bound at module level: looking a global up in the vm context of a test costs more than the comparison. */
const UNBOUNDED = Infinity;

/** Sorts a book into watch groups at its start prices. Accounts without debt can never be liquidated and are left out. */
export function buildWatchGroups(book: LendingBook): WatchGroups {
  const startPriceUsd = Float64Array.from(book.assets, (asset) => asset.startPriceUsd);
  const { drivers, driverOfAsset } = findPriceDrivers(book.assets);
  const members = new Map<string, { collateral: number[]; debt: number[]; accounts: { account: number; logHealth: number }[] }>();
  for (let account = 0; account < book.accounts.length; account++) {
    const healthFactor = healthFactorOf(book, book, startPriceUsd, account);
    if (healthFactor === Infinity) continue;
    const collateral = driversOfRows(book.collateralStart, book.collateralAsset, book.collateralAmount, driverOfAsset, account);
    const debt = driversOfRows(book.debtStart, book.debtAsset, book.debtAmount, driverOfAsset, account);
    const key = `${collateral.join(',')}|${debt.join(',')}`;
    let group = members.get(key);
    if (!group) members.set(key, (group = { collateral, debt, accounts: [] }));
    group.accounts.push({ account, logHealth: Math.log(healthFactor) - BOUND_SLACK });
  }

  const groups = [...members.values()].map(({ collateral, debt, accounts }) => {
    accounts.sort((a, b) => a.logHealth - b.logHealth || a.account - b.account);
    return {
      collateralDrivers: collateral,
      debtDrivers: debt,
      accounts: Int32Array.from(accounts, (entry) => entry.account),
      logHealth: Float64Array.from(accounts, (entry) => entry.logHealth),
    };
  });
  groups.sort((a, b) => a.logHealth[0]! - b.logHealth[0]!);
  return { drivers, groups };
}

function driversOfRows(
  start: Int32Array,
  assetOfRow: Int32Array,
  amount: Float64Array,
  driverOfAsset: readonly number[],
  account: number,
): number[] {
  const found = new Set<number>();
  for (let row = start[account]!; row < start[account + 1]!; row++) {
    if (amount[row]! > 0) found.add(driverOfAsset[assetOfRow[row]!]!);
  }
  return [...found].sort((a, b) => a - b);
}

/** The widest spread that any group can have at the given driver log moves. */
export function widestSpreadOf(driverLog: Float64Array): number {
  let highest = driverLog[0]!;
  let lowest = highest;
  for (let driver = 1; driver < driverLog.length; driver++) {
    if (driverLog[driver]! > highest) highest = driverLog[driver]!;
    if (driverLog[driver]! < lowest) lowest = driverLog[driver]!;
  }
  return highest - lowest;
}

/** Spread of a group at the given driver log moves: accounts with log health above it are healthy. */
export function spreadOf(group: WatchGroup, driverLog: Float64Array): number {
  const { debtDrivers, collateralDrivers } = group;
  // An account with debt and no collateral has HF 0 and log health −∞: always in reach.
  if (collateralDrivers.length === 0) return UNBOUNDED;
  let worstDebt = driverLog[debtDrivers[0]!]!;
  for (let index = 1; index < debtDrivers.length; index++) {
    const log = driverLog[debtDrivers[index]!]!;
    if (log > worstDebt) worstDebt = log;
  }
  let worstCollateral = driverLog[collateralDrivers[0]!]!;
  for (let index = 1; index < collateralDrivers.length; index++) {
    const log = driverLog[collateralDrivers[index]!]!;
    if (log < worstCollateral) worstCollateral = log;
  }
  return worstDebt - worstCollateral;
}
