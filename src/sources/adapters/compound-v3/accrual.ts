/** Indexes carry 15 decimals, factors and rates per second 18. */
const INDEX_SCALE = 10n ** 15n;
const FACTOR_SCALE = 10n ** 18n;

/** One side's interest per second by utilization; all with 18 decimals. */
export interface RateCurve {
  readonly base: bigint;
  readonly slopeLow: bigint;
  readonly kink: bigint;
  readonly slopeHigh: bigint;
}

/** What a Comet keeps of its base asset. */
export interface BaseTotals {
  readonly supplyIndex: bigint;
  readonly borrowIndex: bigint;
  readonly supplyPrincipal: bigint;
  readonly borrowPrincipal: bigint;
}

export interface BaseIndexes {
  readonly supplyIndex: bigint;
  readonly borrowIndex: bigint;
}

/**
 * Present value of a principal, signed: below 0 is owed.
 *
 * ⌊|principal| · index / 10¹⁵⌋ with the sign of the principal. Units: raw tokens; indexes with 15 decimals.
 * @source compound-finance/comet, `CometCore.presentValue`
 * @example presentValue(-1000n, { supplyIndex: 10n ** 15n, borrowIndex: 1_050_900_000_000_000n }) // -1050n
 */
export function presentValue(principal: bigint, { supplyIndex, borrowIndex }: BaseIndexes): bigint {
  return principal < 0n ? -((-principal * borrowIndex) / INDEX_SCALE) : (principal * supplyIndex) / INDEX_SCALE;
}

/**
 * The indexes after some seconds without an event: index + ⌊index · rate · seconds / 10¹⁸⌋ at the utilization of the start.
 *
 * Special cases: utilization is 0 while nothing is supplied.
 * @source compound-finance/comet, `Comet.accruedInterestIndices`, `getUtilization`, `getSupplyRate`
 */
export function accrueIndexes(totals: BaseTotals, curves: { readonly supply: RateCurve; readonly borrow: RateCurve }, seconds: number): BaseIndexes {
  const supplied = presentValue(totals.supplyPrincipal, totals);
  const borrowed = -presentValue(-totals.borrowPrincipal, totals);
  const utilization = supplied === 0n ? 0n : (borrowed * FACTOR_SCALE) / supplied;
  const accrue = (index: bigint, curve: RateCurve): bigint => index + multiply(index, rateAt(curve, utilization) * BigInt(seconds));
  return { supplyIndex: accrue(totals.supplyIndex, curves.supply), borrowIndex: accrue(totals.borrowIndex, curves.borrow) };
}

function rateAt({ base, slopeLow, kink, slopeHigh }: RateCurve, utilization: bigint): bigint {
  if (utilization <= kink) return base + multiply(slopeLow, utilization);
  return base + multiply(slopeLow, kink) + multiply(slopeHigh, utilization - kink);
}

function multiply(value: bigint, factor: bigint): bigint {
  return (value * factor) / FACTOR_SCALE;
}
