import type { BaseCurrencyRule, MarketFile } from '../../config/market-file.js';
import type { LendingDataset } from '../../ports.js';

/** What of a dataset is fitted on; `reserves` price pegged assets. */
export type FitDataset = Pick<LendingDataset, 'name' | 'snapshotUnixSeconds' | 'prices' | 'depthQuotes' | 'reserves'>;
/** What of a market file says how. */
export type FitMarket = Pick<MarketFile, 'factors' | 'stepSeconds'> & BaseCurrencyRule & { readonly market: Pick<MarketFile['market'], 'fitFrom' | 'bootstrapBlockHours' | 'depthMinimumImpactRatio'> };
