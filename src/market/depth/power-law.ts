/** Average impact of selling `size` is coefficient × size^exponent, as a ratio of the price before. */
export interface PowerLaw {
  readonly coefficient: number;
  readonly exponent: number;
}

/** Below this share of the price the law says nothing: the bids are taken as exhausted. */
const PRICE_RATIO_MIN = 0.01;

/**
 * Computes the average impact of a sale: how far the mean price got lies below the price before.
 *
 * Formula: a Q^b. Units: size in the law's size unit; result a ratio, 0.05 = 5 % below.
 */
export function averageImpactRatio(law: PowerLaw, size: number): number {
  return law.coefficient * size ** law.exponent;
}

/**
 * Computes how far a sale pushes down the log price of the last unit sold.
 *
 * Formula: proceeds are Q (1 − a Q^b), so the last unit fetches 1 − (1 + b) a Q^b of the price; result −ln of that.
 * Units: size in the law's size unit; result in log price, ≥ 0 for a rising law.
 * Special cases: 0 for size 0; where the last unit would fetch less than 1 % the result stays at ln 100.
 */
export function marginalLogImpact(law: PowerLaw, size: number): number {
  if (size <= 0) return 0;
  return -Math.log(Math.max(1 - (1 + law.exponent) * averageImpactRatio(law, size), PRICE_RATIO_MIN));
}

/**
 * Computes the size whose sale pushes the log price of the last unit down by this much: the inverse of `marginalLogImpact`.
 *
 * Formula: ((1 − e^−y) / ((1 + b) a))^(1/b), for a, b > 0.
 * Special cases: 0 for no impact; an impact above ln 100 gives the size at which the bids are exhausted.
 */
export function sizeFromMarginalLogImpact(law: PowerLaw, logImpact: number): number {
  if (logImpact <= 0) return 0;
  const fall = Math.min(-Math.expm1(-logImpact), 1 - PRICE_RATIO_MIN);
  return (fall / ((1 + law.exponent) * law.coefficient)) ** (1 / law.exponent);
}
