import { computeMean, computeVariance } from '../../../numeric/sample-moments.js';
import type { LendingBook } from '../../../simulation/book.js';
import type { SharedJob } from '../../../simulation/chunk.js';
import type { FactorDepth } from '../../../simulation/scenario.js';
import { collateralUsdOf, debtUsdOf } from '../../../simulation/valuation.js';
import type { RunInputs } from '../../inputs.js';
import { readLogPrices } from './log-prices.js';

const HOURS_PER_DAY = 24;

/** What the simpler rules look at, measured on the run's own data. */
export interface BaselineInputs {
  /** Of the reserve's price in dollars, hourly, from the market file's `fitFrom` to the snapshot; NaN where a factor has no price. */
  readonly logPrices: Float64Array;
  /** Standard deviation of the log price over a day, days not overlapping. */
  readonly sigmaPerDay: number;
  /** The largest fall within the horizon. */
  readonly maxDrawdownRatio: number;
  /** Amount that can be sold before the average impact reaches the bonus, by the market that the reserve's price goes through and takes least. */
  readonly liquidityUsd: number;
  /** Debt against the reserve: each account's debt by the reserve's share of its collateral. */
  readonly debtUsd: number;
  /** Reserve held by the account that holds most of it and owes something. */
  readonly largestCollateralUsd: number;
}

/** Measures what the simpler rules need of a searched reserve; of the one under study where none is named. */
export function measureBaselineInputs({ dataset, market }: RunInputs, { scenario, current }: SharedJob, asset = market.asset): BaselineInputs {
  const reserveAsset = scenario.book.assets.findIndex((known) => known.asset === asset);
  const { liquidationBonusBps } = current.furtherReserves?.[asset] ?? current;
  const factors = scenario.book.assets[reserveAsset]!.factors.map((index) => scenario.factors[index]!);
  const grid = { fitFrom: market.market.fitFrom, snapshotUnixSeconds: dataset.snapshotUnixSeconds, stepSeconds: scenario.stepSeconds };
  const logPrices = readLogPrices(dataset.prices, factors, grid);
  const bonusRatio = liquidationBonusBps / 10_000;
  const depths = scenario.book.assets[reserveAsset]!.factors.map((index) => scenario.depth[index]!);
  return {
    logPrices,
    sigmaPerDay: measureSigma(logPrices),
    maxDrawdownRatio: findLargestFall(logPrices, scenario.steps),
    liquidityUsd: Math.min(...depths.map((depth) => sizeAtImpactUsd(depth, bonusRatio))),
    ...measureBook(scenario.book, reserveAsset),
  };
}

function measureSigma(logPrices: Float64Array): number {
  const returns: number[] = [];
  for (let step = HOURS_PER_DAY; step < logPrices.length; step += HOURS_PER_DAY) {
    const value = logPrices[step]! - logPrices[step - HOURS_PER_DAY]!;
    if (Number.isFinite(value)) returns.push(value);
  }
  const values = Float64Array.from(returns);
  return values.length < 2 ? NaN : Math.sqrt(computeVariance(values, computeMean(values)));
}

function findLargestFall(logPrices: Float64Array, horizonSteps: number): number {
  let largest = 0;
  for (let start = 0; start < logPrices.length; start++) {
    for (let step = start + 1; step <= Math.min(start + horizonSteps, logPrices.length - 1); step++) {
      const fall = logPrices[start]! - logPrices[step]!;
      if (fall > largest) largest = fall;
    }
  }
  return -Math.expm1(-largest);
}

/** `a Q^b = impact` solved for Q, in dollars. */
function sizeAtImpactUsd({ coefficient, exponent, quoteStartPriceUsd }: FactorDepth, impactRatio: number): number {
  return (impactRatio / coefficient) ** (1 / exponent) * quoteStartPriceUsd;
}

function measureBook(book: LendingBook, reserveAsset: number): Pick<BaselineInputs, 'debtUsd' | 'largestCollateralUsd'> {
  const priceUsd = Float64Array.from(book.assets, ({ startPriceUsd }) => startPriceUsd);
  let debtUsd = 0;
  let largestCollateralUsd = 0;
  for (let account = 0; account < book.accounts.length; account++) {
    let reserveUsd = 0;
    for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
      if (book.collateralAsset[row] === reserveAsset) reserveUsd += book.collateralAmount[row]! * priceUsd[reserveAsset]!;
    }
    const owedUsd = debtUsdOf(book, book, priceUsd, account);
    if (reserveUsd === 0 || owedUsd === 0) continue;
    debtUsd += (owedUsd * reserveUsd) / collateralUsdOf(book, book, priceUsd, account);
    largestCollateralUsd = Math.max(largestCollateralUsd, reserveUsd);
  }
  return { debtUsd, largestCollateralUsd };
}
