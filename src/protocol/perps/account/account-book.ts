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
  readonly slopeBase: Float64Array;
  readonly offsetUsd: Float64Array;
  readonly lowUsd: Float64Array;
  readonly highUsd: Float64Array;
}

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
    const column = buildColumn(market, curves[market]!, Float64Array.from(units, ({ positions }) => positions[place]!.sizeBase));
    if (column.kind === 'flat') for (let i = 0; i < units.length; i++) quoteUsd[i]! += column.offsetUsd[i]!;
    return column;
  });
  return { start, quoteUsd, columns };
}

function buildColumn(market: number, curve: MarginCurve, sizeBase: Float64Array): PositionColumn {
  const isScaled = curve.openInterestUpperUsd > 0;
  const kind = isScaled ? 'general' : curve.floorsUsd.length === 1 ? 'flat' : 'tiered';
  const empty = (): Float64Array => new Float64Array(sizeBase.length);
  const column = { market, kind, sizeBase, slopeBase: empty(), offsetUsd: empty(), lowUsd: empty(), highUsd: empty() } as const;
  for (let i = 0; i < sizeBase.length; i++) drawLine(column, curve, i, 0);
  return column;
}

/** Makes the line of the tier that a price puts a position in: the last one whose floor, as a price, is not above it. */
function drawLine(column: PositionColumn, curve: MarginCurve, at: number, priceUsd: number): void {
  const { floorsUsd } = curve;
  const size = column.sizeBase[at]!;
  const magnitude = Math.abs(size);
  let tier = floorsUsd.length - 1;
  while (tier > 0 && priceUsd < floorsUsd[tier]! / magnitude) tier--;
  column.slopeBase[at] = size - magnitude * computeTierRate(curve, tier, magnitude, 0);
  column.offsetUsd[at] = curve.deductionsUsd[tier]! - curve.constantUsd;
  column.lowUsd[at] = floorsUsd[tier]! / magnitude;
  column.highUsd[at] = (floorsUsd[tier + 1] ?? Infinity) / magnitude;
}

/**
 * Values every unit of a book: `excess = equity − maintenance margin`, negative where a unit is liquidatable.
 *
 * Units: USD. Shapes: `pricesUsd` and `openInterestUsd` one entry per `book.markets`; `excessUsd` one entry per unit in the book's order
 * (see `unitAt`), written. Equals `valueMarginUnit` up to rounding; this is the loop that a simulation runs.
 */
export function computeExcessMargins(book: AccountBook, pricesUsd: Float64Array, openInterestUsd: Float64Array, excessUsd: Float64Array): void {
  for (const { start, quoteUsd, columns } of book.groups) {
    const [first, second] = columns;
    let done = 0;
    if (first?.kind === 'flat' && second?.kind === 'flat') {
      addTwoFlat(excessUsd, start, quoteUsd, first.slopeBase, pricesUsd[first.market]!, second.slopeBase, pricesUsd[second.market]!);
      done = 2;
    } else {
      excessUsd.set(quoteUsd, start);
    }
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

/** The commonest case in one pass: memory is what bounds it. */
function addTwoFlat(out: Float64Array, start: number, quoteUsd: Float64Array, a: Float64Array, aUsd: number, b: Float64Array, bUsd: number): void {
  for (let i = 0; i < quoteUsd.length; i++) out[start + i] = quoteUsd[i]! + a[i]! * aUsd + b[i]! * bUsd;
}

function addFlat(out: Float64Array, start: number, slopeBase: Float64Array, priceUsd: number): void {
  for (let i = 0; i < slopeBase.length; i++) out[start + i]! += slopeBase[i]! * priceUsd;
}

function addTiered(out: Float64Array, start: number, column: PositionColumn, curve: MarginCurve, priceUsd: number): void {
  const { slopeBase, offsetUsd, lowUsd, highUsd } = column;
  for (let i = 0; i < slopeBase.length; i++) {
    if (priceUsd < lowUsd[i]! || priceUsd >= highUsd[i]!) drawLine(column, curve, i, priceUsd);
    out[start + i]! += slopeBase[i]! * priceUsd + offsetUsd[i]!;
  }
}

function addGeneral(out: Float64Array, start: number, sizeBase: Float64Array, curve: MarginCurve, priceUsd: number, openInterestUsd: number): void {
  for (let i = 0; i < sizeBase.length; i++) {
    const size = sizeBase[i]!;
    out[start + i]! += size * priceUsd - computeMarginUsd(curve, size, priceUsd, openInterestUsd);
  }
}
