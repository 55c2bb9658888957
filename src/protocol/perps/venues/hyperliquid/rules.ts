import type { ParameterSet, VenueParameterRules } from '../../../parameter-rules.js';

const column = (values: ParameterSet, name: string): readonly bigint[] => {
  const value = values[name];
  return typeof value === 'bigint' || value === undefined ? [] : value;
};

/** What Hyperliquid checks in `insertMarginTable`; one to three tiers. */
export const HYPERLIQUID_RULES: VenueParameterRules = {
  venue: 'hyperliquid',
  parameters: [
    { name: 'lowerBound', unit: 'USDC', minimum: 0n, meaning: 'Notional at which a tier begins, per tier.' },
    { name: 'maxLeverage', unit: 'times', minimum: 1n, maximum: 50n, meaning: 'Largest leverage in a tier; maintenance is half of its inverse.' },
  ],
  crossRules: [
    {
      fields: ['lowerBound', 'maxLeverage'],
      rule: 'a margin table has one to three tiers, each with a lower bound and a leverage',
      enforcedBy: 'contract',
      holds: (values) => {
        const tiers = column(values, 'lowerBound').length;
        return tiers >= 1 && tiers <= 3 && tiers === column(values, 'maxLeverage').length;
      },
    },
    {
      fields: ['lowerBound'],
      rule: 'the first tier begins at 0 and every next one higher',
      enforcedBy: 'contract',
      holds: (values) => column(values, 'lowerBound').every((bound, index, all) => (index === 0 ? bound === 0n : bound > all[index - 1]!)),
    },
    {
      fields: ['maxLeverage'],
      rule: 'leverage must fall from tier to tier',
      enforcedBy: 'contract',
      holds: (values) => column(values, 'maxLeverage').every((leverage, index, all) => index === 0 || leverage < all[index - 1]!),
    },
  ],
  source: 'Hyperliquid docs, margin tiers and HIP-3 deployer actions',
};

/** Margin tables of the main exchange. @source Hyperliquid docs, "Margin tiers" */
export const HYPERLIQUID_TABLES: Readonly<Record<string, ParameterSet>> = {
  BTC: { lowerBound: [0n, 150_000_000n], maxLeverage: [40n, 20n] },
  ETH: { lowerBound: [0n, 100_000_000n], maxLeverage: [25n, 15n] },
  SOL: { lowerBound: [0n, 70_000_000n], maxLeverage: [20n, 10n] },
  XRP: { lowerBound: [0n, 40_000_000n], maxLeverage: [20n, 10n] },
};
