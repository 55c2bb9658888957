import { UsageError } from '../../core/errors.js';
import type { LiquidationRule } from '../../simulation/lending/liquidation-rule.js';
import type { LendingVenueScenario, OracleRule } from '../../simulation/scenario.js';
import { readBaseCurrency, type MarketFile } from '../config/market-file.js';
import type { LendingDataset } from '../ports.js';
import { buildBook } from './build-book.js';
import type { FittedModels } from './fit-models.js';

const BPS = 10_000;

/** What a venue's contract does where the market file says nothing. @source Aave v3.3 release notes; docs/models/lending.md */
const VENUE_DEFAULTS: Readonly<Record<MarketFile['venue'], Omit<LiquidationRule, 'close'> & { readonly ofAccount?: boolean; readonly fullBelowHealth?: number; readonly fullBelowUsd?: number }>> = {
  'aave-v2': { penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
  'aave-v3': { penalty: { kind: 'flat' }, protocolFeeShareRatio: 0.1, writesOffBadDebt: true, ofAccount: true, fullBelowHealth: 0.95, fullBelowUsd: 2000 },
};

/**
 * Joins a dataset and its market file into a venue of the simulation.
 *
 * @param factors the factors of the market that is simulated; a venue alongside must know its prices by these
 * @throws UsageError when the venue names a factor that is not among them
 */
export function buildVenue(dataset: LendingDataset, market: MarketFile, models: FittedModels, factors: MarketFile['factors']): LendingVenueScenario {
  return {
    book: buildBook(dataset, { ...market, factors }, priceBaseCurrency(market, models)),
    oracle: buildOracle(market, Object.keys(factors)),
    liquidation: buildLiquidation(market),
    liquidators: market.liquidators,
    borrowers: market.borrowers,
    backstop: market.backstop,
  };
}

function buildOracle({ oracle: { caps, feeds, ...rule } }: MarketFile, factors: readonly string[]): OracleRule {
  return {
    ...rule,
    feeds: feeds?.map((feed) => ({ ...feed, factor: findFactor('oracle.feeds', feed.factor, factors) })),
    caps: caps?.map((cap) => ({ ...cap, factor: findFactor('oracle.caps', cap.factor, factors) })),
  };
}

function findFactor(field: string, name: string, factors: readonly string[]): number {
  const factor = factors.indexOf(name);
  if (factor < 0) throw new UsageError(`${field}: ${name} is not among the factors`, { where: 'market file', suggestions: [`Factors: ${factors.join(', ')}.`] });
  return factor;
}

function buildLiquidation({ venue, closeFactorBps, liquidation = {} }: MarketFile): LiquidationRule {
  const { penalty, protocolFeeShareRatio, writesOffBadDebt, ofAccount, fullBelowHealth, fullBelowUsd } = VENUE_DEFAULTS[venue];
  return {
    close:
      liquidation.targetHealth === undefined
        ? { kind: 'share', shareRatio: closeFactorBps / BPS, ofAccount, fullBelowHealth: liquidation.fullBelowHealth ?? fullBelowHealth, fullBelowUsd: liquidation.fullBelowUsd ?? fullBelowUsd }
        : { kind: 'target-health', targetHealth: liquidation.targetHealth },
    penalty: liquidation.penalty ?? penalty,
    protocolFeeShareRatio: liquidation.protocolFeeShareRatio ?? protocolFeeShareRatio,
    writesOffBadDebt: liquidation.writesOffBadDebt ?? writesOffBadDebt,
    auction: liquidation.auction,
  };
}

/** USD price of what the oracle's prices are in, at the snapshot. @throws UsageError when no factor tells it */
function priceBaseCurrency(market: MarketFile, { startPriceByFactor }: FittedModels): number {
  const currency = readBaseCurrency(market);
  if (currency === 'USD') return 1;
  const priceUsd = startPriceByFactor[`${currency}/USD`];
  if (priceUsd !== undefined) return priceUsd;
  throw new UsageError(`the reserves' prices are in ${currency}, and no factor is ${currency}/USD`, { where: 'baseCurrency', suggestions: [`Add the factor ${currency}/USD, or say \`baseCurrency: USD\` if the dataset's prices are in dollars.`] });
}
