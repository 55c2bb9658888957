import { assertInvariant } from '../../core/assert.js';
import type { Estimate } from '../../numeric/confidence.js';
import type { ParetoTailFit } from './fit-pareto-tail.js';
import { computeTailRisk } from './tail-risk.js';

/** A stress beyond the sample; `label` is printed beside every figure that rests on it. */
export interface Stress {
  readonly name: string;
  readonly label: 'extrapolation';
  /** Fall as a log price change, below zero. */
  readonly logFall: number;
  /** What the figure rests on, in a sentence. */
  readonly basis: string;
}

/** The worst fall of an asset within a day, with the volatility of the hours before it began. */
export interface HistoricalDrawdown {
  readonly name: string;
  /** Lowest hourly low over the highest hourly close of the 24 hours before it, as a log ratio. */
  readonly logFall: number;
  /** Standard deviation of hourly log returns over the 30 days before the high. */
  readonly hourlyVolatilityBefore: number;
  readonly day: string;
}

/**
 * Falls within 24 hours, measured on hourly candles of Binance spot in USDT (open, close and low; times UTC).
 *
 * The volatility is that of the 30 days that end at the high, so it is what one could have known.
 */
export const HISTORICAL_DRAWDOWNS: readonly HistoricalDrawdown[] = [
  { name: 'BTC, March 2020', day: '2020-03-13', logFall: -0.7061, hourlyVolatilityBefore: 0.00596 },
  { name: 'ETH, March 2020', day: '2020-03-13', logFall: -0.7611, hourlyVolatilityBefore: 0.01066 },
  { name: 'ETH, May 2021', day: '2021-05-19', logFall: -0.5972, hourlyVolatilityBefore: 0.01449 },
  { name: 'FTT, November 2022', day: '2022-11-08', logFall: -2.1839, hourlyVolatilityBefore: 0.00723 },
  { name: 'SOL, November 2022', day: '2022-11-09', logFall: -0.6785, hourlyVolatilityBefore: 0.01148 },
  { name: 'CRV, August 2023', day: '2023-08-01', logFall: -0.299, hourlyVolatilityBefore: 0.00868 },
];

/** Below e^−7 (0.1 %) of the price a further fall means nothing to a lender. */
const LOG_FALL_MIN = -7;

/**
 * Maps a fall that another asset had to this asset by volatility.
 *
 * Formula: log fall × (volatility now / volatility before that fall): a fall of equally many standard deviations, cut at ln 0.1 %.
 * Units: both volatilities per square root of an hour. Special cases: volatility does not tell a solvency crisis (FTT) from a market
 * crash; the result is a scenario without probability.
 * @throws InternalError unless the volatility is positive and finite.
 */
export function mapDrawdown(drawdown: HistoricalDrawdown, hourlyVolatility: number): Stress {
  assertInvariant(hourlyVolatility > 0 && hourlyVolatility < Infinity, `a volatility must be positive, got ${hourlyVolatility}`);
  const sigmas = drawdown.logFall / drawdown.hourlyVolatilityBefore;
  return {
    name: drawdown.name,
    label: 'extrapolation',
    logFall: Math.max(sigmas * hourlyVolatility, LOG_FALL_MIN),
    basis: `${drawdown.name}: ${(-sigmas).toFixed(0)} hourly standard deviations within a day, at ${(100 * hourlyVolatility).toFixed(2)} % an hour here`,
  };
}

/**
 * Reads the fall off a tail fit at a level that the sample cannot show.
 *
 * Formula: −VaR at 1 − 1/(observations × multiple): what is passed once in `multiple` samples like this one.
 * Units: the fit's values are log losses (−log return), not percent; `multiple` ≥ 1.
 * @returns the stress with the profile interval of its fall (rising, so `ciLow` is the deeper).
 * @throws InternalError when `multiple` is below 1.
 */
export function extrapolateTail(fit: ParetoTailFit, multiple: number): Stress & { readonly interval: Estimate } {
  assertInvariant(multiple >= 1, `a stress beyond history needs a multiple ≥ 1, got ${multiple}`);
  const level = 1 - 1 / (fit.observations * multiple);
  const { value, ciLow, ciHigh, n } = computeTailRisk(fit, level).var;
  return {
    name: `once in ${multiple} × the sample`,
    label: 'extrapolation',
    logFall: -value,
    interval: { value: -value, ciLow: -ciHigh, ciHigh: -ciLow, n },
    basis: `generalised Pareto tail, xi ${fit.xi.toFixed(3)}, ${n} exceedances of ${fit.threshold.toPrecision(4)}, level ${level}`,
  };
}
