import type { AccountQueue } from '../engine/account-queue.js';
import { listStartPrices, type PerpBalances, type PerpBook } from './book.js';
import type { PerpWatch } from './perp-watch.js';
import { multiUnitBoundLog, RATE_BOUND, singleUnitLevelUsd } from './safety-bounds.js';
import { equityUsdOf, maintenanceUsdOf, marginHealthOf } from './valuation.js';
import { buildPerpGroups, type CrossGroup, type PerpGroups } from './perp-groups.js';

// Bound at module level: see fast-watch.ts.
const { log, max } = Math;
const UNBOUNDED = Infinity;
/** A price that sales drove to 0 stays a number: below this share of its start nothing is left to lose. */
const PRICE_RATIO_MIN = 1e-300;

/** Instead of a row: a unit holds nothing, or nothing that one price decides about. */
const NOTHING = -1;
const SEVERAL = -2;

/** What a group went through on the current path. */
interface GroupState {
  readonly group: CrossGroup;
  /** Bound on the move against the group since it was first looked at: the sum over steps of their worst moves. */
  moved: number;
  isActive: boolean;
  /** Value of `moved` up to which each unit is known to be sound; −∞ where nothing is known beyond the start. */
  readonly soundTo: Float64Array;
  /** Entries of `soundTo` that this path may have written. */
  visited: number;
}

/**
 * Looks only at units in reach of the prices.
 *
 * A unit of one position is liquidatable on one side of a price that never changes until the unit does: by market and side, sorted by that
 * price, those in reach are a prefix. A unit of several positions has a bound on how far prices may move against it
 * (`multiUnitBoundLog`); units with the same markets and sides share the move, and one in reach that proves sound is given a new bound
 * from that step on: worst moves of single steps add up to at least the worst move of their sum. Units that changed
 * and hold one position get a new price of their own; those that hold several are valued at every step.
 * All of this is exact: nothing that the dense watch finds is skipped.
 */
export class FastPerpWatch implements PerpWatch {
  private readonly index: PerpGroups;
  private readonly states: readonly GroupState[];
  private readonly startPriceUsd: Float64Array;
  /** Log of each market's mark over its start, now and in the step before. */
  private readonly moveLog: Float64Array;
  private readonly lastMoveLog: Float64Array;
  private readonly stepLog: Float64Array;
  /** First unit of each market's list that has not changed on this path: those before it are looked at no more. */
  private readonly longHead: Int32Array;
  private readonly shortHead: Int32Array;
  private readonly isTouched: Uint8Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;
  /** Units that changed and still hold something, each with its level where it holds one position. */
  private readonly live: Int32Array;
  private liveCount = 0;
  private readonly liveRow: Int32Array;
  private readonly liveLevelUsd: Float64Array;

  constructor(
    private readonly book: PerpBook,
    private readonly balances: PerpBalances,
    private readonly markPriceUsd: Float64Array,
  ) {
    this.index = buildPerpGroups(book);
    this.states = this.index.cross.map((group) => ({ group, moved: 0, isActive: false, soundTo: new Float64Array(group.units.length).fill(-UNBOUNDED), visited: 0 }));
    this.startPriceUsd = listStartPrices(book);
    this.moveLog = new Float64Array(book.markets.length);
    this.lastMoveLog = new Float64Array(book.markets.length);
    this.stepLog = new Float64Array(book.markets.length);
    this.longHead = new Int32Array(book.markets.length);
    this.shortHead = new Int32Array(book.markets.length);
    this.isTouched = new Uint8Array(book.unitNames.length);
    this.touched = new Int32Array(book.unitNames.length);
    this.live = new Int32Array(book.unitNames.length);
    this.liveRow = new Int32Array(book.unitNames.length);
    this.liveLevelUsd = new Float64Array(book.unitNames.length);
  }

  start(): void {
    this.moveLog.fill(0);
    for (const state of this.states) {
      if (state.visited > 0) state.soundTo.fill(-UNBOUNDED, 0, state.visited);
      state.visited = 0;
      state.isActive = false;
      state.moved = 0;
    }
    for (let at = 0; at < this.touchedCount; at++) this.isTouched[this.touched[at]!] = 0;
    this.touchedCount = 0;
    this.liveCount = 0;
    this.longHead.fill(0);
    this.shortHead.fill(0);
  }

  advance(): void {
    if (this.states.length === 0) return;
    this.lastMoveLog.set(this.moveLog);
    this.measureMoves(this.markPriceUsd);
    for (let market = 0; market < this.moveLog.length; market++) this.stepLog[market] = this.moveLog[market]! - this.lastMoveLog[market]!;
    for (const state of this.states) if (state.isActive) state.moved += worstMoveOf(state.group, this.stepLog);
  }

  collect(queue: AccountQueue): void {
    for (let market = 0; market < this.markPriceUsd.length; market++) {
      const priceUsd = this.markPriceUsd[market]!;
      const { units: longs, levelsUsd: longLevels } = this.index.longs[market]!;
      for (let at = this.skipTouched(this.longHead, market, longs); at < longs.length && longLevels[at]! >= priceUsd; at++) this.pushIfLiquidatable(longs[at]!, queue);
      const { units: shorts, levelsUsd: shortLevels } = this.index.shorts[market]!;
      for (let at = this.skipTouched(this.shortHead, market, shorts); at < shorts.length && shortLevels[at]! <= priceUsd; at++) this.pushIfLiquidatable(shorts[at]!, queue);
    }
    for (const state of this.states) this.collectCross(state, queue);
    const { unbounded } = this.index;
    for (let at = 0; at < unbounded.length; at++) this.pushIfLiquidatable(unbounded[at]!, queue);
    this.collectLive(queue);
  }

  noteChange(unit: number): void {
    this.measureLevel(unit);
    if (this.isTouched[unit] !== 0) return;
    this.isTouched[unit] = 1;
    this.touched[this.touchedCount++] = unit;
    this.live[this.liveCount++] = unit;
  }

  collectShortfalls(priceUsd: Float64Array, queue: AccountQueue): void {
    for (let market = 0; market < priceUsd.length; market++) {
      const { units: longs, levelsUsd: longLevels } = this.index.longs[market]!;
      for (let at = 0; at < longs.length && longLevels[at]! >= priceUsd[market]!; at++) this.pushUntouched(longs[at]!, queue);
      const { units: shorts, levelsUsd: shortLevels } = this.index.shorts[market]!;
      for (let at = 0; at < shorts.length && shortLevels[at]! <= priceUsd[market]!; at++) this.pushUntouched(shorts[at]!, queue);
    }
    if (this.states.length > 0) this.measureMoves(priceUsd);
    for (const { group } of this.states) {
      const moved = worstMoveOf(group, this.moveLog);
      for (let at = 0; at < group.units.length && group.boundsLog[at]! <= moved; at++) this.pushUntouched(group.units[at]!, queue);
    }
    const { unbounded } = this.index;
    for (let at = 0; at < unbounded.length; at++) this.pushUntouched(unbounded[at]!, queue);
    for (let at = 0; at < this.liveCount; at++) queue.push(this.live[at]!, 0);
  }

  /** Looks at the units that changed, and forgets those that hold nothing any more: without a position nothing is owed. */
  private collectLive(queue: AccountQueue): void {
    let kept = 0;
    for (let at = 0; at < this.liveCount; at++) {
      const unit = this.live[at]!;
      const row = this.liveRow[unit]!;
      if (row === NOTHING) continue;
      this.live[kept++] = unit;
      if (row !== SEVERAL) {
        const priceUsd = this.markPriceUsd[this.book.positionMarket[row]!]!;
        const levelUsd = this.liveLevelUsd[unit]!;
        if (this.balances.positionSizeBase[row]! > 0 ? priceUsd > levelUsd : priceUsd < levelUsd) continue;
      }
      this.push(unit, queue);
    }
    this.liveCount = kept;
  }

  /** Notes what a unit that changed still holds. */
  private measureLevel(unit: number): void {
    const { book, balances } = this;
    let held = NOTHING;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
      if (balances.positionSizeBase[row] !== 0) held = held === NOTHING ? row : SEVERAL;
    }
    const isBounded = held >= 0 && (balances.positionSizeBase[held]! < 0 || this.index.rates.high[held]! <= RATE_BOUND);
    this.liveRow[unit] = held >= 0 && !isBounded ? SEVERAL : held;
    if (isBounded) this.liveLevelUsd[unit] = singleUnitLevelUsd(book, balances, this.index.rates, unit, held);
  }

  private collectCross(state: GroupState, queue: AccountQueue): void {
    const { group, soundTo } = state;
    const { units, boundsLog } = group;
    const moved = worstMoveOf(group, this.moveLog);
    let at = 0;
    for (; at < units.length && boundsLog[at]! <= moved; at++) {
      if (soundTo[at]! > state.moved) continue;
      const unit = units[at]!;
      if (this.isTouched[unit] !== 0) continue;
      if (!state.isActive) state.isActive = true;
      const { book, balances, markPriceUsd } = this;
      const excessUsd = equityUsdOf(book, balances, markPriceUsd, unit) - maintenanceUsdOf(book, balances, markPriceUsd, unit);
      const bound = multiUnitBoundLog(book, balances, this.index.rates, markPriceUsd, excessUsd, unit);
      if (bound > 0) soundTo[at] = state.moved + bound;
      else this.push(unit, queue);
    }
    if (at > state.visited) state.visited = at;
  }

  private skipTouched(heads: Int32Array, market: number, units: Int32Array): number {
    let head = heads[market]!;
    while (head < units.length && this.isTouched[units[head]!] !== 0) head++;
    heads[market] = head;
    return head;
  }

  private pushIfLiquidatable(unit: number, queue: AccountQueue): void {
    if (this.isTouched[unit] === 0) this.push(unit, queue);
  }

  private push(unit: number, queue: AccountQueue): void {
    const health = marginHealthOf(this.book, this.balances, this.markPriceUsd, unit);
    if (health < 1) queue.push(unit, health);
  }

  private pushUntouched(unit: number, queue: AccountQueue): void {
    if (this.isTouched[unit] === 0) queue.push(unit, 0);
  }

  private measureMoves(priceUsd: Float64Array): void {
    for (let market = 0; market < priceUsd.length; market++) this.moveLog[market] = log(max(priceUsd[market]! / this.startPriceUsd[market]!, PRICE_RATIO_MIN));
  }
}

/** The largest move against a group: falls of what it is long of, rises of what it is short of. */
function worstMoveOf({ longMarkets, shortMarkets }: CrossGroup, moveLog: Float64Array): number {
  let worst = -UNBOUNDED;
  for (let at = 0; at < longMarkets.length; at++) if (-moveLog[longMarkets[at]!]! > worst) worst = -moveLog[longMarkets[at]!]!;
  for (let at = 0; at < shortMarkets.length; at++) if (moveLog[shortMarkets[at]!]! > worst) worst = moveLog[shortMarkets[at]!]!;
  return worst;
}
