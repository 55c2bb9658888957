import { buildSkewSchedule } from '../../margin-schedule/build-curves.js';
import { buildLiquidationWindow } from '../../liquidation/liquidation-window.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { SYNTHETIX_ONE, SYNTHETIX_V3_RULES } from './rules.js';

/** Synthetix v3: margin by impact on the skew, liquidation through a sliding window; the pool of stakers carries what is missing. */
export const SYNTHETIX_V3: PerpVenue = {
  name: 'synthetix-v3',
  rules: SYNTHETIX_V3_RULES,
  buildSchedule(parameters) {
    const read = readParameters(SYNTHETIX_V3_RULES, parameters);
    return buildSkewSchedule(
      {
        skewScaleBase: read.number('skewScale', SYNTHETIX_ONE),
        initialMarginRatio: read.number('initialMarginRatioD18', SYNTHETIX_ONE),
        minimumInitialMarginRatio: read.number('minimumInitialMarginRatioD18', SYNTHETIX_ONE),
        maintenanceMarginScalar: read.number('maintenanceMarginScalarD18', SYNTHETIX_ONE),
        minimumPositionMarginUsd: read.number('minimumPositionMargin', SYNTHETIX_ONE),
      },
      'synthetix-v3',
    );
  },
  buildTerms(parameters) {
    const read = readParameters(SYNTHETIX_V3_RULES, parameters);
    const window = buildLiquidationWindow({
      makerFeeRatio: read.number('makerFeeRatio', SYNTHETIX_ONE),
      takerFeeRatio: read.number('takerFeeRatio', SYNTHETIX_ONE),
      skewScaleBase: read.number('skewScale', SYNTHETIX_ONE),
      accumulationMultiplier: read.number('maxLiquidationLimitAccumulationMultiplier', SYNTHETIX_ONE),
      windowSeconds: read.number('maxSecondsInLiquidationWindow'),
    });
    return { mode: { kind: 'rate-limited', window }, feeRate: read.number('flagRewardRatioD18', SYNTHETIX_ONE) };
  },
  adl: null,
};
