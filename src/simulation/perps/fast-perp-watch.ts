import type { AccountQueue } from '../engine/account-queue.js';
import { AlarmHeap } from '../engine/alarm-heap.js';
import { findUnitOfRow, type PerpBalances, type PerpBook } from './book.js';
import { FundingShift } from './funding-shift.js';
import { buildLevelLists, sideIndexOf, type LevelLists } from './level-lists.js';
import type { PerpVenuePrices } from './perp-prices.js';
import type { PerpWatch } from './perp-watch.js';
import { SafetyBounds } from './safety-bounds.js';
import { divideHealth, equityUsdOf, maintenanceUsdOf, type PerpPrices } from './valuation.js';

/** What a unit waits for: its levels of the start, levels of its own, nothing (it is valued at every step), or it is settled. */
const AT_START = 0;
const OWN_LEVELS = 1;
const AWAKE = 2;
const DONE = 3;

/**
 * Looks only at units in reach of the prices.
 *
 * Every open position has a level (`SafetyBounds`): while all positions of a unit are on the safe side of theirs, the unit is sound, whatever the
 * path was. By market and side the positions wait in the order of their levels, those of the start in lists that all paths share, later ones in
 * heaps: a step compares a price with the first of each. A unit one of whose levels is reached is valued; if it is sound it gets new levels, if it
 * is below its margin, or too close to it for levels, it stays awake and is valued at every step until it is not. Units that changed are awake.
 * Funding moves what a price is worth to a position; levels are kept relative to a shift that is never too small (`FundingShift`).
 * All of this is exact: nothing that the dense watch finds is skipped.
 */
export class FastPerpWatch implements PerpWatch {
  private readonly lists: LevelLists;
  private readonly bounds: SafetyBounds;
  private readonly shift: FundingShift;
  /** Position of the next in each list. */
  private readonly heads: Int32Array;
  private readonly heaps: readonly AlarmHeap[];
  private readonly unitOfRow: Int32Array;
  private readonly state: Uint8Array;
  /** Key of each position's present level, for units with levels of their own: entries of a heap with another key are old. */
  private readonly liveKey: Float64Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;
  private readonly awake: Int32Array;
  private awakeCount = 0;

  constructor(
    private readonly book: PerpBook,
    private readonly balances: PerpBalances,
    private readonly prices: PerpVenuePrices,
  ) {
    const units = book.unitNames.length;
    this.lists = buildLevelLists(book);
    this.bounds = new SafetyBounds(book, balances);
    this.shift = new FundingShift(book, this.bounds, prices.fundingUsdPerBase);
    this.heads = new Int32Array(this.lists.bySide.length);
    this.heaps = this.lists.bySide.map(() => new AlarmHeap());
    this.unitOfRow = findUnitOfRow(book);
    this.state = new Uint8Array(units);
    this.liveKey = new Float64Array(book.positionMarket.length);
    this.touched = new Int32Array(units);
    this.awake = new Int32Array(units);
  }

  start(): void {
    for (let at = 0; at < this.touchedCount; at++) this.state[this.touched[at]!] = AT_START;
    this.touchedCount = 0;
    this.awakeCount = 0;
    this.heads.fill(0);
    for (const heap of this.heaps) heap.clear();
    this.shift.reset();
    const { unbounded } = this.lists;
    for (let at = 0; at < unbounded.length; at++) this.noteChange(unbounded[at]!);
  }

  advance(): void {
    this.shift.advance();
  }

  collect(queue: AccountQueue): void {
    this.askAwake(queue);
    for (let side = 0; side < this.heaps.length; side++) {
      for (let unit = this.takeReached(side, this.prices); unit >= 0; unit = this.takeReached(side, this.prices)) this.look(unit, queue);
    }
  }

  noteChange(unit: number): void {
    if (this.state[unit] === AWAKE) return;
    this.enter(unit, AWAKE);
    this.awake[this.awakeCount++] = unit;
  }

  collectShortfalls(prices: PerpPrices, queue: AccountQueue): void {
    for (let at = 0; at < this.awakeCount; at++) queue.push(this.awake[at]!, 0);
    for (let side = 0; side < this.heaps.length; side++) {
      for (let unit = this.takeReached(side, prices); unit >= 0; unit = this.takeReached(side, prices)) {
        this.enter(unit, DONE);
        queue.push(unit, 0);
      }
    }
  }

  /** Takes the next unit of a side one of whose levels is reached; −1 when there is none. */
  private takeReached(side: number, { markUsd }: PerpPrices): number {
    const market = side >> 1;
    const reachUsd = side % 2 === 0 ? this.shift.longUsd[market]! - markUsd[market]! : markUsd[market]! - this.shift.shortUsd[market]!;
    const { rows, keys } = this.lists.bySide[side]!;
    for (let head = this.heads[side]!; head < rows.length && keys[head]! <= reachUsd; head++) {
      this.heads[side] = head + 1;
      const unit = this.unitOfRow[rows[head]!]!;
      if (this.state[unit] === AT_START) return unit;
    }
    const heap = this.heaps[side]!;
    while (heap.lowest <= reachUsd) {
      const key = heap.lowest;
      const row = heap.pop();
      const unit = this.unitOfRow[row]!;
      if (this.state[unit] === OWN_LEVELS && this.liveKey[row] === key) return unit;
    }
    return -1;
  }

  /** Values those that were awake; they stay so, get levels, or have nothing left to lose. */
  private askAwake(queue: AccountQueue): void {
    const before = this.awakeCount;
    this.awakeCount = 0;
    for (let at = 0; at < before; at++) {
      const unit = this.awake[at]!;
      // `look` writes at most where it has read already.
      if (this.isSettled(unit)) this.state[unit] = DONE;
      else this.look(unit, queue);
    }
  }

  /** Values a unit and decides when to look at it again. */
  private look(unit: number, queue: AccountQueue): void {
    const { book, balances, prices, bounds } = this;
    const maintenanceUsd = maintenanceUsdOf(book, balances, prices.markUsd, unit);
    const equityUsd = equityUsdOf(book, balances, prices.profitUsd, unit);
    if (maintenanceUsd > 0 && equityUsd < maintenanceUsd) queue.push(unit, divideHealth(equityUsd, maintenanceUsd));
    else if (bounds.isBounded(unit) && bounds.measure(unit, equityUsd - maintenanceUsd, prices.markUsd, prices.fundingUsdPerBase)) {
      this.setLevels(unit);
      return;
    }
    this.enter(unit, AWAKE);
    this.awake[this.awakeCount++] = unit;
  }

  private setLevels(unit: number): void {
    this.enter(unit, OWN_LEVELS);
    const { book, balances, shift } = this;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) {
      const sizeBase = balances.positionSizeBase[row]!;
      if (sizeBase === 0) continue;
      const market = book.positionMarket[row]!;
      const levelUsd = this.bounds.levels[row]!;
      const key = sizeBase > 0 ? shift.longUsd[market]! - levelUsd : levelUsd - shift.shortUsd[market]!;
      this.liveKey[row] = key;
      this.heaps[sideIndexOf(market, sizeBase)]!.push(row, key);
    }
  }

  /** Whether nothing can happen to a unit any more: it holds nothing, and not even the rounding of a loss is owed. */
  private isSettled(unit: number): boolean {
    const { book, balances } = this;
    for (let row = book.unitStart[unit]!, end = book.unitStart[unit + 1]!; row < end; row++) if (balances.positionSizeBase[row] !== 0) return false;
    return balances.unitCollateralUsd[unit]! >= 0;
  }

  private enter(unit: number, state: number): void {
    if (this.state[unit] === AT_START) this.touched[this.touchedCount++] = unit;
    this.state[unit] = state;
  }
}
