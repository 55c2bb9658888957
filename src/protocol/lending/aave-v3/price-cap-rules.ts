import type { ChangeLimit, VenueParameterRules } from '../../parameter-rules.js';

const DAY_SECONDS = 86_400;
const WAD = 10n ** 18n;

const steward = (kind: ChangeLimit['kind'], max: bigint, days: number): ChangeLimit => ({ kind, max, minimumDelaySeconds: days * DAY_SECONDS });

/**
 * Validity of Aave v3's price-cap adapters: of liquid staking tokens, stablecoins and Pendle's principal tokens.
 *
 * A staking token's three values are set together, the snapshot without a limit of its own; what depends on the chain's prices and clock (that
 * the new cap does not bind at once, that the snapshot is later than the one held and neither too young nor too old) only the chain can check.
 */
export const AAVE_V3_PRICE_CAP_RULES: VenueParameterRules = {
  venue: 'Aave v3 price caps',
  parameters: [
    { name: 'maxYearlyRatioGrowthBps', unit: 'bps', fullRaw: 10_000n, minimum: 1n, maximum: 2n ** 16n - 1n, meaning: 'How fast a staking token’s rate may grow per year before its price is capped.', changeLimit: steward('relative', 500n, 3) },
    { name: 'snapshotRatio', unit: 'rate, raw', minimum: 1n, maximum: 2n ** 104n - 1n, meaning: 'Rate of the staking token from which the cap grows; at most the rate of today.' },
    { name: 'snapshotTimestampSeconds', unit: 'unix seconds', minimum: 1n, maximum: 2n ** 48n - 1n, meaning: 'When that rate held; later than the snapshot in force.' },
    { name: 'stablePriceCapUsd', unit: '1e-8 USD', minimum: 1n, maximum: 2n * 10n ** 8n, meaning: 'Highest price at which a stablecoin counts.', changeLimit: steward('relative', 50n, 3) },
    { name: 'discountRatePerYearWad', unit: '1e-18', fullRaw: WAD, minimum: 1n, maximum: 2n ** 64n - 1n, meaning: 'Yearly discount of a principal token until it matures.', changeLimit: steward('absolute-bps', 250n, 2) },
  ],
  crossRules: [],
  source: 'bgd-labs/aave-capo 2c280ef, PriceCapAdapterBase, PriceCapAdapterStable and PendlePriceCapAdapter; aave-v3-risk-stewards, DeployStewards',
};
