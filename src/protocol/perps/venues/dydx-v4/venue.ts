import { buildOpenInterestSchedule } from '../../margin-schedule/build-curves.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { DYDX_V4_RULES } from './rules.js';

const PPM = 1_000_000n;
const USDC = 1_000_000n;

/**
 * dYdX v4: initial margin scaled by open interest, a part of each position per block, insurance fund, then deleveraging.
 *
 * The chain deleverages against subaccounts in a pseudo-random order at the bankruptcy price; the pro-rata policy is its mean.
 */
export const DYDX_V4: PerpVenue = {
  name: 'dydx-v4',
  rules: DYDX_V4_RULES,
  buildSchedule(parameters) {
    const read = readParameters(DYDX_V4_RULES, parameters);
    return buildOpenInterestSchedule(
      {
        initialRate: read.number('initialMarginPpm', PPM),
        maintenanceShare: read.number('maintenanceFractionPpm', PPM),
        openInterestLowerUsd: read.number('openInterestLowerCap', USDC),
        openInterestUpperUsd: read.number('openInterestUpperCap', USDC),
      },
      'dydx-v4',
    );
  },
  buildTerms(parameters) {
    const read = readParameters(DYDX_V4_RULES, parameters);
    return {
      feeRate: read.number('maxLiquidationFeePpm', PPM),
      mode: {
        kind: 'block-limited',
        portionRatio: read.number('maxPositionPortionLiquidatedPpm', PPM),
        notionalMinUsd: read.number('minPositionNotionalLiquidated', USDC),
        accountNotionalMaxUsd: read.number('maxNotionalLiquidated', USDC),
      },
    };
  },
  adl: { kind: 'pro-rata' },
};
