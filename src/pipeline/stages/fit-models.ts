import { assertInvariant } from '../../core/assert.js';
import { asShare, runToEnd, type Piecewise } from '../../core/piecewise.js';
import { DataError } from '../../core/errors.js';
import type { CoverageTest, RunResult, RunWarning } from '../../core/run-result.js';
import type { PowerLawFit } from '../../market/depth/fit-power-law.js';
import { buildPathModel } from '../../market/paths/build-path-model.js';
import type { PathModel } from '../../market/paths/path-model.js';
import { readBaseCurrency } from '../config/market-file.js';
import type { PriceSeries } from '../ports.js';
import { runStageInPieces, type StageContext } from '../progress.js';
import { testCoverage, warnAboutCoverage } from './fit/coverage.js';
import { fitDepthFactor, type DepthFactorFit } from './fit/depth-factor.js';
import type { FitDataset, FitMarket } from './fit/fit-input.js';
import { fitPegFactor, type PegFactorFit } from './fit/peg-factor.js';
import { fitVolatilityFactor, type VolatilityFactorFit } from './fit/volatility-factor.js';

/** Everything a run learns from prices and quotes. */
export interface FittedModels {
  readonly summary: RunResult['models'];
  readonly pathModel: PathModel;
  /** By factor, in the market file's order. */
  readonly depth: readonly PowerLawFit[];
  readonly coverage: readonly CoverageTest[];
  readonly startPriceByFactor: Readonly<Record<string, number>>;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits volatility, peg, dependence and depth on the dataset, up to its snapshot; later prices serve the coverage test only.
 *
 * @throws DataError when a factor has no price series; ModelError when a model gives nothing usable
 */
export function fitModels(dataset: FitDataset, market: FitMarket): FittedModels {
  return runToEnd(fitInPieces(dataset, market));
}

/** The same as a stage of a command. */
export function runFits(context: StageContext, title: string, dataset: FitDataset, market: FitMarket, note: (models: FittedModels) => string): Promise<FittedModels> {
  return runStageInPieces(context, title, { total: countPieces(market), unit: 'models' }, fitInPieces(dataset, market), note);
}

/** A price model and a depth law for each factor, and what joins the price models. */
function countPieces({ factors }: FitMarket): number {
  return 2 * Object.keys(factors).length + 1;
}

function* fitInPieces(dataset: FitDataset, market: FitMarket): Piecewise<FittedModels> {
  const pieces = countPieces(market);
  let done = 0;
  const factors = Object.keys(market.factors);
  const series = factors.map((factor) => findSeries(dataset, factor));
  const fromUnixSeconds = Date.parse(`${market.market.fitFrom}T00:00:00Z`) / 1000;
  const fitted = series.map((prices) => cutSeries(prices, fromUnixSeconds, dataset.snapshotUnixSeconds));
  const volatility: VolatilityFactorFit[] = [];
  const pegs: PegFactorFit[] = [];
  for (const [index, factor] of factors.entries()) {
    if (market.factors[factor]!.model === 'garch') volatility.push(yield* asShare(fitVolatilityFactor(factor, fitted[index]!, market.stepSeconds), done / pieces, 0));
    else pegs.push(fitPegFactor(factor, fitted[index]!, readStartRatio(dataset, factor, market)));
    yield ++done / pieces;
  }
  const paths = buildPathModel({
    volatility: volatility.map(({ input }) => input),
    pegs: pegs.map(({ input }) => input),
    stepSeconds: market.stepSeconds,
    meanBlockSteps: market.market.bootstrapBlockHours,
  });
  assertInvariant(paths.model.factors.join() === factors.join(), 'the market file lists volatility factors before pegs');
  yield ++done / pieces;
  const depth: DepthFactorFit[] = [];
  for (const factor of factors) {
    depth.push(fitDepthFactor(dataset, factor, market));
    yield ++done / pieces;
  }
  const degreesOfFreedom = paths.model.degreesOfFreedom;
  const coverage = volatility.flatMap((fit, index) => testCoverage(fit, degreesOfFreedom, series[index]!, dataset.snapshotUnixSeconds, market.stepSeconds));
  const k = factors.length;
  return {
    summary: {
      volatility: volatility.flatMap(({ summaries }) => summaries),
      innovations: { distribution: 'multivariate Student t, unit variance', degreesOfFreedom },
      correlation: {
        series: paths.model.factors,
        matrix: Array.from({ length: k }, (_, row) => Array.from(paths.correlation.matrix.subarray(row * k, row * k + k))),
      },
      pegs: pegs.map(({ summary }) => summary),
      depth: depth.map(({ summary }) => summary),
    },
    pathModel: paths.model,
    depth: depth.map(({ fit }) => fit),
    coverage: coverage.map((outcome) => outcome.coverage),
    startPriceByFactor: Object.fromEntries(factors.map((factor, index) => [factor, fitted[index]!.close.at(-1)!])),
    warnings: [...paths.warnings, ...[...volatility, ...pegs, ...depth].flatMap(({ warnings }) => warnings), ...warnAboutCoverage(coverage)],
  };
}

function findSeries(dataset: FitDataset, factor: string): PriceSeries {
  const series = dataset.prices.get(factor);
  if (!series) {
    throw new DataError(`the dataset has no prices for the factor ${factor}`, {
      where: dataset.name,
      suggestions: [`Series there: ${[...dataset.prices.keys()].join(', ')}. Name one of them in the market file.`],
    });
  }
  return series;
}

/** Oracle price of the pegged asset in its base at the snapshot: the ratio that paths start from. */
function readStartRatio(dataset: FitDataset, factor: string, market: FitMarket): number {
  const [asset, base] = factor.split('/') as [string, string];
  const priceOf = (name: string): number => {
    const reserve = dataset.reserves.find((row) => row.asset === name);
    if (!reserve) throw new DataError(`${name} of the peg ${factor} is not among the reserves that are held`, { where: dataset.name });
    return Number(reserve.oraclePriceRaw) / 1e18;
  };
  return readBaseCurrency(market) === base ? priceOf(asset) : priceOf(asset) / priceOf(base);
}

/** Keeps the stamps in [from, to]. */
function cutSeries(series: PriceSeries, fromUnixSeconds: number, toUnixSeconds: number): PriceSeries {
  const first = series.unixSeconds.findIndex((time) => time >= fromUnixSeconds);
  const past = series.unixSeconds.findIndex((time) => time > toUnixSeconds);
  const end = past < 0 ? series.unixSeconds.length : past;
  return {
    ...series,
    unixSeconds: series.unixSeconds.subarray(first, end),
    close: series.close.subarray(first, end),
    filled: series.filled.subarray(first, end),
  };
}
