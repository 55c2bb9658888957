import { DataError } from '../../../core/errors.js';
import type { DepthModelSummary } from '../../../core/model-result.js';
import type { RunWarning } from '../../../core/run-result.js';
import { fitPowerLaw, type PowerLawFit } from '../../../market/depth/fit-power-law.js';
import type { FitDataset, FitMarket } from './fit-input.js';

/** Quotes kept for the picture. */
const SAMPLE_QUOTES = 200;

export interface DepthFactorFit {
  readonly fit: PowerLawFit;
  readonly summary: DepthModelSummary;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits one factor's impact law on the quotes of the pair that the market file names.
 *
 * Sizes are counted in the factor's quote unit (USD for ETH/USD, ETH for stETH/ETH) at the quotes' best rate, so that a wrapped
 * token serves for the one it wraps and a later price level does not change the law.
 * @throws DataError when the dataset has no quotes of the pair; ModelError when too few are usable
 */
export function fitDepthFactor(dataset: FitDataset, factor: string, market: FitMarket): DepthFactorFit {
  const { sell, buy } = market.factors[factor]!.depth;
  const quotes = dataset.depthQuotes.filter(({ sellAsset, buyAsset }) => sellAsset === sell && buyAsset === buy);
  if (quotes.length === 0) {
    const pairs = [...new Set(dataset.depthQuotes.map(({ sellAsset, buyAsset }) => `${sellAsset} > ${buyAsset}`))];
    throw new DataError(`the dataset has no depth quotes of ${sell} > ${buy} for the factor ${factor}`, {
      where: dataset.name,
      suggestions: [`Pairs there: ${pairs.join(', ')}.`],
    });
  }
  const bestRate = quotes.reduce((best, { sellAmount, buyAmount }) => Math.max(best, buyAmount / sellAmount), 0);
  const sizes = Float64Array.from(quotes, ({ sellAmount }) => sellAmount * bestRate);
  const impacts = Float64Array.from(quotes, ({ impactRatio }) => impactRatio);
  const fit = fitPowerLaw(sizes, impacts, { minimumImpactRatio: market.market.depthMinimumImpactRatio });
  const every = Math.max(1, Math.ceil(quotes.length / SAMPLE_QUOTES));
  return {
    fit,
    summary: {
      factor,
      quotesPair: `${sell} > ${buy}`,
      coefficient: fit.coefficient,
      exponent: fit.exponent,
      rSquared: fit.rSquared,
      quotesUsed: fit.quotesUsed,
      quotesLeftOut: fit.quotesLeftOut,
      sizeUnit: factor.split('/')[1]!,
      sizeMax: fit.sizeMax,
      impactAtMaxFittedRatio: fit.impactAtMaxFittedRatio,
      impactAtMaxQuotedRatio: fit.impactAtMaxQuotedRatio,
      sample: quotes.flatMap((_, index) => (index % every === 0 ? [[sizes[index]!, impacts[index]!] as const] : [])),
    },
    warnings: fit.warnings.map((warning) => ({ ...warning, message: `${factor}: ${warning.message}` })),
  };
}
