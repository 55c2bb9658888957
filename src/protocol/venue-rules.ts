import { AAVE_V2_RESERVE_RULES, AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES } from './lending/aave-v3/parameters.js';
import { AAVE_V3_PRICE_CAP_RULES } from './lending/aave-v3/price-cap-rules.js';
import { AAVE_V3_RATE_RULES } from './lending/aave-v3/rate-rules.js';
import { AAVE_V4_RULES } from './lending/aave-v4/parameters.js';
import { COMET_MARKET_RULES } from './lending/compound-v3/market-rules.js';
import { COMET_RULES } from './lending/compound-v3/parameters.js';
import { GENERIC_ASSET_RULES } from './lending/generic/market.js';
import { MAKER_RULES } from './lending/maker/parameters.js';
import { MORPHO_RULES } from './lending/morpho-blue/parameters.js';
import type { VenueParameterRules } from './parameter-rules.js';
import { DYDX_V4_PERPETUAL_RULES } from './perps/venues/dydx-v4/perpetual-rules.js';
import { PERP_VENUES } from './perps/venues/find-venue.js';
import { GMX_V2_MARKET_LIMIT_RULES } from './perps/venues/gmx-v2/market-limit-rules.js';
import { SYNTHETIX_V3_MARKET_LIMIT_RULES } from './perps/venues/synthetix-v3/market-limit-rules.js';

/** The validity of every venue's parameters, lending first. */
export const VENUE_RULES: readonly VenueParameterRules[] = [
  AAVE_V2_RESERVE_RULES,
  AAVE_V3_RESERVE_RULES,
  AAVE_V3_EMODE_RULES,
  AAVE_V3_RATE_RULES,
  AAVE_V3_PRICE_CAP_RULES,
  AAVE_V4_RULES,
  COMET_RULES,
  COMET_MARKET_RULES,
  MORPHO_RULES,
  MAKER_RULES,
  GENERIC_ASSET_RULES,
  ...PERP_VENUES.map(({ rules }) => rules),
  DYDX_V4_PERPETUAL_RULES,
  GMX_V2_MARKET_LIMIT_RULES,
  SYNTHETIX_V3_MARKET_LIMIT_RULES,
];
