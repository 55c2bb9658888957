import type { VenueParameterRules } from '../../parameter-rules.js';
import { FULL_BPS, mulDivCeil, WAD } from '../fixed-point.js';

const BPS = { unit: 'bps', fullRaw: FULL_BPS } as const;
const FACTOR = { unit: '1e-18', fullRaw: WAD } as const;

/** Validity of an Aave v4 reserve and its spoke's liquidation settings. */
export const AAVE_V4_RULES: VenueParameterRules = {
  venue: 'Aave v4',
  parameters: [
    { name: 'collateralFactorBps', ...BPS, minimum: 0n, maximum: FULL_BPS - 1n, meaning: "Share of the collateral's value that debt may reach." },
    { name: 'maxLiquidationBonusBps', ...BPS, minimum: 0n, maximum: FULL_BPS, meaning: 'Largest bonus over the repaid debt.' },
    { name: 'liquidationFeeBps', ...BPS, minimum: 0n, maximum: FULL_BPS, meaning: "Treasury's share of the bonus." },
    { name: 'targetHealthFactorWad', ...FACTOR, minimum: WAD, maximum: 2n * WAD, meaning: 'Health factor that a liquidation restores.' },
    { name: 'healthFactorForMaxBonusWad', ...FACTOR, minimum: 0n, maximum: WAD - 1n, meaning: 'Health factor at which the bonus is largest.' },
    { name: 'liquidationBonusFactorBps', ...BPS, minimum: 0n, maximum: FULL_BPS, meaning: 'Bonus at health factor 1, as a share of the largest.' },
  ],
  crossRules: [
    {
      fields: ['maxLiquidationBonusBps', 'collateralFactorBps'],
      rule: 'collateral factor × (100 % + largest bonus), rounded up, must be below 100 %',
      enforcedBy: 'contract',
      holds: (values) =>
        mulDivCeil(values['collateralFactorBps'] as bigint, FULL_BPS + (values['maxLiquidationBonusBps'] as bigint), FULL_BPS) < FULL_BPS,
    },
  ],
  source: 'Aave v4, Spoke._validateDynamicReserveConfig and updateLiquidationConfig',
};
