import { computeMarginUsd, findTier, type MarginCurve } from '../margin-schedule/margin-schedule.js';
import { remainingCapacityBase, type LiquidationWindow, type LiquidationRecord } from './liquidation-window.js';

/** How much of a liquidatable position a venue closes at once. */
export type LiquidationMode =
  | { readonly kind: 'full' }
  /** Down to the next lower tier, again and again until the margin suffices. */
  | { readonly kind: 'tier-by-tier' }
  /** A portion first; while the cool-down after it lasts, everything. Positions up to a notional are closed whole. */
  | { readonly kind: 'portion-first'; readonly portionRatio: number; readonly aboveNotionalUsd: number; readonly cooldownSeconds: number }
  /** Whatever the market's window has capacity left for. */
  | { readonly kind: 'rate-limited'; readonly window: LiquidationWindow };

/** What a liquidator sees of one position. */
export interface LiquidationView {
  /** Magnitude. */
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly openInterestUsd: number;
  readonly maintenance: MarginCurve;
  /** Equity left for this position: the unit's equity − the maintenance margin of its other positions. */
  readonly equityUsd: number;
  readonly nowSeconds: number;
  /** What was closed before: of this account for `portion-first`, of the market for `rate-limited`. */
  readonly history: readonly LiquidationRecord[];
}

/**
 * Tells how much of a position is closed now.
 *
 * - full: all of it
 * - tier-by-tier: down to the highest tier floor at which equity covers the requirement, all of it if there is none
 * - portion-first: `portionRatio` of it when its notional is above the bound and the cool-down has passed, else all of it
 * - rate-limited: what is left of the window, see `remainingCapacityBase`
 *
 * Units: base, unsigned, at most the position's size.
 * Special case: a position whose equity covers its requirement is not closed: 0.
 */
export function planCloseBase(mode: LiquidationMode, view: LiquidationView): number {
  const { sizeBase, priceUsd, maintenance, equityUsd, openInterestUsd } = view;
  if (equityUsd >= computeMarginUsd(maintenance, sizeBase, priceUsd, openInterestUsd)) return 0;
  switch (mode.kind) {
    case 'full':
      return sizeBase;
    case 'tier-by-tier':
      return sizeBase - findSafeTierSizeBase(view);
    case 'portion-first': {
      const isCoolingDown = view.history.some(({ atSeconds }) => view.nowSeconds - atSeconds < mode.cooldownSeconds);
      const isSmall = sizeBase * priceUsd <= mode.aboveNotionalUsd;
      return isSmall || isCoolingDown ? sizeBase : sizeBase * mode.portionRatio;
    }
    case 'rate-limited':
      return Math.min(sizeBase, remainingCapacityBase(mode.window, view.history, view.nowSeconds));
  }
}

/** The largest size on a tier's floor, below the present tier, that the equity carries; 0 when none does. */
function findSafeTierSizeBase({ sizeBase, priceUsd, maintenance, equityUsd, openInterestUsd }: LiquidationView): number {
  for (let tier = findTier(maintenance, sizeBase * priceUsd); tier > 0; tier--) {
    const tierSizeBase = Math.min(maintenance.floorsUsd[tier]! / priceUsd, sizeBase);
    if (equityUsd >= computeMarginUsd(maintenance, tierSizeBase, priceUsd, openInterestUsd)) return tierSizeBase;
  }
  return 0;
}
