import type { VenueParameterRules } from '../../../parameter-rules.js';
import { SYNTHETIX_ONE } from './rules.js';

const ratio = (name: string, maximum: bigint | undefined, meaning: string) => ({ name, unit: '1e-18', fullRaw: SYNTHETIX_ONE, minimum: 0n, ...(maximum === undefined ? {} : { maximum }), meaning });
const usd = (name: string, meaning: string) => ({ name, unit: '1e-18 USD', minimum: 0n, meaning });

/** Size, funding and keeper limits of a Synthetix v3 perps market; the contract checks no ranges, so the upper bounds are Plimsoll's. */
export const SYNTHETIX_V3_MARKET_LIMIT_RULES: VenueParameterRules = {
  venue: 'synthetix-v3 market limits',
  parameters: [
    ratio('maxFundingVelocity', undefined, 'Change of the daily funding rate per day at full skew.'),
    { name: 'maxMarketSize', unit: '1e-18 base', minimum: 0n, meaning: 'Largest open interest of one side, in units of the base asset.' },
    usd('maxMarketValue', 'Largest open interest of one side, in dollars.'),
    ratio('lockedOiRatio', undefined, 'Share of the open interest that liquidity providers lock.'),
    ratio('maxLiquidationPd', SYNTHETIX_ONE, 'Premium or discount below which the liquidation limit is lifted.'),
    usd('minKeeperRewardUsd', 'Least reward of a keeper.'),
    ratio('minKeeperProfitRatioD18', undefined, "Keeper's profit over the cost of the call."),
    usd('maxKeeperRewardUsd', 'Largest reward of a keeper.'),
    ratio('maxKeeperScalingRatioD18', SYNTHETIX_ONE, "Largest reward of a keeper, of the account's collateral."),
  ],
  crossRules: [
    {
      fields: ['minKeeperRewardUsd', 'maxKeeperRewardUsd'],
      rule: 'the least reward must not be above the largest',
      enforcedBy: 'plimsoll',
      holds: ({ minKeeperRewardUsd, maxKeeperRewardUsd }) => minKeeperRewardUsd! <= maxKeeperRewardUsd!,
    },
  ],
  source: 'Synthetixio/synthetix-v3 23585f7, markets/perps-market, modules MarketConfigurationModule and GlobalPerpsMarketModule',
};
