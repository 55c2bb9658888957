import type { MarginHealthHistogram } from '../../core/perp-run-result.js';
import type { DistributionSummary, HealthHistogram, RunResult } from '../../core/run-result.js';
import { computeQuantile } from '../../numeric/quantile.js';
import { createPathReader } from '../../simulation/chunk.js';
import type { PathSource } from '../../simulation/chunk.js';
import type { LendingBook } from '../../simulation/book.js';
import { listStartPrices, type PerpBook } from '../../simulation/perps/book.js';
import { marginHealthOf, notionalUsdOf } from '../../simulation/perps/valuation.js';
import { debtUsdOf, healthFactorOf } from '../../simulation/valuation.js';

const HISTOGRAM_BINS = 30;
const FAN_LEVELS = [0.01, 0.25, 0.5, 0.75, 0.99];
/** Paths behind the fan: enough for a steady 1 % quantile, few enough not to be felt. */
const FAN_PATHS = 1000;
const HEALTH_EDGES = [0, 1, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 5, 10];
/** Thin maintenance margins make a unit's equity a large multiple of them. */
const MARGIN_HEALTH_EDGES = [0, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100];

/** Counts two samples into common bins of equal width from 0 to the largest value. All zero gives one bin from 0 to 1. */
export function summariseDistribution(current: Float64Array, recommended: Float64Array): DistributionSummary {
  const largestUsd = Math.max(...current, ...recommended);
  const bins = largestUsd > 0 ? HISTOGRAM_BINS : 1;
  const widthUsd = largestUsd > 0 ? largestUsd / bins : 1;
  const count = (values: Float64Array): number[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.min(bins - 1, Math.floor(value / widthUsd))]!++;
    return counts;
  };
  return {
    edgesUsd: Array.from({ length: bins + 1 }, (_, index) => index * widthUsd),
    currentCounts: count(current),
    recommendedCounts: count(recommended),
  };
}

/** Sums debt by health factor at the snapshot's prices; the last bin reaches to infinity and accounts without debt are left out. */
export function summariseHealth(current: LendingBook, recommended: LendingBook): HealthHistogram {
  const priceUsd = Float64Array.from(current.assets, ({ startPriceUsd }) => startPriceUsd);
  const sum = (book: LendingBook): number[] => {
    const debtUsd = new Array<number>(HEALTH_EDGES.length - 1).fill(0);
    for (let account = 0; account < book.accounts.length; account++) {
      const healthFactor = healthFactorOf(book, book, priceUsd, account);
      if (healthFactor === Infinity) continue;
      debtUsd[findBin(HEALTH_EDGES, healthFactor)]! += debtUsdOf(book, book, priceUsd, account);
    }
    return debtUsd;
  };
  return { edges: HEALTH_EDGES, currentDebtUsd: sum(current), recommendedDebtUsd: sum(recommended) };
}

/** Sums notional by margin health at the snapshot's marks; the last bin reaches to infinity, and a unit that owes more than it has counts in the first. */
export function summariseMarginHealth(current: PerpBook, recommended: PerpBook): MarginHealthHistogram {
  const prices = listStartPrices(current);
  const sum = (book: PerpBook): number[] => {
    const notionalUsd = new Array<number>(MARGIN_HEALTH_EDGES.length - 1).fill(0);
    for (let unit = 0; unit < book.unitNames.length; unit++) {
      const health = marginHealthOf(book, book, { markUsd: prices, profitUsd: prices }, unit);
      notionalUsd[findBin(MARGIN_HEALTH_EDGES, health)]! += notionalUsdOf(book, book, prices, unit);
    }
    return notionalUsd;
  };
  return { edges: MARGIN_HEALTH_EDGES, currentNotionalUsd: sum(current), recommendedNotionalUsd: sum(recommended) };
}

function findBin(edges: readonly number[], health: number): number {
  const above = edges.findIndex((edge) => health < edge);
  return above < 0 ? edges.length - 2 : Math.max(0, above - 1);
}

/** Quantiles, per step, of the first factor's simulated price relative to its start. */
export function summarisePriceFan(source: PathSource, pathCount: number): RunResult['pictures']['priceFan'] {
  const { steps, factors } = source.scenario;
  const pathOf = createPathReader(source);
  const count = Math.min(pathCount, FAN_PATHS);
  const byLevel = FAN_LEVELS.map(() => new Array<number>(steps + 1).fill(1));
  const atStep = new Float64Array(count);
  const paths = Array.from({ length: count }, (_, index) => pathOf(index));
  for (let step = 1; step <= steps; step++) {
    paths.forEach((path, index) => (atStep[index] = Math.exp(path[step * factors.length]!)));
    const sorted = atStep.slice().sort();
    FAN_LEVELS.forEach((level, index) => (byLevel[index]![step] = computeQuantile(sorted, level)));
  }
  return { levels: FAN_LEVELS, byLevel };
}
