import { computeMarginUsd, computeTierRate, type MarginCurve } from '../margin-schedule/margin-schedule.js';
import { marketOf, valueMarginUnit, type MarginUnit, type MarkedMarkets } from './margin-unit.js';
import type { PerpPosition } from './position.js';

/** Rounding may put a solution on a tier's border just outside both tiers. */
const BORDER_TOLERANCE = 1e-12;

/** What the price of one market moves in a unit: everything else is held at its mark. */
export interface PriceExposure {
  /** Signed. */
  readonly sizeBase: number;
  /** Equity of the unit if this market's price were 0: collateral − size · entry + all other positions' profit and loss. */
  readonly equityAtZeroPriceUsd: number;
  /** Maintenance margin of the unit's other positions. */
  readonly otherMaintenanceUsd: number;
  readonly openInterestUsd: number;
}

/**
 * Gives the price at which a position's equity is used up: `p − c / (b q)` for one position.
 *
 * Special case: floored at 0, which a fully paid long reaches only with the price itself.
 * @example entry 1, long 1 base, collateral 2/3: 1/3
 */
export function computeBankruptcyPriceUsd({ sizeBase, equityAtZeroPriceUsd }: PriceExposure): number {
  return Math.max(-equityAtZeroPriceUsd / sizeBase, 0);
}

/**
 * Gives the price at which a unit's equity equals its maintenance margin, moving one market's price alone.
 *
 * In tier k, `p = (otherMaintenance + constant − deduction_k − equityAtZero) / (size − |size| rate_k)`; of the tiers' solutions the one
 * that lies in its own tier is taken. Equity is linear and the requirement continuous and rising, so there is one at most.
 *
 * Special cases: 0 for a long that no price can bring down, and for a short that no price can save; `Infinity` for a long that no price
 * can save. Open interest is held at its present notional.
 * @source Binance support, liquidation price of USDⓈ-M futures: `(WB + cum − side qty entry) / (qty (mmr − side))`; dYdX v4 docs: `(e − s p − MMR_other) / (|s| MMF − s)`
 */
export function computeLiquidationPriceUsd(curve: MarginCurve, exposure: PriceExposure): number {
  const { sizeBase, equityAtZeroPriceUsd, otherMaintenanceUsd, openInterestUsd } = exposure;
  const magnitude = Math.abs(sizeBase);
  const missingUsd = otherMaintenanceUsd + curve.constantUsd - equityAtZeroPriceUsd;
  for (let tier = 0; tier < curve.floorsUsd.length; tier++) {
    const slope = sizeBase - magnitude * computeTierRate(curve, tier, magnitude, openInterestUsd);
    const priceUsd = (missingUsd - curve.deductionsUsd[tier]!) / slope;
    if (slope === 0 || !(priceUsd > 0)) continue;
    const notionalUsd = priceUsd * magnitude;
    const ceilingUsd = curve.floorsUsd[tier + 1] ?? Infinity;
    const isInTier = notionalUsd >= curve.floorsUsd[tier]! * (1 - BORDER_TOLERANCE) && notionalUsd <= ceilingUsd * (1 + BORDER_TOLERANCE);
    if (isInTier) return priceUsd;
  }
  const isUnsafeAtZeroPrice = missingUsd > 0;
  return sizeBase > 0 && isUnsafeAtZeroPrice ? Infinity : 0;
}

/**
 * Gives a unit's exposure to one of its positions' markets.
 *
 * @throws PositionRuleError when a position's market is not among those given
 */
export function measureExposure(unit: MarginUnit, position: PerpPosition, markets: MarkedMarkets): PriceExposure {
  const state = valueMarginUnit(unit, markets);
  const { schedule, priceUsd, openInterestUsd } = marketOf(unit, position, markets);
  return {
    sizeBase: position.sizeBase,
    equityAtZeroPriceUsd: state.equityUsd - position.sizeBase * priceUsd,
    otherMaintenanceUsd: state.maintenanceMarginUsd - computeMarginUsd(schedule.maintenance, position.sizeBase, priceUsd, openInterestUsd),
    openInterestUsd,
  };
}
