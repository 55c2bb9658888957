import type { VenueParameterRules } from '../../../parameter-rules.js';

export const PERPETUAL_ONE = 1_000_000n;

const ratio = (name: string, meaning: string) => ({ name, unit: 'ppm', fullRaw: PERPETUAL_ONE, minimum: 0n, maximum: PERPETUAL_ONE, meaning });

/** Ratios of Perpetual v2's `ClearingHouseConfig`. The margin ratios have no setter: changing them needs an upgrade. */
export const PERPETUAL_V2_RULES: VenueParameterRules = {
  venue: 'perpetual-v2',
  parameters: [
    ratio('imRatio', 'Initial margin of the sum of all position values.'),
    ratio('mmRatio', 'Maintenance margin of the sum of all position values.'),
    ratio('liquidationPenaltyRatio', 'Penalty on the value of what is liquidated.'),
  ],
  crossRules: [
    {
      fields: ['mmRatio', 'imRatio'],
      rule: 'must not be above the initial margin ratio',
      enforcedBy: 'plimsoll',
      holds: ({ mmRatio, imRatio }) => mmRatio! <= imRatio!,
    },
    {
      fields: ['liquidationPenaltyRatio', 'mmRatio'],
      rule: 'must be below the maintenance margin ratio, or every liquidation would leave a deficit',
      enforcedBy: 'plimsoll',
      holds: ({ liquidationPenaltyRatio, mmRatio }) => liquidationPenaltyRatio! < mmRatio!,
    },
  ],
  source: 'perpetual-protocol/perp-curie-contract, contracts/ClearingHouseConfig.sol, `checkRatio`',
};

/** What `initialize` sets. */
export const PERPETUAL_V2_DEFAULTS = { imRatio: 100_000n, mmRatio: 62_500n, liquidationPenaltyRatio: 25_000n } as const;
