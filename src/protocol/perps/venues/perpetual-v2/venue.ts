import { buildFlatSchedule } from '../../margin-schedule/build-curves.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { PERPETUAL_ONE, PERPETUAL_V2_RULES } from './rules.js';

/** Positions up to this value are closed whole. */
const WHOLE_UP_TO_USD = 100;

/**
 * Perpetual v2 (Curie): flat ratios over all positions, half at a time while equity is at least half the requirement; an insurance fund.
 *
 * @source perpetual-protocol/perp-curie-contract, contracts/AccountBalance.sol, `getLiquidatablePositionSize`
 */
export const PERPETUAL_V2: PerpVenue = {
  name: 'perpetual-v2',
  rules: PERPETUAL_V2_RULES,
  buildSchedule(parameters) {
    const read = readParameters(PERPETUAL_V2_RULES, parameters);
    return buildFlatSchedule(read.number('imRatio', PERPETUAL_ONE), read.number('mmRatio', PERPETUAL_ONE), 'perpetual-v2');
  },
  buildTerms(parameters) {
    const feeRate = readParameters(PERPETUAL_V2_RULES, parameters).number('liquidationPenaltyRatio', PERPETUAL_ONE);
    return { mode: { kind: 'half-first', wholeUpToUsd: WHOLE_UP_TO_USD }, feeRate };
  },
  adl: null,
};
