import { UsageError } from '../../core/errors.js';
import { sumStartValueUsd } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { shareArrays } from '../../simulation/executors/share-job.js';
import type { MetricContext } from '../../simulation/metrics.js';
import type { FactorDepth, LendingScenario } from '../../simulation/scenario.js';
import { readBaseCurrency, type MarketFile } from '../config/market-file.js';
import type { RunInputs } from '../inputs.js';
import { buildBook, readCurrentParameters } from './build-book.js';
import type { FittedModels } from './fit-models.js';

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;

/** A scenario ready to run, and what its losses are seen against. */
export interface BuiltScenario {
  readonly shared: SharedJob;
  readonly metricContext: MetricContext;
}

/** Joins dataset, market file and fitted models into what the simulation runs on. */
export function buildScenario(inputs: RunInputs, models: FittedModels): BuiltScenario {
  const { dataset, market, policy } = inputs;
  const book = buildBook(dataset, market, priceBaseCurrency(market, models));
  const reserveAsset = book.assets.findIndex(({ asset }) => asset === market.asset);
  const current = readCurrentParameters(dataset, market.asset);
  const horizonSeconds = market.horizonDays * SECONDS_PER_DAY;
  const scenario: LendingScenario = {
    book,
    factors: Object.keys(market.factors),
    depth: buildDepth(inputs, models),
    resilience: {
      recoveryHalfLifeSeconds: market.market.recoveryHalfLifeHours * SECONDS_PER_HOUR,
      permanentShareRatio: market.market.permanentShareRatio,
    },
    liquidators: market.liquidators,
    oracle: market.oracle,
    closeFactorRatio: market.closeFactorBps / 10_000,
    steps: Math.round(horizonSeconds / market.stepSeconds),
    stepSeconds: market.stepSeconds,
  };
  return {
    // Shared from the start, so that the book exists once in the process, whatever works on it.
    shared: shareArrays({
      scenario,
      pathModel: models.pathModel,
      seed: inputs.seed,
      reserveAsset,
      current,
      response: { kind: policy.borrowers.response, shareRatio: policy.borrowers.shareRatio },
    }),
    metricContext: {
      horizonSeconds,
      supplyUsd: sumStartValueUsd(book, 'collateral'),
      reserveUsd: sumStartValueUsd(book, 'collateral', reserveAsset),
      accounts: book.accounts.length,
    },
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

/** Depth laws by factor, each with the price that turns USD into the law's size unit. */
function buildDepth({ market }: RunInputs, models: FittedModels): FactorDepth[] {
  const factors = Object.keys(market.factors);
  return factors.map((factor, index) => {
    const quote = factor.split('/')[1]!;
    const quoteFactor = factors.indexOf(`${quote}/USD`);
    const { coefficient, exponent, sizeMax } = models.depth[index]!;
    const scale = market.market.depthScale;
    return {
      coefficient: coefficient * scale ** -exponent,
      exponent,
      sizeMax,
      quoteFactor: quoteFactor < 0 ? null : quoteFactor,
      quoteStartPriceUsd: quoteFactor < 0 ? 1 : models.startPriceByFactor[`${quote}/USD`]!,
    };
  });
}
