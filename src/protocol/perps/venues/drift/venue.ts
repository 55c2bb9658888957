import { buildSquareRootSchedule } from '../../margin-schedule/build-curves.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { DRIFT_FEE_ONE, DRIFT_IMF_ONE, DRIFT_MARGIN_ONE, DRIFT_PERCENT_ONE, DRIFT_RULES } from './rules.js';

/** Shortages below this are closed at once. */
const WHOLE_BELOW_USD = 50;

/**
 * Drift: margin with a square-root size premium, liquidation in step with time; insurance, then a loss shared by the market's positions.
 */
export const DRIFT: PerpVenue = {
  name: 'drift',
  rules: DRIFT_RULES,
  buildSchedule(parameters) {
    const read = readParameters(DRIFT_RULES, parameters);
    return buildSquareRootSchedule(
      {
        initialRate: read.number('marginRatioInitial', DRIFT_MARGIN_ONE),
        maintenanceRate: read.number('marginRatioMaintenance', DRIFT_MARGIN_ONE),
        imfFactor: read.number('imfFactor', DRIFT_IMF_ONE),
      },
      'drift',
    );
  },
  buildTerms(parameters) {
    const read = readParameters(DRIFT_RULES, parameters);
    const feeRate = read.number('liquidatorFee', DRIFT_FEE_ONE) + read.number('ifLiquidationFee', DRIFT_FEE_ONE);
    const firstShare = read.number('initialPctToLiquidate', DRIFT_PERCENT_ONE);
    const durationSeconds = read.number('liquidationDuration');
    return { mode: { kind: 'shortage-ramp', firstShare, durationSeconds, wholeBelowUsd: WHOLE_BELOW_USD, feeRate }, feeRate };
  },
  adl: null,
};
