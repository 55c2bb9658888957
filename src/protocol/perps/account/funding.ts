/** State of a market's funding. */
export interface FundingState {
  /** Rate per day on notional; positive means that longs pay. */
  readonly ratePerDay: number;
  /** Cumulative USD that one unit of long base has paid since the market began. */
  readonly fundingUsdPerBase: number;
}

/** How a market's funding follows its skew. */
export interface VelocityFunding {
  readonly skewScaleBase: number;
  /** Change of the daily rate per day when the skew is at its scale. */
  readonly maxFundingVelocity: number;
}

/** How funding follows the premium of the perpetual over its index. */
export interface PremiumFunding {
  /** Interest part per funding interval, 0.0001 for 8 hours at Binance and Hyperliquid. */
  readonly interestRate: number;
  /** How far the interest part may pull the rate from the premium, 0.0005 there. */
  readonly dampingRate: number;
  /** Largest magnitude of the rate. */
  readonly rateMax: number;
}

const SECONDS_PER_DAY = 86_400;

/**
 * Lets time pass at a constant rate: `funding += rate · price · seconds / 86400`.
 */
export function advanceFunding(state: FundingState, priceUsd: number, seconds: number): FundingState {
  return { ...state, fundingUsdPerBase: state.fundingUsdPerBase + state.ratePerDay * priceUsd * (seconds / SECONDS_PER_DAY) };
}

/**
 * Lets time pass where the rate itself drifts with the skew, and charges the mean of the rates before and after.
 *
 * `rate' = rate + clamp(skew / skewScale, −1, 1) · maxVelocity · days`, `funding += (rate + rate') / 2 · days · price`
 *
 * Special case: skew scale 0 leaves the rate where it is.
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarket.sol, `currentFundingRate`, `unrecordedFunding`
 * @example skew 300, scale 10,000, velocity 0.025 (that is 0.00075 per day), 29,000 s from rate 0 give 0.000251736
 */
export function advanceVelocityFunding(
  state: FundingState,
  { skewScaleBase, maxFundingVelocity }: VelocityFunding,
  skewBase: number,
  priceUsd: number,
  seconds: number,
): FundingState {
  const days = seconds / SECONDS_PER_DAY;
  const proportionalSkew = skewScaleBase === 0 ? 0 : Math.min(Math.max(skewBase / skewScaleBase, -1), 1);
  const ratePerDay = state.ratePerDay + proportionalSkew * maxFundingVelocity * days;
  const meanRatePerDay = (state.ratePerDay + ratePerDay) / 2;
  return { ratePerDay, fundingUsdPerBase: state.fundingUsdPerBase + meanRatePerDay * days * priceUsd };
}

/**
 * Gives the rate of one interval from the mean premium: `clamp(P + clamp(interest − P, −damping, damping), −max, max)`.
 *
 * @source Binance "Introduction to funding rates"; Hyperliquid docs, "Funding"
 * @example premium 0: the interest part alone, 0.0001
 */
export function computePremiumFundingRate({ interestRate, dampingRate, rateMax }: PremiumFunding, premiumRate: number): number {
  const pullRate = Math.min(Math.max(interestRate - premiumRate, -dampingRate), dampingRate);
  return Math.min(Math.max(premiumRate + pullRate, -rateMax), rateMax);
}
