import type { MarginCurve } from '../../margin-schedule/margin-schedule.js';
import { FLAT_PARTS } from '../../margin-schedule/build-tiers.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { GMX_ONE, GMX_V2_RULES } from './rules.js';

/** `max(minimum, notional · factor)`: a first tier that asks for the minimum whatever the size, continuous with the second. */
function buildMinimumCurve(factor: number, minimumUsd: number): MarginCurve {
  const hasMinimum = minimumUsd > 0 && factor > 0;
  return {
    floorsUsd: hasMinimum ? Float64Array.of(0, minimumUsd / factor) : Float64Array.of(0),
    rates: hasMinimum ? Float64Array.of(0, factor) : Float64Array.of(factor),
    deductionsUsd: hasMinimum ? Float64Array.of(-minimumUsd, 0) : Float64Array.of(-minimumUsd),
    ...FLAT_PARTS,
  };
}

/**
 * GMX v2: a small share of the size as collateral, every position isolated, closed whole; the pool carries what is missing. Its own ADL
 * bounds what winners may owe the pool in total and pays for no deficit, so there is none here.
 *
 * The contract compares with the size at entry, the schedule with the notional at the mark: they differ by the price's move since. The
 * exact test is `judgeGmxPosition`.
 */
export const GMX_V2: PerpVenue = {
  name: 'gmx-v2',
  rules: GMX_V2_RULES,
  buildSchedule(parameters) {
    const read = readParameters(GMX_V2_RULES, parameters);
    const minimumUsd = read.number('minCollateralUsd', GMX_ONE);
    return {
      initial: buildMinimumCurve(read.number('minCollateralFactor', GMX_ONE), minimumUsd),
      maintenance: buildMinimumCurve(read.number('minCollateralFactorForLiquidation', GMX_ONE), minimumUsd),
      notionalMaxUsd: Infinity,
    };
  },
  buildTerms(parameters) {
    return { mode: { kind: 'full' }, feeRate: readParameters(GMX_V2_RULES, parameters).number('liquidationFeeFactor', GMX_ONE) };
  },
  adl: null,
};
