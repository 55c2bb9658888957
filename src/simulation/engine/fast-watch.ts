import type { LendingBook } from '../book.js';
import { debtUsdOf, healthFactorOf, type Balances } from '../valuation.js';
import { AccountQueue } from './account-queue.js';
import type { AccountWatch, WatchLevels } from './account-watch.js';
import { AlarmHeap } from './alarm-heap.js';
import { BOUND_SLACK, buildWatchGroups, type WatchGroup, type WatchGroups } from './watch-groups.js';

// Bound at module level: looking a global up in the vm context of a test costs more than the comparison.
const { log } = Math;
const UNBOUNDED = Infinity;

/** What a group went through on the current path. */
interface GroupState {
  readonly group: WatchGroup;
  /** Watched accounts that were in reach so far: the first so many of the group's list. */
  reached: number;
  /** Bound on the fall of `ln HF` since the first was in reach: the sum over steps of their spreads. */
  fallen: number;
  /** Those of them that are healthy until `fallen` passes their level. */
  readonly alarms: AlarmHeap;
}

/**
 * Looks only at accounts in reach of the prices.
 *
 * HF is a ratio of positively weighted sums, so `ln HF(t) ≥ ln HF(s) − (max_d r_d − min_c r_c)`, r the log moves from s to t of the drivers d of its
 * debt and c of its collateral. Accounts with the same drivers share that spread: sorted by `ln HF` at the start, those out of reach are a
 * suffix that is never touched. An account in reach that proves healthy is given a new bound from that step on: spreads of single steps add
 * up to at least the spread of their sum, so one running total per group serves every account, whenever it was last valued. One that is below
 * the watched level stays awake, and is valued in every step until it is not. Of dust, debts that no liquidator looks at, those sleep by health too
 * that are further from that level than from a debt worth a call; the others until their debt could have grown enough: it grows by at most `max_d r_d`.
 * All of this is exact: nothing that the dense watch finds is skipped. Who changes was awake: so changes need no notice here but at the end.
 */
export class FastWatch implements AccountWatch {
  private readonly index: WatchGroups;
  private readonly states: readonly GroupState[];
  /** Level of the next account out of reach, and of the first that sleeps by its debt, by group: what most steps need to know of most groups. */
  private readonly nextLevel: Float64Array;
  private readonly dustLevel: Float64Array;
  /** Groups of which someone was in reach on this path. */
  private readonly active: GroupState[] = [];
  private readonly driverLog: Float64Array;
  /** Moves of the drivers in this step. */
  private readonly driverStep: Float64Array;
  private readonly awake: AccountQueue;
  private readonly isChanged: Uint8Array;
  private readonly changed: number[] = [];

  constructor(
    private readonly book: LendingBook,
    private readonly balances: Balances,
    private readonly oraclePriceUsd: Float64Array,
    private readonly wanted: WatchLevels,
  ) {
    this.index = buildWatchGroups(book, wanted);
    this.states = this.index.groups.map((group) => ({ group, reached: 0, fallen: 0, alarms: new AlarmHeap() }));
    this.nextLevel = new Float64Array(this.states.length);
    this.dustLevel = Float64Array.from(this.index.groups, ({ dust }) => dust.levelAt(0));
    this.driverLog = new Float64Array(this.index.drivers.length);
    this.driverStep = new Float64Array(this.index.drivers.length);
    this.awake = new AccountQueue(book.accounts.length);
    this.isChanged = new Uint8Array(book.accounts.length);
  }

  start(): void {
    this.driverLog.fill(0);
    for (const state of this.active) {
      state.reached = 0;
      state.fallen = 0;
      state.alarms.clear();
    }
    this.active.length = 0;
    for (let group = 0; group < this.states.length; group++) this.nextLevel[group] = this.states[group]!.group.watched.levelAt(0);
    this.awake.clear();
    for (const account of this.changed) this.isChanged[account] = 0;
    this.changed.length = 0;
  }

  advance(oracleFactorLog: Float64Array): void {
    const { drivers } = this.index;
    for (let driver = 0; driver < drivers.length; driver++) {
      const move = moveOf(drivers[driver]!, oracleFactorLog);
      this.driverStep[driver] = move - this.driverLog[driver]!;
      this.driverLog[driver] = move;
    }
    for (const state of this.active) state.fallen += spreadOf(state.group, this.driverStep);
  }

  collect(queue: AccountQueue): void {
    this.askAwake(queue);
    const widest = widestSpreadOf(this.driverLog);
    const highest = highestOf(this.driverLog);
    for (const state of this.active) while (state.alarms.lowest <= state.fallen) this.look(state.alarms.pop(), state, queue);
    const { nextLevel, dustLevel } = this;
    for (let group = 0; group < nextLevel.length; group++) {
      if (nextLevel[group]! <= widest) this.reachFurther(group, queue);
      if (dustLevel[group]! <= highest) this.askDust(this.states[group]!.group, queue);
    }
  }

  noteChange(account: number): void {
    if (this.isChanged[account] === 1) return;
    this.isChanged[account] = 1;
    this.changed.push(account);
  }

  collectShortfalls(factorLog: Float64Array, queue: AccountQueue): void {
    const { drivers } = this.index;
    for (let driver = 0; driver < drivers.length; driver++) this.driverLog[driver] = moveOf(drivers[driver]!, factorLog);
    for (const { group } of this.states) {
      const { all } = group;
      const spread = spreadOf(group, this.driverLog);
      for (let at = 0; at < all.accounts.length && all.levelAt(at) <= spread; at++) if (this.isChanged[all.accounts[at]!] === 0) queue.push(all.accounts[at]!, 0);
    }
    for (const account of this.changed) queue.push(account, 0);
  }

  /** Values those that were below the level in the last step; they stay awake, get an alarm, or have nothing left to lose. */
  private askAwake(queue: AccountQueue): void {
    const { awake, index } = this;
    const before = awake.size;
    awake.clear();
    // `look` writes at most where it has read already.
    for (let at = 0; at < before; at++) {
      const account = awake.accounts[at]!;
      this.look(account, this.states[index.groupOfAccount[account]!]!, queue);
    }
  }

  private reachFurther(group: number, queue: AccountQueue): void {
    const state = this.states[group]!;
    const { watched } = state.group;
    const spread = spreadOf(state.group, this.driverLog);
    if (this.nextLevel[group]! > spread) return;
    if (state.reached === 0) this.active.push(state);
    while (state.reached < watched.accounts.length && watched.levelAt(state.reached) <= spread) this.look(watched.accounts[state.reached++]!, state, queue);
    this.nextLevel[group] = watched.levelAt(state.reached);
  }

  private askDust({ debtDrivers, dust }: WatchGroup, queue: AccountQueue): void {
    const debtMove = highestAmong(debtDrivers, this.driverLog);
    for (let at = 0; at < dust.accounts.length && dust.levelAt(at) <= debtMove; at++) {
      const account = dust.accounts[at]!;
      const healthFactor = healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account);
      if (healthFactor < this.wanted.belowHealth) this.offer(account, healthFactor, queue);
    }
  }

  /** Values a watched account and decides when to look at it again. */
  private look(account: number, state: GroupState, queue: AccountQueue): void {
    const healthFactor = healthFactorOf(this.book, this.balances, this.oraclePriceUsd, account);
    const room = log(healthFactor / this.wanted.belowHealth) - BOUND_SLACK;
    if (room > 0) state.alarms.push(account, state.fallen + room);
    else if (healthFactor > 0 || this.ownsAnything(account)) {
      this.awake.push(account, healthFactor);
      if (healthFactor < this.wanted.belowHealth) this.offer(account, healthFactor, queue);
    }
  }

  private offer(account: number, healthFactor: number, queue: AccountQueue): void {
    if (debtUsdOf(this.book, this.balances, this.oraclePriceUsd, account) >= this.wanted.smallestDebtUsd) queue.push(account, healthFactor);
  }

  private ownsAnything(account: number): boolean {
    const { collateralStart } = this.book;
    for (let row = collateralStart[account]!; row < collateralStart[account + 1]!; row++) if (this.balances.collateralAmount[row]! > 0) return true;
    return false;
  }
}

function moveOf(factors: readonly number[], factorLog: Float64Array): number {
  let move = 0;
  for (const factor of factors) move += factorLog[factor]!;
  return move;
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
