import { ParameterRuleError } from '../../parameter-rules.js';
import { DRIFT } from './drift/venue.js';
import { DYDX_V4 } from './dydx-v4/venue.js';
import { GENERIC_BRACKETS } from './generic-brackets/venue.js';
import { GMX_V2 } from './gmx-v2/venue.js';
import { HYPERLIQUID } from './hyperliquid/venue.js';
import type { PerpVenue } from './perp-venue.js';
import { PERPETUAL_V2 } from './perpetual-v2/venue.js';
import { SYNTHETIX_V3 } from './synthetix-v3/venue.js';

/** Every perp venue, in the order of their names. */
export const PERP_VENUES: readonly PerpVenue[] = [DRIFT, DYDX_V4, GENERIC_BRACKETS, GMX_V2, HYPERLIQUID, PERPETUAL_V2, SYNTHETIX_V3];

/**
 * Finds a perp venue by its name.
 *
 * @throws ParameterRuleError naming the field `venue` and the names that there are
 */
export function findPerpVenue(name: string): PerpVenue {
  const venue = PERP_VENUES.find((known) => known.name === name);
  if (venue !== undefined) return venue;
  const known = PERP_VENUES.map((entry) => entry.name).join(', ');
  throw new ParameterRuleError('perps', [{ field: 'venue', rule: `must be one of ${known}; found ${name}` }]);
}
