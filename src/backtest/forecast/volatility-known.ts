import { standardiseResiduals, type FilteredHistoryModel } from '../../market/paths/filtered-history.js';
import type { TimedSeries } from '../../market/paths/time-series.js';
import { fitGarch, type GarchFit } from '../../market/volatility/fit-garch.js';
import { filterGarch } from '../../market/volatility/garch-recursion.js';
import { findFirst } from '../../numeric/find-first.js';

/** Gives the volatility model as it could be known at a time. */
export interface KnownVolatility {
  /** @throws ModelError when fewer than 50 returns came before the time's month */
  readAt(unixSeconds: number): FilteredHistoryModel;
}

interface MonthlyFit {
  readonly garch: GarchFit;
  readonly residuals: Float64Array;
  /** Returns that the fit saw. */
  readonly used: number;
}

/** One percent² in log-return². */
const PERCENT_SQUARED = 1e-4;

/**
 * Fits GARCH(1,1) anew at the start of each calendar month (UTC) on all returns up to then, and filters it up to the hour asked for.
 *
 * Nothing after the hour enters: parameters and residuals end with the month before, the variance with the last return known.
 * Shape: returns in percent, each with the stamp at which it became known, rising.
 */
export function createKnownVolatility(returns: TimedSeries): KnownVolatility {
  const fits = new Map<number, MonthlyFit>();
  return {
    readAt(unixSeconds) {
      const monthStart = findMonthStart(unixSeconds);
      const fit = fits.get(monthStart) ?? fitUpTo(returns, monthStart);
      fits.set(monthStart, fit);
      const { garch, residuals, used } = fit;
      const since = returns.values.subarray(used, countUpTo(returns.unixSeconds, unixSeconds));
      const { omega, alpha, beta } = garch.parameters;
      const nextVariance = since.length === 0 ? garch.nextVariance : filterGarch(garch.parameters, since, garch.nextVariance).nextVariance;
      return { volatility: [{ omega: omega * PERCENT_SQUARED, alpha, beta, startVariance: nextVariance * PERCENT_SQUARED, driftPerStep: 0 }], residuals };
    },
  };
}

function fitUpTo(returns: TimedSeries, unixSeconds: number): MonthlyFit {
  const used = countUpTo(returns.unixSeconds, unixSeconds);
  const garch = fitGarch(returns.values.slice(0, used));
  return { garch, residuals: standardiseResiduals([garch.standardisedResiduals]), used };
}

function findMonthStart(unixSeconds: number): number {
  const date = new Date(unixSeconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

/** Counts stamps up to and at a time. */
export function countUpTo(stamps: Float64Array, unixSeconds: number): number {
  return findFirst(stamps.length, (index) => stamps[index]! > unixSeconds);
}
