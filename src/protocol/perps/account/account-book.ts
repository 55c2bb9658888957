import { computeTierRate, type MarginCurve } from '../margin-schedule/margin-schedule.js';
import type { MarginUnit, MarkedMarkets } from './margin-unit.js';
import { PositionRuleError } from './position.js';

/**
 * Many margin units laid out for one loop: positions of unit u are at `firstPosition[u]` up to `firstPosition[u + 1]`.
 *
 * Shapes: `firstPosition` units + 1; `quoteUsd` units; `marketIndex`, `sizeBase` positions.
 */
export interface AccountBook {
  readonly units: number;
  readonly markets: readonly string[];
  readonly curves: readonly MarginCurve[];
  readonly firstPosition: Int32Array;
  /** Collateral − Σ size · entry price − funding owed: equity when all prices are 0. */
  readonly quoteUsd: Float64Array;
  readonly marketIndex: Int32Array;
  readonly sizeBase: Float64Array;
  /** Per position: share of the notional in the lowest tier, for markets that have one tier only; NaN elsewhere. */
  readonly flatRate: Float64Array;
}

/** Lays out units against the markets they hold; the requirement is the maintenance margin. */
export function buildAccountBook(units: readonly MarginUnit[], markets: MarkedMarkets): AccountBook {
  const names = [...markets.keys()].sort();
  const indexByName = new Map(names.map((name, index) => [name, index]));
  const curves = names.map((name) => markets.get(name)!.schedule.maintenance);
  const positions = units.reduce((sum, unit) => sum + unit.positions.length, 0);
  const book = {
    units: units.length,
    markets: names,
    curves,
    firstPosition: new Int32Array(units.length + 1),
    quoteUsd: new Float64Array(units.length),
    marketIndex: new Int32Array(positions),
    sizeBase: new Float64Array(positions),
    flatRate: new Float64Array(positions),
  };
  let next = 0;
  units.forEach((unit, index) => {
    let quoteUsd = unit.collateralUsd;
    for (const position of unit.positions) {
      const market = indexByName.get(position.market);
      if (market === undefined) throw new PositionRuleError(unit.account, 'positions.market', `no market is called ${position.market}`);
      const owedPerBaseUsd = markets.get(position.market)!.fundingUsdPerBase - position.settledFundingUsdPerBase;
      quoteUsd -= position.sizeBase * (position.entryPriceUsd + owedPerBaseUsd);
      book.marketIndex[next] = market;
      book.sizeBase[next] = position.sizeBase;
      book.flatRate[next] = flatRateOf(curves[market]!, Math.abs(position.sizeBase));
      next++;
    }
    book.quoteUsd[index] = quoteUsd;
    book.firstPosition[index + 1] = next;
  });
  return book;
}

/** A curve with one tier and no open interest asks a fixed share of the notional for a given size. */
function flatRateOf(curve: MarginCurve, sizeBase: number): number {
  const isFlat = curve.floorsUsd.length === 1 && curve.openInterestUpperUsd === 0 && curve.constantUsd === 0 && curve.deductionsUsd[0] === 0;
  return isFlat ? computeTierRate(curve, 0, sizeBase, 0) : NaN;
}

/**
 * Values every unit of a book: `excess = equity − maintenance margin`, negative where a unit is liquidatable.
 *
 * Units: USD. Shapes: `pricesUsd` and `openInterestUsd` one entry per `book.markets`; `excessUsd` units, written.
 * Equals `valueMarginUnit` up to the order of additions; this is the loop that a simulation runs.
 */
export function computeExcessMargins(book: AccountBook, pricesUsd: Float64Array, openInterestUsd: Float64Array, excessUsd: Float64Array): void {
  const { units, firstPosition, quoteUsd, marketIndex, sizeBase, flatRate, curves } = book;
  let at = 0;
  for (let unit = 0; unit < units; unit++) {
    const end = firstPosition[unit + 1]!;
    let excess = quoteUsd[unit]!;
    for (; at < end; at++) {
      const market = marketIndex[at]!;
      const valueUsd = sizeBase[at]! * pricesUsd[market]!;
      const notionalUsd = valueUsd < 0 ? -valueUsd : valueUsd;
      const rate = flatRate[at]!;
      excess += valueUsd;
      excess -= rate === rate ? notionalUsd * rate : computeTieredUsd(curves[market]!, sizeBase[at]!, notionalUsd, openInterestUsd[market]!);
    }
    excessUsd[unit] = excess;
  }
}

function computeTieredUsd(curve: MarginCurve, sizeBase: number, notionalUsd: number, openInterestUsd: number): number {
  const { floorsUsd } = curve;
  let tier = floorsUsd.length - 1;
  while (tier > 0 && floorsUsd[tier]! > notionalUsd) tier--;
  return notionalUsd * computeTierRate(curve, tier, sizeBase < 0 ? -sizeBase : sizeBase, openInterestUsd) - curve.deductionsUsd[tier]! + curve.constantUsd;
}
