/**
 * One margin requirement as a function of size, price and open interest: every venue's rule is a choice of these numbers.
 *
 * With n = |size| · price, k the tier that holds n, and OI the market's open interest:
 *
 * `rate = max(rateMin, scaled(rates[k]) + ratePerBase · |size| + ratePerSqrtBase · √|size|)`
 * `scaled(r) = min(r + max((OI − lower) / (upper − lower), 0) · (1 − r), 1)`, or r when `openInterestUpperUsd` is 0
 * `margin = n · rate − deductionsUsd[k] + constantUsd`, and 0 for size 0
 */
export interface MarginCurve {
  /** Where each tier begins, in notional USD; the first is 0, rising. Length = tiers. */
  readonly floorsUsd: Float64Array;
  /** Share of the notional, per tier. */
  readonly rates: Float64Array;
  /** Taken off so that the requirement is continuous at each tier's floor. */
  readonly deductionsUsd: Float64Array;
  readonly rateMin: number;
  /** Rate added per unit of base: the skew-based rule. */
  readonly ratePerBase: number;
  /** Rate added per √(unit of base): the square-root rule. */
  readonly ratePerSqrtBase: number;
  readonly openInterestLowerUsd: number;
  /** 0 switches the open-interest scaling off. */
  readonly openInterestUpperUsd: number;
  readonly constantUsd: number;
}

/** What a market asks for to open a position and to keep it. */
export interface MarginSchedule {
  readonly initial: MarginCurve;
  readonly maintenance: MarginCurve;
  /** No position above this may be opened; `Infinity` when the venue has no such bound. */
  readonly notionalMaxUsd: number;
}

/**
 * Finds the tier that holds a notional: the last whose floor is not above it.
 *
 * Special case: exactly on a border gives the upper tier; by continuity the requirement is the same.
 */
export function findTier(curve: MarginCurve, notionalUsd: number): number {
  const { floorsUsd } = curve;
  let tier = floorsUsd.length - 1;
  while (tier > 0 && floorsUsd[tier]! > notionalUsd) tier--;
  return tier;
}

/**
 * Gives the rate that a tier applies to the notional of a position of a given size; see `MarginCurve` for the formula.
 *
 * Units: `sizeBase` unsigned, `openInterestUsd` notional of one side.
 */
export function computeTierRate(curve: MarginCurve, tier: number, sizeBase: number, openInterestUsd: number): number {
  let rate = curve.rates[tier]!;
  if (curve.openInterestUpperUsd > 0) rate = scaleByOpenInterest(curve, rate, openInterestUsd);
  if (curve.ratePerBase > 0) rate += curve.ratePerBase * sizeBase;
  if (curve.ratePerSqrtBase > 0) rate += curve.ratePerSqrtBase * Math.sqrt(sizeBase);
  return rate < curve.rateMin ? curve.rateMin : rate;
}

function scaleByOpenInterest(curve: MarginCurve, rate: number, openInterestUsd: number): number {
  const { openInterestLowerUsd: lower, openInterestUpperUsd: upper } = curve;
  if (openInterestUsd >= upper) return 1;
  if (openInterestUsd <= lower) return rate;
  return Math.min(rate + ((openInterestUsd - lower) / (upper - lower)) * (1 - rate), 1);
}

/**
 * Gives the margin that a position must have; see `MarginCurve` for the formula.
 *
 * Units: USD; `sizeBase` signed or not, only its magnitude counts.
 * Special cases: size 0 needs nothing; above the last floor the last tier goes on.
 * @example with rates 0.004 below 50,000 and 0.005 above, 60,000 of notional needs 60,000 · 0.005 − 50 = 250
 */
export function computeMarginUsd(curve: MarginCurve, sizeBase: number, priceUsd: number, openInterestUsd: number): number {
  const magnitude = Math.abs(sizeBase);
  if (magnitude === 0) return 0;
  const notionalUsd = magnitude * priceUsd;
  const tier = findTier(curve, notionalUsd);
  const rate = computeTierRate(curve, tier, magnitude, openInterestUsd);
  return notionalUsd * rate - curve.deductionsUsd[tier]! + curve.constantUsd;
}
