import { computeMarginUsd } from '../margin-schedule/margin-schedule.js';
import { marketOf, valueMarginUnit, type MarginUnit, type MarkedMarkets } from '../account/margin-unit.js';
import { compareText, type PerpPosition } from '../account/position.js';
import type { LiquidationRecord } from './liquidation-window.js';
import { planCloseBase, type LiquidationMode } from './liquidation-mode.js';

/** Terms on which a venue closes positions by force. */
export interface LiquidationTerms {
  readonly mode: LiquidationMode;
  /** Fee on the closed notional, paid to the insurance fund as far as equity reaches. */
  readonly feeRate: number;
}

/** One forced close. */
export interface ForcedClose {
  readonly market: string;
  /** Signed change of the position. */
  readonly deltaBase: number;
  readonly priceUsd: number;
  readonly feeUsd: number;
}

export interface LiquidationOutcome {
  readonly unit: MarginUnit;
  readonly closes: readonly ForcedClose[];
  /** What the unit owed when nothing was left to close; 0 otherwise. The unit's collateral is then 0. */
  readonly deficitUsd: number;
}

/**
 * Closes as much of a unit as its venue allows at this moment, largest maintenance margin first, until the margin suffices.
 *
 * Conserves: `equity before = equity after + Σ delta · (fill − mark) + Σ fees − deficit`, equity being at mark prices. A fee is taken as far
 * as equity reaches and no further.
 *
 * Special cases: fills may be worse than the mark (`fillPriceUsd`); the order of equal margins is that of the markets' names; each
 * position is closed once per call, so a rate limit or cool-down leaves the rest for later.
 * @throws PositionRuleError when a position's market is not among those given
 */
export function liquidateUnit(
  unit: MarginUnit,
  markets: MarkedMarkets,
  terms: LiquidationTerms,
  moment: { readonly nowSeconds: number; readonly historyOf: (market: string) => readonly LiquidationRecord[] },
  fillPriceUsd: (market: string, deltaBase: number) => number,
): LiquidationOutcome {
  let current = unit;
  const closes: ForcedClose[] = [];
  for (const position of orderByMargin(unit, markets)) {
    const market = marketOf(current, position, markets);
    const state = valueMarginUnit(current, markets);
    const { schedule, priceUsd, openInterestUsd } = market;
    const ownMarginUsd = computeMarginUsd(schedule.maintenance, position.sizeBase, priceUsd, openInterestUsd);
    const equityUsd = state.equityUsd - (state.maintenanceMarginUsd - ownMarginUsd);
    const sizeBase = Math.abs(position.sizeBase);
    const view = { sizeBase, priceUsd, openInterestUsd, maintenance: schedule.maintenance, equityUsd, unit: state };
    const closedBase = planCloseBase(terms.mode, { ...view, nowSeconds: moment.nowSeconds, history: moment.historyOf(position.market) });
    if (closedBase === 0) continue;
    const deltaBase = -Math.sign(position.sizeBase) * closedBase;
    const close = { market: position.market, deltaBase, priceUsd: fillPriceUsd(position.market, deltaBase) };
    const equityAfterFillUsd = state.equityUsd - deltaBase * (close.priceUsd - priceUsd);
    const feeUsd = Math.max(Math.min(terms.feeRate * closedBase * close.priceUsd, equityAfterFillUsd), 0);
    closes.push({ ...close, feeUsd });
    current = closePart(current, position, market.fundingUsdPerBase, { ...close, feeUsd });
  }
  const isBankrupt = current.positions.length === 0 && current.collateralUsd < 0;
  return { unit: isBankrupt ? { ...current, collateralUsd: 0 } : current, closes, deficitUsd: isBankrupt ? -current.collateralUsd : 0 };
}

function orderByMargin(unit: MarginUnit, markets: MarkedMarkets): PerpPosition[] {
  const marginOf = (position: PerpPosition): number => {
    const { schedule, priceUsd, openInterestUsd } = marketOf(unit, position, markets);
    return computeMarginUsd(schedule.maintenance, position.sizeBase, priceUsd, openInterestUsd);
  };
  const keyed = unit.positions.map((position) => ({ position, marginUsd: marginOf(position) }));
  keyed.sort((a, b) => b.marginUsd - a.marginUsd || compareText(a.position.market, b.position.market));
  return keyed.map(({ position }) => position);
}

function closePart(unit: MarginUnit, position: PerpPosition, fundingUsdPerBase: number, close: ForcedClose): MarginUnit {
  const realisedUsd = -close.deltaBase * (close.priceUsd - position.entryPriceUsd);
  const fundingOwedUsd = position.sizeBase * (fundingUsdPerBase - position.settledFundingUsdPerBase);
  const sizeBase = position.sizeBase + close.deltaBase;
  const positions = unit.positions.flatMap((held) => {
    if (held.market !== position.market) return [held];
    return sizeBase === 0 ? [] : [{ ...held, sizeBase, settledFundingUsdPerBase: fundingUsdPerBase }];
  });
  return { ...unit, collateralUsd: unit.collateralUsd + realisedUsd - fundingOwedUsd - close.feeUsd, positions };
}
