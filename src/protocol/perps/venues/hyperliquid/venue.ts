import type { MarginState } from '../../account/margin-unit.js';
import { buildLeverageSchedule } from '../../margin-schedule/build-tiers.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { HYPERLIQUID_RULES } from './rules.js';

/** How the exchange liquidates (Hyperliquid docs, "Liquidations"). */
const PARTIAL = { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 100_000, cooldownSeconds: 30 } as const;

/** Hyperliquid: leverage table with half of the initial margin as maintenance, a fifth of large positions first, no clearance fee. */
export const HYPERLIQUID: PerpVenue = {
  name: 'hyperliquid',
  rules: HYPERLIQUID_RULES,
  buildSchedule(parameters) {
    const read = readParameters(HYPERLIQUID_RULES, parameters);
    const leverages = read.column('maxLeverage');
    const tiers = read.column('lowerBound').map((floorUsd, index) => ({ floorUsd, leverageMax: leverages[index]! }));
    return buildLeverageSchedule(tiers, 0.5, 'hyperliquid');
  },
  buildTerms: () => ({ mode: PARTIAL, feeRate: 0 }),
  adl: { kind: 'queue', rule: 'hyperliquid' },
};

/** Where a unit stands: safe, sold on the book, taken over by the backstop vault, or deleveraged. */
export type LiquidationStage = 'safe' | 'order-book' | 'backstop-vault' | 'auto-deleveraging';

/**
 * Tells who deals with a unit: the book below maintenance, the vault below two thirds of it, winners below 0.
 *
 * @source Hyperliquid docs, "Liquidations" and "Auto-deleveraging"
 */
export function findLiquidationStage({ equityUsd, maintenanceMarginUsd }: MarginState): LiquidationStage {
  if (maintenanceMarginUsd === 0 || equityUsd >= maintenanceMarginUsd) return 'safe';
  if (equityUsd < 0) return 'auto-deleveraging';
  return equityUsd < (2 / 3) * maintenanceMarginUsd ? 'backstop-vault' : 'order-book';
}
