import { computeMarginUsd, computeTierRate, findTier, type MarginCurve } from '../margin-schedule/margin-schedule.js';
import { remainingCapacityBase, type LiquidationWindow, type LiquidationRecord } from './liquidation-window.js';

/** How much of a liquidatable position a venue closes at once. */
export type LiquidationMode =
  | { readonly kind: 'full' }
  /** Down to the next lower tier, again and again until the margin suffices. */
  | { readonly kind: 'tier-by-tier' }
  /** A portion first; while the cool-down after it lasts, everything. Positions up to a notional are closed whole. */
  | { readonly kind: 'portion-first'; readonly portionRatio: number; readonly aboveNotionalUsd: number; readonly cooldownSeconds: number }
  /** Whatever the market's window has capacity left for. */
  | { readonly kind: 'rate-limited'; readonly window: LiquidationWindow }
  /** Once per block: a portion of the notional, at least a minimum, at most what the account's block limit allows. */
  | { readonly kind: 'block-limited'; readonly portionRatio: number; readonly notionalMinUsd: number; readonly accountNotionalMaxUsd: number }
  /** Half of the account's notional while its equity is at least half its requirement, else everything; small positions whole. */
  | { readonly kind: 'half-first'; readonly wholeUpToUsd: number }
  /** As much of the missing margin as time has released: a first share at once, the rest in step with the time since. */
  | { readonly kind: 'shortage-ramp'; readonly firstShare: number; readonly durationSeconds: number; readonly wholeBelowUsd: number; readonly feeRate: number };

/** What a liquidator sees of one position. */
export interface LiquidationView {
  /** Magnitude. */
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly openInterestUsd: number;
  readonly maintenance: MarginCurve;
  /** Equity left for this position: the unit's equity − the maintenance margin of its other positions. */
  readonly equityUsd: number;
  /** Of the whole unit. */
  readonly unit: { readonly equityUsd: number; readonly maintenanceMarginUsd: number; readonly notionalUsd: number };
  readonly nowSeconds: number;
  /** What was closed before: of the market for `rate-limited`, of this account's position for the others. */
  readonly history: readonly LiquidationRecord[];
}

/**
 * Tells how much of a position is closed now.
 *
 * - full: all of it
 * - tier-by-tier: down to the highest tier floor at which equity covers the requirement, all of it if there is none
 * - portion-first: `portionRatio` of it when its notional is above the bound and the cool-down has passed, else all of it
 * - rate-limited: what is left of the window, see `remainingCapacityBase`
 * - block-limited: `min(max(portion · n, min(notionalMin, n)), accountMax)` of notional n; nothing twice in one second
 * - half-first: `min(1, unit notional / (2 n))` of the position while unit equity ≥ requirement / 2, else all of it
 * - shortage-ramp: what makes up `min(first + elapsed / duration, 1)` of the missing margin, earlier closes counted
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
    case 'block-limited': {
      if (view.history.some(({ atSeconds }) => atSeconds === view.nowSeconds)) return 0;
      const notionalUsd = sizeBase * priceUsd;
      const wantedUsd = Math.max(mode.portionRatio * notionalUsd, Math.min(mode.notionalMinUsd, notionalUsd));
      const allowedUsd = Math.min(wantedUsd, mode.accountNotionalMaxUsd);
      return allowedUsd >= notionalUsd ? sizeBase : allowedUsd / priceUsd;
    }
    case 'half-first': {
      const notionalUsd = sizeBase * priceUsd;
      const isDeep = view.unit.equityUsd < view.unit.maintenanceMarginUsd / 2;
      return notionalUsd <= mode.wholeUpToUsd || isDeep ? sizeBase : sizeBase * Math.min(view.unit.notionalUsd / (2 * notionalUsd), 1);
    }
    case 'shortage-ramp':
      return planRampBase(mode, view);
  }
}

/** What one base unit frees is its requirement less the fee; what cannot be freed that way is closed whole. */
function planRampBase(mode: Extract<LiquidationMode, { kind: 'shortage-ramp' }>, view: LiquidationView): number {
  const { sizeBase, priceUsd, maintenance, openInterestUsd, history, nowSeconds } = view;
  const shortageUsd = computeMarginUsd(maintenance, sizeBase, priceUsd, openInterestUsd) - view.equityUsd;
  const freedPerBaseUsd = priceUsd * (computeTierRate(maintenance, findTier(maintenance, sizeBase * priceUsd), sizeBase, openInterestUsd) - mode.feeRate);
  if (freedPerBaseUsd <= 0) return sizeBase;
  const missingBase = shortageUsd / freedPerBaseUsd;
  const closedBase = history.reduce((sum, record) => sum + record.sizeBase, 0);
  const startSeconds = history.reduce((earliest, { atSeconds }) => Math.min(earliest, atSeconds), nowSeconds);
  const share = Math.min(mode.firstShare + (nowSeconds - startSeconds) / mode.durationSeconds, 1);
  const allowedBase = shortageUsd < mode.wholeBelowUsd ? missingBase : Math.max((missingBase + closedBase) * share - closedBase, 0);
  return Math.min(allowedBase, sizeBase);
}

/** The largest size on a tier's floor, below the present tier, that the equity carries; 0 when none does. */
function findSafeTierSizeBase({ sizeBase, priceUsd, maintenance, equityUsd, openInterestUsd }: LiquidationView): number {
  for (let tier = findTier(maintenance, sizeBase * priceUsd); tier > 0; tier--) {
    const tierSizeBase = Math.min(maintenance.floorsUsd[tier]! / priceUsd, sizeBase);
    if (equityUsd >= computeMarginUsd(maintenance, tierSizeBase, priceUsd, openInterestUsd)) return tierSizeBase;
  }
  return 0;
}
