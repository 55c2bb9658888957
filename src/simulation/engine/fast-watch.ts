import type { LendingBook } from '../book.js';
import { debtUsdOf, healthFactorOf, type Balances } from '../valuation.js';
import type { AccountQueue } from './account-queue.js';
import type { AccountWatch, WatchLevels } from './account-watch.js';
import { BOUND_SLACK, buildWatchGroups, type WatchGroup, type WatchGroups } from './watch-groups.js';

// Bound at module level: looking a global up in the vm context of a test costs more than the comparison.
const { log } = Math;
const UNBOUNDED = Infinity;

/** What a group went through on the current path. */
interface GroupState {
  readonly group: WatchGroup;
  /** Bound on the fall of `ln HF` since the group was first looked at: the sum over steps of their spreads. */
  fallen: number;
  isActive: boolean;
  /** Value of `fallen` up to which each watched account is known to be healthy; −∞ where nothing is known beyond the start. */
  readonly healthyTo: Float64Array;
  /** Entries of `healthyTo` that this path may have written. */
  visited: number;
}

/**
 * Looks only at accounts in reach of the prices.
 *
 * HF is a ratio of positively weighted sums, so `ln HF(t) ≥ ln HF(s) − (max_d r_d − min_c r_c)`, r the log moves from s to t of the drivers d of its
 * debt and c of its collateral. Accounts with the same drivers share that spread: sorted by `ln HF` at the start, those out of reach are a
 * suffix that is never touched. An account in reach that proves healthy is given a new bound from that step on: spreads of single steps add
 * up to at least the spread of their sum, so one running total per group serves every account, whenever it was last valued. Dust, which no
 * liquidator looks at, sleeps until its debt could have grown enough: debt grows by at most `max_d r_d`.
 * All of this is exact: nothing that the dense watch finds is skipped.
 */
export class FastWatch implements AccountWatch {
  private readonly index: WatchGroups;
  private readonly states: readonly GroupState[];
  private readonly driverLog: Float64Array;
  private readonly lastDriverLog: Float64Array;
  /** Moves of the drivers in this step. */
  private readonly driverStep: Float64Array;
  private readonly isTouched: Uint8Array;
  /** As `healthyTo`, for accounts whose balances changed. */
  private readonly touchedHealthyTo: Float64Array;
  private readonly touched: number[] = [];

  constructor(
    private readonly book: LendingBook,
    private readonly balances: Balances,
    private readonly oraclePriceUsd: Float64Array,
    private readonly wanted: WatchLevels,
  ) {
    this.index = buildWatchGroups(book, wanted);
    this.states = this.index.groups.map((group) => ({ group, fallen: 0, isActive: false, healthyTo: new Float64Array(group.watched.accounts.length).fill(-UNBOUNDED), visited: 0 }));
    const drivers = this.index.drivers.length;
    this.driverLog = new Float64Array(drivers);
    this.lastDriverLog = new Float64Array(drivers);
    this.driverStep = new Float64Array(drivers);
    this.isTouched = new Uint8Array(book.accounts.length);
    this.touchedHealthyTo = new Float64Array(book.accounts.length);
  }

  start(): void {
    this.driverLog.fill(0);
    for (const state of this.states) {
      if (state.visited > 0) state.healthyTo.fill(-UNBOUNDED, 0, state.visited);
      state.visited = 0;
      state.isActive = false;
      state.fallen = 0;
    }
    for (const account of this.touched) this.isTouched[account] = 0;
    this.touched.length = 0;
  }

  advance(oracleFactorLog: Float64Array): void {
    this.lastDriverLog.set(this.driverLog);
    this.moveDrivers(oracleFactorLog);
    for (let driver = 0; driver < this.driverLog.length; driver++) this.driverStep[driver] = this.driverLog[driver]! - this.lastDriverLog[driver]!;
    for (const state of this.states) if (state.isActive) state.fallen += spreadOf(state.group, this.driverStep);
  }

  collect(queue: AccountQueue): void {
    const widest = widestSpreadOf(this.driverLog);
    const highest = highestOf(this.driverLog);
    for (const state of this.states) {
      const { watched, dust, debtDrivers } = state.group;
      if (watched.accounts.length > 0 && watched.levels[0]! <= widest) this.collectWatched(state, spreadOf(state.group, this.driverLog), queue);
      if (dust.accounts.length > 0 && dust.levels[0]! <= highest) this.collectDust(state, highestAmong(debtDrivers, this.driverLog), queue);
    }
    for (const account of this.touched) this.collectTouched(account, queue);
  }

  noteChange(account: number): void {
    if (this.isTouched[account] === 0) {
      this.isTouched[account] = 1;
      this.touched.push(account);
      this.states[this.index.groupOfAccount[account]!]!.isActive = true;
    }
    this.touchedHealthyTo[account] = this.boundFrom(account, healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account));
  }

  collectShortfalls(factorLog: Float64Array, queue: AccountQueue): void {
    this.moveDrivers(factorLog);
    for (const { group } of this.states) {
      const { accounts, levels } = group.all;
      const spread = spreadOf(group, this.driverLog);
      for (let at = 0; at < accounts.length && levels[at]! <= spread; at++) if (this.isTouched[accounts[at]!] === 0) queue.push(accounts[at]!, 0);
    }
    for (const account of this.touched) queue.push(account, 0);
  }

  private collectWatched(state: GroupState, spread: number, queue: AccountQueue): void {
    const { accounts, levels } = state.group.watched;
    const { healthyTo } = state;
    const { belowHealth } = this.wanted;
    let at = 0;
    for (; at < accounts.length && levels[at]! <= spread; at++) {
      if (healthyTo[at]! > state.fallen) continue;
      const account = accounts[at]!;
      if (this.isTouched[account] === 1) continue;
      const healthFactor = healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account);
      if (healthFactor < belowHealth) this.push(account, healthFactor, queue);
      else healthyTo[at] = this.boundFrom(account, healthFactor);
    }
    if (at > state.visited) state.visited = at;
    if (at > 0) state.isActive = true;
  }

  private collectDust(state: GroupState, debtMove: number, queue: AccountQueue): void {
    const { accounts, levels } = state.group.dust;
    for (let at = 0; at < accounts.length && levels[at]! <= debtMove; at++) {
      if (this.isTouched[accounts[at]!] === 0) this.value(accounts[at]!, queue);
    }
  }

  private collectTouched(account: number, queue: AccountQueue): void {
    const state = this.states[this.index.groupOfAccount[account]!]!;
    if (this.touchedHealthyTo[account]! > state.fallen) return;
    const healthFactor = healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account);
    if (healthFactor < this.wanted.belowHealth) this.push(account, healthFactor, queue);
    else this.touchedHealthyTo[account] = this.boundFrom(account, healthFactor);
  }

  private value(account: number, queue: AccountQueue): void {
    const healthFactor = healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account);
    if (healthFactor < this.wanted.belowHealth) this.push(account, healthFactor, queue);
  }

  private push(account: number, healthFactor: number, queue: AccountQueue): void {
    if (debtUsdOf(this.book, this.balances, this.oraclePriceUsd, account) >= this.wanted.smallestDebtUsd) queue.push(account, healthFactor);
  }

  /** The group's total of falls up to which an account of this health stays above the watched level. */
  private boundFrom(account: number, healthFactor: number): number {
    return this.states[this.index.groupOfAccount[account]!]!.fallen + log(healthFactor / this.wanted.belowHealth) - BOUND_SLACK;
  }

  private moveDrivers(factorLog: Float64Array): void {
    const { drivers } = this.index;
    for (let driver = 0; driver < drivers.length; driver++) {
      let move = 0;
      for (const factor of drivers[driver]!) move += factorLog[factor]!;
      this.driverLog[driver] = move;
    }
  }
}

/** The widest spread that any group can have at the given moves. */
function widestSpreadOf(driverLog: Float64Array): number {
  let highest = driverLog[0]!;
  let lowest = highest;
  for (let driver = 1; driver < driverLog.length; driver++) {
    if (driverLog[driver]! > highest) highest = driverLog[driver]!;
    if (driverLog[driver]! < lowest) lowest = driverLog[driver]!;
  }
  return highest - lowest;
}

function highestOf(driverLog: Float64Array): number {
  let highest = driverLog[0]!;
  for (let driver = 1; driver < driverLog.length; driver++) if (driverLog[driver]! > highest) highest = driverLog[driver]!;
  return highest;
}

function highestAmong(drivers: Int32Array, driverLog: Float64Array): number {
  let highest = driverLog[drivers[0]!]!;
  for (let at = 1; at < drivers.length; at++) if (driverLog[drivers[at]!]! > highest) highest = driverLog[drivers[at]!]!;
  return highest;
}

/** Spread of a group at the given moves: an account with a lower log health may be below the level, one above it is not. */
function spreadOf({ debtDrivers, collateralDrivers }: WatchGroup, driverLog: Float64Array): number {
  if (collateralDrivers.length === 0) return UNBOUNDED;
  let lowest = driverLog[collateralDrivers[0]!]!;
  for (let at = 1; at < collateralDrivers.length; at++) if (driverLog[collateralDrivers[at]!]! < lowest) lowest = driverLog[collateralDrivers[at]!]!;
  return highestAmong(debtDrivers, driverLog) - lowest;
}
