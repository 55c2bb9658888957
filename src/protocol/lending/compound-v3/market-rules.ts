import type { VenueParameterRules } from '../../parameter-rules.js';

const MAX_UINT104 = 2n ** 104n - 1n;

/** Validity of a Comet's amounts in its base token, given in the token's own raw units: the contract knows no others. */
export const COMET_MARKET_RULES: VenueParameterRules = {
  venue: 'Compound v3 market',
  parameters: [
    { name: 'targetReserves', unit: 'raw base tokens', minimum: 0n, maximum: MAX_UINT104, meaning: 'Reserves at which absorbed collateral is no longer sold at a discount.' },
    { name: 'baseBorrowMin', unit: 'raw base tokens', minimum: 0n, maximum: MAX_UINT104, meaning: 'Smallest loan that may be taken.' },
  ],
  crossRules: [],
  source: 'compound-finance/comet d5a30b0, Configurator.setTargetReserves and setBaseBorrowMin',
};
