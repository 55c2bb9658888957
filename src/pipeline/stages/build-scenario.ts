import { sumLeverageUsd, sumStartValueUsd } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { shareArrays } from '../../simulation/executors/share-job.js';
import type { MetricContext } from '../../simulation/metrics.js';
import type { FactorDepth, LendingScenario, VolatilityResponse } from '../../simulation/scenario.js';
import type { MarketFile } from '../config/market-file.js';
import type { RunInputs } from '../inputs.js';
import { buildVenue } from './build-venue.js';
import type { FittedModels } from './fit-models.js';
import { readParametersInForce } from './parameters-in-force.js';

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_YEAR = 365.25 * SECONDS_PER_DAY;

/** A scenario ready to run, and what its losses are seen against. */
export interface BuiltScenario {
  readonly shared: SharedJob;
  readonly metricContext: MetricContext;
}

/** Joins dataset, market file and fitted models into what the simulation runs on. */
export function buildScenario(inputs: RunInputs, models: FittedModels): BuiltScenario {
  const { dataset, market, policy } = inputs;
  const venue = buildVenue(dataset, market, models, market.factors);
  const { book } = venue;
  const reserveAsset = book.assets.findIndex(({ asset }) => asset === market.asset);
  const current = readParametersInForce(dataset, market, policy, venue.liquidation);
  const further = Object.keys(current.furtherReserves ?? {}).map((asset) => ({ asset, index: book.assets.findIndex((known) => known.asset === asset) }));
  const horizonSeconds = market.horizonDays * SECONDS_PER_DAY;
  const scenario: LendingScenario = {
    ...venue,
    alongside: inputs.alongside.map((other) => buildVenue(other.dataset, other.market, models, market.factors)),
    factors: Object.keys(market.factors),
    depth: buildDepth(inputs, models),
    resilience: {
      recoveryHalfLifeSeconds: market.market.recoveryHalfLifeHours * SECONDS_PER_HOUR,
      permanentShareRatio: market.market.permanentShareRatio,
    },
    volatility: buildVolatilityResponse(market, models),
    seed: inputs.seed,
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
      ...(further.length > 0 ? { furtherReserveUsd: Object.fromEntries(further.map(({ asset, index }) => [asset, sumStartValueUsd(book, 'collateral', index)])) } : {}),
      accounts: book.accounts.length,
      otherLeverageUsd: sumLeverageUsd(book, [reserveAsset, ...further.map(({ index }) => index)]),
      parts: { fund: market.backstop !== undefined, owners: market.borrowers !== undefined, alongside: inputs.alongside.length > 0 },
    },
  };
}

/** A pegged ratio has no ordinary volatility of its own here: its depth is left alone. */
function buildVolatilityResponse({ market, factors, stepSeconds }: MarketFile, models: FittedModels): VolatilityResponse {
  const { impactExponent = 0, halfLifeHours = 24 } = market.depthVolatility ?? {};
  return { impactExponent, halfLifeSeconds: halfLifeHours * SECONDS_PER_HOUR, ordinaryPerSqrtStep: Object.keys(factors).map((factor) => ordinaryVolatility(factor, models) * Math.sqrt(stepSeconds / SECONDS_PER_YEAR)) };
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

/**
 * Volatility per √year of a factor as fitted; 0 for a pegged ratio.
 *
 * Special case: a fit whose variance never comes back has no long-run level; the other model's stands in.
 */
export function ordinaryVolatility(factor: string, { summary }: Pick<FittedModels, 'summary'>): number {
  const levels = summary.volatility.filter(({ series, volatilityPerSqrtYear }) => series === factor && Number.isFinite(volatilityPerSqrtYear));
  return (levels.find(({ usedForPaths }) => usedForPaths) ?? levels[0])?.volatilityPerSqrtYear ?? 0;
}
