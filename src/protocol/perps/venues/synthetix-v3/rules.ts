import type { VenueParameterRules } from '../../../parameter-rules.js';

/** Synthetix' decimals carry 18 places. */
export const SYNTHETIX_ONE = 10n ** 18n;

const ratio = (name: string, meaning: string, maximum?: bigint) => ({
  name,
  unit: '1e-18',
  fullRaw: SYNTHETIX_ONE,
  minimum: 0n,
  ...(maximum === undefined ? {} : { maximum }),
  meaning,
});

/**
 * Parameters of a Synthetix v3 perps market. The contract checks no ranges (`onlyOwner, no range checks`): every bound here that is not a
 * type's own is Plimsoll's.
 */
export const SYNTHETIX_V3_RULES: VenueParameterRules = {
  venue: 'synthetix-v3',
  parameters: [
    { name: 'skewScale', unit: '1e-18 base', minimum: 1n, meaning: 'Skew at which a position’s impact is 1.' },
    ratio('initialMarginRatioD18', 'Initial margin added per unit of impact on the skew.'),
    ratio('minimumInitialMarginRatioD18', 'Initial margin of the notional at no impact.'),
    ratio('maintenanceMarginScalarD18', 'Maintenance margin as a share of the initial margin ratio.', SYNTHETIX_ONE),
    ratio('flagRewardRatioD18', 'Reward for flagging, of the notional.', SYNTHETIX_ONE),
    { name: 'minimumPositionMargin', unit: '1e-18 USD', minimum: 0n, meaning: 'Margin added to every position.' },
    ratio('makerFeeRatio', 'Fee of trades that lessen the skew.', SYNTHETIX_ONE),
    ratio('takerFeeRatio', 'Fee of trades that widen the skew.', SYNTHETIX_ONE),
    ratio('maxLiquidationLimitAccumulationMultiplier', 'Scales how much may be liquidated per second.'),
    { name: 'maxSecondsInLiquidationWindow', unit: 'seconds', minimum: 0n, meaning: 'Length of the liquidation window.' },
  ],
  crossRules: [
    {
      fields: ['minimumInitialMarginRatioD18', 'initialMarginRatioD18'],
      rule: 'with a minimum of 0 and no ratio on impact a position would need no margin beyond the constant',
      enforcedBy: 'plimsoll',
      holds: (values) => values['minimumInitialMarginRatioD18'] !== 0n || values['initialMarginRatioD18'] !== 0n,
    },
  ],
  source: 'Synthetixio/synthetix-v3, markets/perps-market',
};
