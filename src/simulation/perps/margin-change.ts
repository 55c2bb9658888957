import { computeMarginUsd, type MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { listStartPrices, type PerpBook } from './book.js';
import { equityUsdOf, marginHealthOf, NO_OPEN_INTEREST_USD, notionalUsdOf } from './valuation.js';

/** How traders answer when a change of margins gives them room. */
export interface TraderResponse {
  /** `none`: positions stay. `re-lever`: units use `shareRatio` of the room that a lower initial margin opens. */
  readonly kind: 'none' | 're-lever';
  readonly shareRatio: number;
}

/** Halvings of the interval that holds a unit's growth: beyond what a double tells apart. */
const GROWTH_HALVINGS = 60;

/**
 * Gives the book as it stands after some markets have got another schedule, with the traders' response.
 *
 * A unit whose positions need less initial margin than before has room: its positions grow by the factor g at which they need
 * `min(initial margin before, equity)` again, or by `1 + share · (g − 1)`; what is added enters at the start price, so equity stays.
 * Without this response a looser table would look free. Tightening never shrinks a position: nobody is assumed to close in time, and who is
 * below the new maintenance margin is liquidated.
 * Special case: a unit without equity to spare keeps its positions.
 */
export function applyMarginSchedule(book: PerpBook, changed: ReadonlySet<number>, schedule: MarginSchedule, response: TraderResponse): PerpBook {
  const after: PerpBook = { ...book, markets: book.markets.map((market, index) => (changed.has(index) ? { ...market, schedule } : market)) };
  if (response.kind === 'none') return after;
  const positionSizeBase = book.positionSizeBase.slice();
  const positionEntryPriceUsd = book.positionEntryPriceUsd.slice();
  const priceUsd = listStartPrices(book);
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    const allowedUsd = Math.min(initialMarginUsd(book, unit, 1), equityUsdOf(book, book, priceUsd, unit));
    if (!(initialMarginUsd(after, unit, 1) < allowedUsd)) continue;
    const growth = 1 + response.shareRatio * (findGrowth(after, unit, allowedUsd) - 1);
    for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
      positionSizeBase[row]! *= growth;
      positionEntryPriceUsd[row] = (book.positionEntryPriceUsd[row]! + (growth - 1) * priceUsd[book.positionMarket[row]!]!) / growth;
    }
  }
  return { ...after, positionSizeBase, positionEntryPriceUsd };
}

/** The largest growth at which a unit's positions need no more than is allowed; initial margin rises with size. */
function findGrowth(book: PerpBook, unit: number, allowedUsd: number): number {
  let low = 1;
  let high = 2;
  while (initialMarginUsd(book, unit, high) <= allowedUsd) high *= 2;
  for (let halving = 0; halving < GROWTH_HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (initialMarginUsd(book, unit, middle) <= allowedUsd) low = middle;
    else high = middle;
  }
  return low;
}

/** Initial margin of a unit at start prices, its positions scaled. */
function initialMarginUsd(book: PerpBook, unit: number, scale: number): number {
  let marginUsd = 0;
  for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
    const { schedule, startPriceUsd } = book.markets[book.positionMarket[row]!]!;
    marginUsd += computeMarginUsd(schedule.initial, scale * book.positionSizeBase[row]!, startPriceUsd, NO_OPEN_INTEREST_USD);
  }
  return marginUsd;
}

/** What a table lets the positions of a book be: capital that they need, and their notional over it. */
export interface MarginEfficiency {
  /** Σ initial margin of the positions as they stand. */
  readonly initialMarginUsd: number;
  /** Σ notional / Σ initial margin: the largest leverage, weighted by the margin of each position. */
  readonly maxLeverageMultiple: number;
}

/** Measures how much capital the positions of a book need, at start prices. */
export function measureEfficiency(book: PerpBook): MarginEfficiency {
  const priceUsd = listStartPrices(book);
  let marginUsd = 0;
  let notionalUsd = 0;
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    marginUsd += initialMarginUsd(book, unit, 1);
    notionalUsd += notionalUsdOf(book, book, priceUsd, unit);
  }
  return { initialMarginUsd: marginUsd, maxLeverageMultiple: marginUsd > 0 ? notionalUsd / marginUsd : Infinity };
}

/** A unit that a change makes liquidatable. */
export interface ExposedUnit {
  readonly unit: number;
  readonly notionalUsd: number;
  readonly equityUsd: number;
  readonly marginHealthBefore: number;
  readonly marginHealthAfter: number;
}

/** Lists the units that are sound before a change and liquidatable after it, at start prices, largest notional first. */
export function findNewlyLiquidatableUnits(before: PerpBook, after: PerpBook): ExposedUnit[] {
  const priceUsd = listStartPrices(before);
  const exposed: ExposedUnit[] = [];
  for (let unit = 0; unit < before.unitNames.length; unit++) {
    const marginHealthBefore = marginHealthOf(before, before, { markUsd: priceUsd, profitUsd: priceUsd }, unit);
    const marginHealthAfter = marginHealthOf(after, after, { markUsd: priceUsd, profitUsd: priceUsd }, unit);
    if (marginHealthBefore < 1 || !(marginHealthAfter < 1)) continue;
    exposed.push({ unit, notionalUsd: notionalUsdOf(before, before, priceUsd, unit), equityUsd: equityUsdOf(before, before, priceUsd, unit), marginHealthBefore, marginHealthAfter });
  }
  return exposed.sort((a, b) => b.notionalUsd - a.notionalUsd || a.unit - b.unit);
}
