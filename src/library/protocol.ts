/**
 * `plimsoll/protocol`: what every venue does, and which of its parameters may be set to what.
 *
 * Lending venues are exact integers in the contract's rounding; perps are doubles, in USD and base.
 */
export { findRuleViolations, ParameterRuleError } from '../protocol/parameter-rules.js';
export type { ChangeLimit, ParameterRule, ParameterSet, RuleViolation, VenueParameterRules } from '../protocol/parameter-rules.js';
export { VENUE_RULES } from '../protocol/venue-rules.js';

// Lending: one builder per venue; each gives a `LendingVenue` of the market that it is told.
export { createAaveV2Venue } from '../protocol/lending/aave-v2/venue.js';
export type { AaveV2Market } from '../protocol/lending/aave-v2/venue.js';
export { createAaveV3Venue } from '../protocol/lending/aave-v3/venue.js';
export type { AaveV3Market } from '../protocol/lending/aave-v3/market.js';
export { createAaveV4Venue } from '../protocol/lending/aave-v4/venue.js';
export type { AaveV4Market } from '../protocol/lending/aave-v4/market.js';
export { createCometVenue } from '../protocol/lending/compound-v3/venue.js';
export type { CometMarket } from '../protocol/lending/compound-v3/market.js';
export { createGenericVenue } from '../protocol/lending/generic/venue.js';
export type { CloseRule, GenericMarket } from '../protocol/lending/generic/market.js';
export { createMakerVenue } from '../protocol/lending/maker/venue.js';
export type { MakerIlk } from '../protocol/lending/maker/liquidate-vault.js';
export { createMorphoVenue } from '../protocol/lending/morpho-blue/venue.js';
export type { MorphoMarket } from '../protocol/lending/morpho-blue/market.js';
export { computeBonusWad } from '../protocol/lending/penalty.js';
export type { PenaltyShape } from '../protocol/lending/penalty.js';
export { computeAccounts } from '../protocol/lending/aave-v2/health-factor.js';
export { findLiquidationPrice } from '../protocol/lending/liquidation-price.js';
export { findParameterViolations } from '../protocol/lending/reserve-validity.js';
export { LiquidationRefusedError } from '../protocol/lending/venue.js';
export type { AccountValuation, LendingAccount, LendingPosition, LendingVenue, LiquidationRequest, OraclePrices } from '../protocol/lending/venue.js';
export type { LiquidationOutcome as LendingLiquidationOutcome } from '../protocol/lending/venue.js';

// Perpetual futures: venues by name, then accounts, margins and who pays when margins fail.
export { findPerpVenue, PERP_VENUES } from '../protocol/perps/venues/find-venue.js';
export type { PerpVenue } from '../protocol/perps/venues/perp-venue.js';
export { buildBracketSchedule, buildLeverageSchedule } from '../protocol/perps/margin-schedule/build-tiers.js';
export { computeMarginUsd } from '../protocol/perps/margin-schedule/margin-schedule.js';
export type { MarginSchedule } from '../protocol/perps/margin-schedule/margin-schedule.js';
export { createAccount as createPerpAccount, PositionRuleError } from '../protocol/perps/account/position.js';
export type { PerpAccount, PerpPosition } from '../protocol/perps/account/position.js';
export { splitMarginUnits, valueMarginUnit } from '../protocol/perps/account/margin-unit.js';
export type { MarginState, MarginUnit, MarkedMarkets } from '../protocol/perps/account/margin-unit.js';
export { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../protocol/perps/account/liquidation-price.js';
export { applyTrade, settleFunding } from '../protocol/perps/account/transitions.js';
export { liquidateUnit } from '../protocol/perps/liquidation/liquidate-unit.js';
export type { LiquidationOutcome as PerpLiquidationOutcome, LiquidationTerms } from '../protocol/perps/liquidation/liquidate-unit.js';
export { seizeProfits } from '../protocol/perps/backstop/adl-policy.js';
export type { AdlPolicy, Seizure } from '../protocol/perps/backstop/adl-policy.js';
export { deleveragePosition } from '../protocol/perps/backstop/deleverage-position.js';
export { settleWave } from '../protocol/perps/backstop/settle-wave.js';
export type { BackstopPolicy, WaveSettlement } from '../protocol/perps/backstop/settle-wave.js';
