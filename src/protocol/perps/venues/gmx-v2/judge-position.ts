import { GMX_ONE } from './rules.js';

/** What the contract looks at; all USD with 30 decimals. */
export interface GmxPosition {
  readonly sizeInUsd: bigint;
  /** Collateral amount × its minimum price. */
  readonly collateralUsd: bigint;
  readonly pnlUsd: bigint;
  /** Price impact of closing the whole position, with the pending impact. */
  readonly priceImpactUsd: bigint;
  /** Position, borrowing and funding fees, without the liquidation fee. */
  readonly feesUsd: bigint;
}

export interface GmxLimits {
  readonly minCollateralUsd: bigint;
  readonly minCollateralFactorForLiquidation: bigint;
  readonly maxPositionImpactFactorForLiquidations: bigint;
}

export type GmxVerdict = 'safe' | 'min-collateral' | 'below-zero' | 'min-collateral-for-leverage';

/**
 * Judges a position as the contract does, with the remaining collateral that it looks at.
 *
 * `remaining = collateral + pnl + impact − fees`; a positive impact counts as 0, a negative one at most `size · max factor`. In this order:
 * below the minimum in USD (if asked for), not above 0, below `⌊size · factor⌋`.
 *
 * @source gmx-io/gmx-synthetics, contracts/position/PositionUtils.sol, `isPositionLiquidatable`
 */
export function judgeGmxPosition(position: GmxPosition, limits: GmxLimits, checksMinCollateralUsd = true): { readonly verdict: GmxVerdict; readonly remainingUsd: bigint } {
  const impactFloorUsd = -applyFactor(position.sizeInUsd, limits.maxPositionImpactFactorForLiquidations);
  const negativeImpactUsd = position.priceImpactUsd > 0n ? 0n : position.priceImpactUsd;
  const impactUsd = negativeImpactUsd < impactFloorUsd ? impactFloorUsd : negativeImpactUsd;
  const remainingUsd = position.collateralUsd + position.pnlUsd + impactUsd - position.feesUsd;
  if (checksMinCollateralUsd && remainingUsd < limits.minCollateralUsd) return { verdict: 'min-collateral', remainingUsd };
  if (remainingUsd <= 0n) return { verdict: 'below-zero', remainingUsd };
  const isBelowFactor = remainingUsd < applyFactor(position.sizeInUsd, limits.minCollateralFactorForLiquidation);
  return { verdict: isBelowFactor ? 'min-collateral-for-leverage' : 'safe', remainingUsd };
}

/** Multiplies by a factor with 30 decimals, cutting off. */
function applyFactor(value: bigint, factor: bigint): bigint {
  return (value * factor) / GMX_ONE;
}
