import type { VenueParameterRules } from '../../parameter-rules.js';
import { WAD } from '../fixed-point.js';

/** Validity of a market's parameters: a market cannot be changed, so a proposal creates a new one and there are no change limits. */
export const MORPHO_RULES: VenueParameterRules = {
  venue: 'Morpho Blue',
  parameters: [
    {
      name: 'lltvWad',
      unit: '1e-18',
      fullRaw: WAD,
      // The contract also admits 0, a market that lends nothing.
      minimum: 1n,
      maximum: WAD - 1n,
      meaning: 'Liquidation loan-to-value; must be one that governance enabled. It alone sets the incentive factor.',
    },
    { name: 'feeWad', unit: '1e-18', fullRaw: WAD, minimum: 0n, maximum: WAD / 4n, meaning: "Share of the borrowers' interest for the fee recipient." },
  ],
  crossRules: [],
  source: 'morpho-blue, Morpho.enableLltv and setFee',
};
