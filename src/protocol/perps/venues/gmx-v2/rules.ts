import type { VenueParameterRules } from '../../../parameter-rules.js';

/** GMX's factors and dollars carry 30 decimals. */
export const GMX_ONE = 10n ** 30n;

const factor = (name: string, maximum: bigint, meaning: string) => ({ name, unit: '1e-30', fullRaw: GMX_ONE, minimum: 0n, maximum, meaning });

/** What `Config.setUint` allows for the keys that decide about liquidation. */
export const GMX_V2_RULES: VenueParameterRules = {
  venue: 'gmx-v2',
  parameters: [
    factor('minCollateralFactor', GMX_ONE / 20n, 'Least collateral of the size when a position is opened or changed.'),
    factor('minCollateralFactorForLiquidation', GMX_ONE / 100n, 'Collateral of the size below which a position is liquidated.'),
    factor('liquidationFeeFactor', GMX_ONE / 100n, 'Fee on the size of a liquidated position.'),
    factor('maxPositionImpactFactorForLiquidations', GMX_ONE, 'Largest negative price impact, of the size, that counts against a position.'),
    { name: 'minCollateralUsd', unit: '1e-30 USD', minimum: 0n, maximum: 10n * GMX_ONE, meaning: 'Least remaining collateral of any position.' },
  ],
  crossRules: [
    {
      fields: ['minCollateralFactorForLiquidation', 'minCollateralFactor'],
      rule: 'must not be above minCollateralFactor, or positions could be opened that are liquidatable at once',
      enforcedBy: 'plimsoll',
      holds: ({ minCollateralFactorForLiquidation, minCollateralFactor }) => minCollateralFactorForLiquidation! <= minCollateralFactor!,
    },
  ],
  source: 'gmx-io/gmx-synthetics, contracts/config/ConfigUtils.sol',
};
