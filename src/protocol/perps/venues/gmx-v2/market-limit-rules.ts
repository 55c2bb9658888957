import type { VenueParameterRules } from '../../../parameter-rules.js';
import { GMX_ONE } from './rules.js';

const sides = ['Long', 'Short'] as const;
const signs = ['Positive', 'Negative'] as const;

const factor = (name: string, meaning: string, maximum?: bigint) => ({ name, unit: '1e-30', fullRaw: GMX_ONE, minimum: 0n, ...(maximum === undefined ? {} : { maximum }), meaning });

/** What `Config.setUint` allows for a market's size and price-impact keys; each side has its own value. */
export const GMX_V2_MARKET_LIMIT_RULES: VenueParameterRules = {
  venue: 'gmx-v2 market limits',
  parameters: [
    ...sides.flatMap((side) => [
      { name: `maxOpenInterest${side}`, unit: '1e-30 USD', minimum: 0n, meaning: `Largest open interest of ${side.toLowerCase()} positions.` },
      factor(`reserveFactor${side}`, `Share of the pool that ${side.toLowerCase()} positions may reserve.`, 10n * GMX_ONE),
      factor(`openInterestReserveFactor${side}`, `Share of the pool that new ${side.toLowerCase()} positions may reserve.`, 10n * GMX_ONE),
      { name: `minCollateralFactorForOpenInterestMultiplier${side}`, unit: '1e-30 per USD', minimum: 0n, meaning: `Least collateral factor added per dollar of ${side.toLowerCase()} open interest.` },
    ]),
    ...signs.flatMap((sign) => [
      { name: `positionImpactFactor${sign}`, unit: '1e-30', minimum: 0n, meaning: `Scale of the ${sign.toLowerCase()} price impact.` },
      { name: `positionImpactExponentFactor${sign}`, unit: '1e-30', minimum: 0n, maximum: 3n * GMX_ONE, meaning: `Power of the imbalance in the ${sign.toLowerCase()} price impact.` },
      factor(`maxPositionImpactFactor${sign}`, `Largest ${sign.toLowerCase()} price impact, of the size.`),
    ]),
  ],
  crossRules: [
    ...sides.map((side) => ({
      fields: [`openInterestReserveFactor${side}`, `reserveFactor${side}`] as const,
      rule: `must not be above reserveFactor${side}, or it would never bind`,
      enforcedBy: 'plimsoll' as const,
      holds: (values: Readonly<Record<string, unknown>>) => (values[`openInterestReserveFactor${side}`] as bigint) <= (values[`reserveFactor${side}`] as bigint),
    })),
    {
      fields: ['maxPositionImpactFactorPositive', 'maxPositionImpactFactorNegative'],
      rule: 'must not be above maxPositionImpactFactorNegative, or opening and closing would pay',
      enforcedBy: 'plimsoll',
      holds: ({ maxPositionImpactFactorPositive, maxPositionImpactFactorNegative }) => maxPositionImpactFactorPositive! <= maxPositionImpactFactorNegative!,
    },
  ],
  source: 'gmx-io/gmx-synthetics a5c0c88, contracts/config/ConfigUtils.sol, `validateRange`',
};
