import { buildPathModel } from '../../market/paths/build-path-model.js';
import type { PathModel } from '../../market/paths/path-model.js';
import type { TimedSeries } from '../../market/paths/time-series.js';
import { fitGarch, type GarchFit } from '../../market/volatility/fit-garch.js';
import { filterGarch } from '../../market/volatility/garch-recursion.js';
import { findFirst } from '../../numeric/find-first.js';

/** Hourly log returns of one factor, in percent, each with the stamp at which it became known. */
export interface FactorReturns {
  readonly factor: string;
  readonly returns: TimedSeries;
}

/** A joint model of prices, fitted on what was known at one time. */
export interface KnownPathModel {
  /** The model with its variances filtered up to a time not before the fit. */
  readAt(unixSeconds: number): PathModel;
}

/** One percent² in log-return². */
const PERCENT_SQUARED = 1e-4;

/**
 * Fits GARCH(1,1) per factor, their correlation, tail and history on all returns up to a time: what a run at that time would draw from.
 *
 * Nothing after `unixSeconds` enters the fit, nothing after the hour asked for enters the variance.
 * @throws ModelError when a factor has too few returns by then
 */
export function fitKnownPathModel(factors: readonly FactorReturns[], unixSeconds: number, stepSeconds: number, meanBlockSteps: number): KnownPathModel {
  const fits = factors.map(({ factor, returns }) => {
    const used = countUpTo(returns.unixSeconds, unixSeconds);
    const values = returns.values.slice(0, used);
    return { factor, returns, used, values, garch: fitGarch(values) };
  });
  const { model } = buildPathModel({
    volatility: fits.map(({ factor, returns, used, values, garch }) => ({ factor, unixSeconds: returns.unixSeconds.slice(0, used), returnsPercent: values, garch })),
    pegs: [],
    stepSeconds,
    meanBlockSteps,
  });
  return {
    readAt: (time) => ({
      ...model,
      volatility: model.volatility.map((state, index) => ({ ...state, startVariance: PERCENT_SQUARED * filterUpTo(fits[index]!, time) })),
    }),
  };
}

function filterUpTo({ garch, returns, used }: { readonly garch: GarchFit; readonly returns: TimedSeries; readonly used: number }, unixSeconds: number): number {
  const since = returns.values.subarray(used, countUpTo(returns.unixSeconds, unixSeconds));
  return since.length === 0 ? garch.nextVariance : filterGarch(garch.parameters, since, garch.nextVariance).nextVariance;
}

function countUpTo(stamps: Float64Array, unixSeconds: number): number {
  return findFirst(stamps.length, (index) => stamps[index]! > unixSeconds);
}

/**
 * Adds factors that stand still, after those of the model: ratios whose history is too short to be fitted at the time.
 *
 * Shape: the added rows and columns of the Cholesky factor are those of the identity, the added columns of the history zero.
 */
export function holdFactors(model: PathModel, held: readonly string[]): PathModel {
  const from = model.factors.length;
  const to = from + held.length;
  const cholesky = new Float64Array(to * to);
  for (let row = 0; row < to; row++) {
    for (let column = 0; column <= row; column++) cholesky[row * to + column] = row < from ? model.cholesky[row * from + column]! : Number(row === column);
  }
  const history = new Float64Array(model.runStart.length * to);
  for (let row = 0; row < model.runStart.length; row++) history.set(model.history.subarray(row * from, (row + 1) * from), row * to);
  const still = { meanReversionPerStep: 0, innovationStdDev: 0, startDeviation: 0, degreesOfFreedom: Infinity };
  return { ...model, factors: [...model.factors, ...held], pegs: [...model.pegs, ...held.map(() => still)], cholesky, history };
}
