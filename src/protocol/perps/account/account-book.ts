import { computeMarginUsd, computeTierRate, type MarginCurve } from '../margin-schedule/margin-schedule.js';
import type { MarginUnit, MarkedMarkets } from './margin-unit.js';
import { PositionRuleError } from './position.js';

/**
 * One market's positions in a group, each as a line: within a tier, equity less requirement is `slope · price + offset`.
 *
 * A `flat` curve has one tier, and its fixed part is in the unit's quote. A `tiered` one keeps the prices between which each position stays
 * in the tier that its line was made for, so that the loop asks for a new line only when one is passed; the line depends on the tier
 * alone, hence what was valued before never shows in a result. A `general` one (open-interest scaling) keeps the signed size as slope.
 */
interface PositionColumn {
  readonly market: number;
  readonly kind: 'flat' | 'tiered' | 'general';
  readonly sizeBase: Float64Array;
  /** Of `flat` columns; the others need none. */
  readonly slopeBase: Float64Array;
  /** Of `tiered` columns: slope, offset, lowest and first too high price of each position, side by side because they are read together. */
  readonly lines: Float64Array;
}

const LINE_WIDTH = 4;

/** Units that hold the same markets: one column per market, so that a price is a constant of the inner loop. */
interface UnitGroup {
  /** Place of the group's first unit in the book's order. */
  readonly start: number;
  /** Equity less fixed requirements when all prices are 0. */
  readonly quoteUsd: Float64Array;
  readonly columns: readonly PositionColumn[];
}

/** Many margin units laid out by the markets they hold. */
export interface AccountBook {
  /** Names in the order of prices and open interests. */
  readonly markets: readonly string[];
  readonly curves: readonly MarginCurve[];
  /** Place in the book → index of the unit given. */
  readonly unitAt: Int32Array;
  readonly groups: readonly UnitGroup[];
}

/**
 * Lays units out against the markets they hold; the requirement is the maintenance margin, funding is what is owed now.
 *
 * @throws PositionRuleError when a position's market is not among those given
 */
export function buildAccountBook(units: readonly MarginUnit[], markets: MarkedMarkets): AccountBook {
  const names = [...markets.keys()].sort();
  const marketByName = new Map(names.map((name, index) => [name, index]));
  const curves = names.map((name) => markets.get(name)!.schedule.maintenance);
  const membersByKey = new Map<string, number[]>();
  units.forEach(({ account, positions }, index) => {
    const key = positions
      .map(({ market }) => {
        const known = marketByName.get(market);
        if (known === undefined) throw new PositionRuleError(account, 'positions.market', `no market is called ${market}`);
        return known;
      })
      .join(',');
    const members = membersByKey.get(key);
    if (members === undefined) membersByKey.set(key, [index]);
    else members.push(index);
  });
  const unitAt = Int32Array.from([...membersByKey.values()].flat());
  let start = 0;
  const groups = [...membersByKey].map(([key, members]) => {
    const held = key === '' ? [] : key.split(',').map(Number);
    const group = buildGroup(start, members.map((index) => units[index]!), held, curves, markets);
    start += members.length;
    return group;
  });
  return { markets: names, curves, unitAt, groups };
}

function buildGroup(start: number, units: readonly MarginUnit[], held: readonly number[], curves: readonly MarginCurve[], markets: MarkedMarkets): UnitGroup {
  const quoteUsd = Float64Array.from(units, ({ collateralUsd, positions }) => {
    let sumUsd = collateralUsd;
    for (const { market, sizeBase, entryPriceUsd, settledFundingUsdPerBase } of positions) {
      sumUsd -= sizeBase * (entryPriceUsd + markets.get(market)!.fundingUsdPerBase - settledFundingUsdPerBase);
    }
    return sumUsd;
  });
  const columns = held.map((market, place) => {
    const curve = curves[market]!;
    const column = buildColumn(market, curve, Float64Array.from(units, ({ positions }) => positions[place]!.sizeBase));
    if (column.kind === 'flat') for (let i = 0; i < units.length; i++) quoteUsd[i]! += curve.deductionsUsd[0]! - curve.constantUsd;
    return column;
  });
  return { start, quoteUsd, columns };
}

function buildColumn(market: number, curve: MarginCurve, sizeBase: Float64Array): PositionColumn {
  const none = new Float64Array(0);
  if (curve.openInterestUpperUsd > 0) return { market, kind: 'general', sizeBase, slopeBase: none, lines: none };
  if (curve.floorsUsd.length === 1) {
    const slopeBase = sizeBase.map((size) => size - Math.abs(size) * computeTierRate(curve, 0, Math.abs(size), 0));
    return { market, kind: 'flat', sizeBase, slopeBase, lines: none };
  }
  const column = { market, kind: 'tiered', sizeBase, slopeBase: none, lines: new Float64Array(LINE_WIDTH * sizeBase.length) } as const;
  for (let i = 0; i < sizeBase.length; i++) drawLine(column, curve, i, 0);
  return column;
}

/** Makes the line of the tier that a price puts a position in: the last one whose floor, as a price, is not above it. */
function drawLine({ sizeBase, lines }: PositionColumn, curve: MarginCurve, at: number, priceUsd: number): void {
  const { floorsUsd } = curve;
  const size = sizeBase[at]!;
  const magnitude = Math.abs(size);
  let tier = floorsUsd.length - 1;
  while (tier > 0 && priceUsd < floorsUsd[tier]! / magnitude) tier--;
  lines[LINE_WIDTH * at] = size - magnitude * computeTierRate(curve, tier, magnitude, 0);
  lines[LINE_WIDTH * at + 1] = curve.deductionsUsd[tier]! - curve.constantUsd;
  lines[LINE_WIDTH * at + 2] = floorsUsd[tier]! / magnitude;
  lines[LINE_WIDTH * at + 3] = (floorsUsd[tier + 1] ?? Infinity) / magnitude;
}

/**
 * Values every unit of a book: `excess = equity − maintenance margin`, negative where a unit is liquidatable.
 *
 * Units: USD. Shapes: `pricesUsd` and `openInterestUsd` one entry per `book.markets`; `excessUsd` one entry per unit in the book's order
 * (see `unitAt`), written. Equals `valueMarginUnit` up to rounding; this is the loop that a simulation runs.
 */
export function computeExcessMargins(book: AccountBook, pricesUsd: Float64Array, openInterestUsd: Float64Array, excessUsd: Float64Array): void {
  for (const { start, quoteUsd, columns } of book.groups) {
    const done = startGroup(book, start, quoteUsd, columns, pricesUsd, excessUsd);
    for (let at = done; at < columns.length; at++) {
      const column = columns[at]!;
      const curve = book.curves[column.market]!;
      const priceUsd = pricesUsd[column.market]!;
      if (column.kind === 'flat') addFlat(excessUsd, start, column.slopeBase, priceUsd);
      else if (column.kind === 'tiered') addTiered(excessUsd, start, column, curve, priceUsd);
      else addGeneral(excessUsd, start, column.sizeBase, curve, priceUsd, openInterestUsd[column.market]!);
    }
  }
}

/** Writes the quotes and, for the commonest groups, two columns in the same pass: memory is what bounds it. Gives the columns done. */
function startGroup(book: AccountBook, start: number, quoteUsd: Float64Array, columns: readonly PositionColumn[], pricesUsd: Float64Array, out: Float64Array): number {
  const [first, second] = columns;
  if (first === undefined || second === undefined || first.kind !== second.kind || first.kind === 'general') {
    out.set(quoteUsd, start);
    return 0;
  }
  const firstUsd = pricesUsd[first.market]!;
  const secondUsd = pricesUsd[second.market]!;
  if (first.kind === 'flat') addTwoFlat(out, start, quoteUsd, first.slopeBase, firstUsd, second.slopeBase, secondUsd);
  else addTwoTiered(out, start, quoteUsd, first, book.curves[first.market]!, firstUsd, second, book.curves[second.market]!, secondUsd);
  return 2;
}

function addTwoFlat(out: Float64Array, start: number, quoteUsd: Float64Array, a: Float64Array, aUsd: number, b: Float64Array, bUsd: number): void {
  for (let i = 0; i < quoteUsd.length; i++) out[start + i] = quoteUsd[i]! + a[i]! * aUsd + b[i]! * bUsd;
}

function addTwoTiered(
  out: Float64Array, start: number, quoteUsd: Float64Array,
  first: PositionColumn, firstCurve: MarginCurve, firstUsd: number,
  second: PositionColumn, secondCurve: MarginCurve, secondUsd: number,
): void {
  const a = first.lines;
  const b = second.lines;
  for (let i = 0, at = 0; i < quoteUsd.length; i++, at += LINE_WIDTH) {
    if (firstUsd < a[at + 2]! || firstUsd >= a[at + 3]!) drawLine(first, firstCurve, i, firstUsd);
    if (secondUsd < b[at + 2]! || secondUsd >= b[at + 3]!) drawLine(second, secondCurve, i, secondUsd);
    out[start + i] = quoteUsd[i]! + (a[at]! * firstUsd + a[at + 1]!) + (b[at]! * secondUsd + b[at + 1]!);
  }
}

function addFlat(out: Float64Array, start: number, slopeBase: Float64Array, priceUsd: number): void {
  for (let i = 0; i < slopeBase.length; i++) out[start + i]! += slopeBase[i]! * priceUsd;
}

function addTiered(out: Float64Array, start: number, column: PositionColumn, curve: MarginCurve, priceUsd: number): void {
  const { sizeBase, lines } = column;
  for (let i = 0, at = 0; i < sizeBase.length; i++, at += LINE_WIDTH) {
    if (priceUsd < lines[at + 2]! || priceUsd >= lines[at + 3]!) drawLine(column, curve, i, priceUsd);
    out[start + i]! += lines[at]! * priceUsd + lines[at + 1]!;
  }
}

function addGeneral(out: Float64Array, start: number, sizeBase: Float64Array, curve: MarginCurve, priceUsd: number, openInterestUsd: number): void {
  for (let i = 0; i < sizeBase.length; i++) {
    const size = sizeBase[i]!;
    out[start + i]! += size * priceUsd - computeMarginUsd(curve, size, priceUsd, openInterestUsd);
  }
}
