import { evaluateForecast, type ForecastEvaluation } from '../../backtest/forecast/evaluate-forecast.js';
import { forecastLiquidations, HOUR_SECONDS } from '../../backtest/forecast/forecast-liquidations.js';
import { DataError } from '../../core/errors.js';
import type { Piecewise } from '../../core/piecewise.js';
import { computeReturnsPercent, type GridPrices } from '../../market/paths/time-series.js';
import type { HistoryDataset, PriceSeries } from '../ports.js';
import { readVaultHistory, type VaultHistory } from './vault-history.js';

export const DAY_SECONDS = 24 * HOUR_SECONDS;
export const HORIZON_HOURS = { day: 24, week: 168 } as const;

/** A history that is ready to be forecast. */
export interface ForecastHistory extends VaultHistory {
  readonly prices: PriceSeries;
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
}

/** What one horizon's forecasts are made with. */
export interface HorizonPlan {
  readonly horizonHours: number;
  readonly splitUnixSeconds: number;
  readonly seed: number;
  readonly paths: number;
}

export interface HorizonOutcome {
  readonly evaluation: ForecastEvaluation;
  /** Vault-moments that were not forecast because the vault had been unsafe for a day without a liquidation. */
  readonly neglected: number;
}

/** Reads a stored history. @throws DataError when it is none, or has no prices of its collateral */
export function prepareHistory(dataset: HistoryDataset): ForecastHistory {
  const history = readVaultHistory(dataset);
  const prices = findPrices(dataset, history.collateralAsset);
  const fromUnixSeconds = DAY_SECONDS * (Math.floor(history.events[0]!.unixSeconds / DAY_SECONDS) + 2);
  return { ...history, prices, fromUnixSeconds, toUnixSeconds: prices.unixSeconds.at(-1)! };
}

/** Forecasts every moment of one horizon, each from what was known then, and holds the forecasts after the split against what happened. */
export function* evaluateHorizon(history: ForecastHistory, { horizonHours, splitUnixSeconds, seed, paths }: HorizonPlan): Piecewise<HorizonOutcome> {
  const { events, terms, prices, fromUnixSeconds, toUnixSeconds } = history;
  const origins = listOrigins(fromUnixSeconds, toUnixSeconds, horizonHours, splitUnixSeconds);
  const books = yield* forecastLiquidations({ events, terms, prices, origins, horizonHours, constantSigma: computeSigma(prices, splitUnixSeconds), seed, paths });
  return {
    evaluation: evaluateForecast(books, horizonHours, splitUnixSeconds, paths),
    neglected: books.reduce((sum, book) => sum + book.neglected.length, 0),
  };
}

/** How many moments of one horizon are forecast. */
export function countMoments({ fromUnixSeconds, toUnixSeconds }: ForecastHistory, { horizonHours, splitUnixSeconds }: HorizonPlan): number {
  return listOrigins(fromUnixSeconds, toUnixSeconds, horizonHours, splitUnixSeconds).length;
}

function findPrices({ name, prices }: HistoryDataset, asset: string): PriceSeries {
  const series = prices.get(`${asset}/USD`);
  if (series) return series;
  throw new DataError(`the dataset has no prices of ${asset} in USD`, { where: `${name}, table prices`, suggestions: [`Series there: ${[...prices.keys()].join(', ') || 'none'}.`] });
}

/** Moments one horizon apart on both sides of the split, so that one of them falls on it and none reaches over it. */
function listOrigins(from: number, to: number, hours: number, splitUnixSeconds: number): number[] {
  const step = hours * HOUR_SECONDS;
  const origins: number[] = [];
  for (let time = splitUnixSeconds - step * Math.floor((splitUnixSeconds - from) / step); time + step <= to; time += step) origins.push(time);
  return origins;
}

/** Root mean square of the hourly log returns known at a time. */
export function computeSigma(prices: GridPrices, untilUnixSeconds: number): number {
  const returns = computeReturnsPercent(prices, HOUR_SECONDS);
  const known = returns.values.filter((_, i) => returns.unixSeconds[i]! <= untilUnixSeconds);
  return 0.01 * Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
}
