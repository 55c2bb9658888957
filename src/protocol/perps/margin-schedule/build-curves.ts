import { FLAT_PARTS, refuseParameter } from './build-tiers.js';
import type { MarginCurve, MarginSchedule } from './margin-schedule.js';

/** dYdX v4's liquidity tier, in ratios and USD. */
export interface OpenInterestScaling {
  readonly initialRate: number;
  /** Maintenance margin as a share of the unscaled initial margin. */
  readonly maintenanceShare: number;
  readonly openInterestLowerUsd: number;
  /** 0 switches the scaling off. */
  readonly openInterestUpperUsd: number;
}

/** Drift's rule: weights and the factor on the square root of the size. */
export interface SquareRootImf {
  readonly initialRate: number;
  readonly maintenanceRate: number;
  /** Rate added per √(base). */
  readonly imfFactor: number;
}

/** Synthetix v3's rule. */
export interface SkewImpact {
  /** Base units of skew at which the impact is 1. */
  readonly skewScaleBase: number;
  readonly initialMarginRatio: number;
  readonly minimumInitialMarginRatio: number;
  readonly maintenanceMarginScalar: number;
  readonly minimumPositionMarginUsd: number;
}

/** Drift lets the size premium start from this share of the weight. */
const SIZE_PREMIUM_BASE_SHARE = 0.8;

function buildSingleTier(rate: number, parts: Partial<MarginCurve>): MarginCurve {
  return { floorsUsd: Float64Array.of(0), rates: Float64Array.of(rate), deductionsUsd: Float64Array.of(0), ...FLAT_PARTS, ...parts };
}

function assertWithin(venue: string, values: object, fields: readonly string[], minimum: number, maximum: number): void {
  for (const field of fields) {
    const value = (values as Record<string, number>)[field]!;
    if (!(value >= minimum && value <= maximum)) refuseParameter(venue, field, `must be from ${minimum} to ${maximum}, found ${value}`);
  }
}

/** A constant rate of the notional, e.g. Perpetual v2 or GMX v2. */
export function buildFlatSchedule(initialRate: number, maintenanceRate: number, venue = 'flat'): MarginSchedule {
  assertWithin(venue, { initialRate, maintenanceRate }, ['initialRate', 'maintenanceRate'], Number.MIN_VALUE, 1);
  if (maintenanceRate > initialRate) refuseParameter(venue, 'maintenanceRate', `must be at most the initial rate ${initialRate}, found ${maintenanceRate}`);
  return { initial: buildSingleTier(initialRate, {}), maintenance: buildSingleTier(maintenanceRate, {}), notionalMaxUsd: Infinity };
}

/**
 * Builds a schedule whose initial margin rises with the market's open interest, up to 100 %.
 *
 * `effective initial rate = min(base + max((OI − lower) / (upper − lower), 0) · (1 − base), 1)`;
 * the maintenance margin is a share of the base and does not scale.
 *
 * Special case: upper 0 switches the scaling off.
 * @throws ParameterRuleError for rates outside [0, 1] or lower > upper
 * @source dydxprotocol/v4-chain, protocol/x/perpetuals/types/liquidity_tier.go, `GetInitialMarginQuoteQuantums`;
 * protocol/x/perpetuals/lib/lib.go, `GetMarginRequirementsInQuoteQuantums`
 * @example base 20 %, caps 25M and 50M: an open interest of 30M gives 0.36
 */
export function buildOpenInterestSchedule(parameters: OpenInterestScaling, venue = 'open-interest-scaled'): MarginSchedule {
  const { initialRate, maintenanceShare, openInterestLowerUsd, openInterestUpperUsd } = parameters;
  assertWithin(venue, parameters, ['initialRate', 'maintenanceShare'], 0, 1);
  assertWithin(venue, parameters, ['openInterestLowerUsd', 'openInterestUpperUsd'], 0, Number.MAX_VALUE);
  if (openInterestLowerUsd > openInterestUpperUsd) {
    refuseParameter(venue, 'openInterestLowerUsd', `must be at most the upper cap ${openInterestUpperUsd}, found ${openInterestLowerUsd}`);
  }
  return {
    initial: buildSingleTier(initialRate, { openInterestLowerUsd, openInterestUpperUsd }),
    maintenance: buildSingleTier(initialRate * maintenanceShare, {}),
    notionalMaxUsd: Infinity,
  };
}

/**
 * Builds a schedule whose rate rises with the square root of the size: `max(w, 0.8 w + imf · √size)`.
 *
 * @throws ParameterRuleError for rates outside ]0, 1], maintenance above initial, or a negative factor
 * @source drift-labs/protocol-v2, programs/drift/src/math/margin.rs, `calculate_size_premium_liability_weight`
 */
export function buildSquareRootSchedule(parameters: SquareRootImf, venue = 'square-root-imf'): MarginSchedule {
  const { initialRate, maintenanceRate, imfFactor } = parameters;
  assertWithin(venue, parameters, ['initialRate', 'maintenanceRate'], Number.MIN_VALUE, 1);
  assertWithin(venue, parameters, ['imfFactor'], 0, 1);
  if (maintenanceRate > initialRate) refuseParameter(venue, 'maintenanceRate', `must be at most the initial rate ${initialRate}, found ${maintenanceRate}`);
  const build = (weight: number): MarginCurve =>
    buildSingleTier(SIZE_PREMIUM_BASE_SHARE * weight, { rateMin: weight, ratePerSqrtBase: imfFactor });
  return { initial: build(initialRate), maintenance: build(maintenanceRate), notionalMaxUsd: Infinity };
}

/**
 * Builds a schedule whose rate rises with the position's weight on the market's skew.
 *
 * `initial rate = |size| / skewScale · initialMarginRatio + minimumInitialMarginRatio`,
 * `maintenance rate = initial rate · maintenanceMarginScalar`, `margin = notional · rate + minimumPositionMargin`
 *
 * @throws ParameterRuleError for a skew scale that is not positive, negative ratios or a scalar above 1
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarketConfiguration.sol, `calculateRequiredMargins`
 */
export function buildSkewSchedule(parameters: SkewImpact, venue = 'skew-based'): MarginSchedule {
  const { skewScaleBase, initialMarginRatio, minimumInitialMarginRatio, maintenanceMarginScalar, minimumPositionMarginUsd } = parameters;
  assertWithin(venue, parameters, ['skewScaleBase'], Number.MIN_VALUE, Number.MAX_VALUE);
  assertWithin(venue, parameters, ['initialMarginRatio', 'minimumInitialMarginRatio', 'minimumPositionMarginUsd'], 0, Number.MAX_VALUE);
  assertWithin(venue, parameters, ['maintenanceMarginScalar'], 0, 1);
  const build = (scalar: number): MarginCurve =>
    buildSingleTier(minimumInitialMarginRatio * scalar, {
      ratePerBase: (initialMarginRatio / skewScaleBase) * scalar,
      constantUsd: minimumPositionMarginUsd,
    });
  return { initial: build(1), maintenance: build(maintenanceMarginScalar), notionalMaxUsd: Infinity };
}
