/** `plimsoll/protocol`: what a venue does, in the contract's rounding, and which of its parameters may be set to what. */
export { VENUE_RULES } from '../protocol/venue-rules.js';
export { createAaveV2Venue } from '../protocol/lending/aave-v2/venue.js';
export { createAaveV3Venue } from '../protocol/lending/aave-v3/venue.js';
export { createAaveV4Venue } from '../protocol/lending/aave-v4/venue.js';
export { computeAccounts } from '../protocol/lending/aave-v2/health-factor.js';
export { findLiquidationPrice } from '../protocol/lending/liquidation-price.js';
export { findParameterViolations } from '../protocol/lending/reserve-validity.js';
export { LiquidationRefusedError } from '../protocol/lending/venue.js';
export type { LendingAccount, LendingPosition, LendingVenue, OraclePrices } from '../protocol/lending/venue.js';
