import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { fitStudentT } from '../volatility/fit-student-t.js';
import { computeAutocovariances } from './autocovariance.js';

export interface PegOptions {
  /** Over how many steps mean reversion is measured; see `fitPegProcess`. */
  readonly reversionLagSteps: number;
  /** The level the ratio returns to, when it is known from elsewhere; otherwise the sample mean. */
  readonly longRunLogRatio?: number;
}

export const PEG_DEFAULTS: PegOptions = { reversionLagSteps: 24 };

export interface PegFit {
  /** 1 − phi: the share of the deviation that goes away in one step. */
  readonly meanReversionPerStep: number;
  readonly longRunLogRatio: number;
  /** Standard deviation of the true ratio's innovation per step, quote noise taken off. */
  readonly innovationStdDev: number;
  /** Standard deviation of the quote noise that was taken off. */
  readonly noiseStdDev: number;
  readonly halfLifeSteps: number;
  /** Innovations per step, mean 0, scaled to `innovationStdDev`; NaN where the ratio was not observed. Same length as the input. */
  readonly residuals: Float64Array;
  /** Of a unit-variance Student t fitted to the residuals. */
  readonly degreesOfFreedom: number;
  readonly observations: number;
  readonly warnings: readonly RunWarning[];
}

const OBSERVATIONS_MIN = 200;
/** n (1 − phi) below this does not reject a random walk at 5 % (Dickey and Fuller, 1979: rho statistic with constant, large n). */
const UNIT_ROOT_STATISTIC = 14;

/**
 * Fits a mean-reverting log ratio, seen through quote noise.
 *
 * Formula: x_t = d_t + noise_t; d_t − L = phi (d_{t−1} − L) + e_t. With g(k) the autocovariance of x at lag k and m the reversion
 * lag: phi = (g(1+m)/g(1))^(1/m), var d = g(1)/phi, var e = var d (1 − phi²), var noise = g(0) − var d. Lag 0 is not used for phi
 * because noise (two prices not read at one moment) sits there alone: plain AR(1) regression would take it for mean reversion.
 * Shape: one entry per step of a regular grid, NaN where the ratio was not observed; at least 200 observed.
 * Special cases: a ratio with no memory gets phi = 0 and a warning; one that cannot be told from a random walk gets a warning, and
 * a half-life of at most the series' length.
 * @throws ModelError when fewer than 200 steps are observed, or the ratio is constant.
 * @source J. D. Hamilton, Time Series Analysis (1994), section 4.7: an AR(1) seen with noise is an ARMA(1,1).
 */
export function fitPegProcess(logRatio: Float64Array, options: Partial<PegOptions> = {}): PegFit {
  const { reversionLagSteps: lag, longRunLogRatio } = { ...PEG_DEFAULTS, ...options };
  const { mean, observations, at } = computeAutocovariances(logRatio, [0, 1, 1 + lag]);
  const [total, near, far] = at as [number, number, number];
  if (observations < OBSERVATIONS_MIN || !(total > 0)) {
    throw new ModelError(`a peg process needs at least ${OBSERVATIONS_MIN} observed ratios that are not all equal, got ${observations}`, {
      suggestions: ['use a longer series of the ratio', 'treat the ratio as fixed'],
    });
  }
  const { phi, warnings } = choosePhi(near, far, lag, observations);
  const stateVariance = phi > 0 ? Math.min(near / phi, total) : total;
  const noiseVariance = Math.max(total - stateVariance, 0);
  const innovationVariance = stateVariance * (1 - phi * phi);
  const innovationStdDev = Math.sqrt(innovationVariance);
  const residuals = computeResiduals(logRatio, mean, phi, innovationVariance, noiseVariance);
  const tail = fitStudentT(residuals.filter(Number.isFinite).map((value) => value / innovationStdDev));
  return {
    meanReversionPerStep: 1 - phi,
    longRunLogRatio: longRunLogRatio ?? mean,
    innovationStdDev,
    noiseStdDev: Math.sqrt(noiseVariance),
    halfLifeSteps: phi > 0 ? Math.log(0.5) / Math.log(phi) : 0,
    residuals,
    degreesOfFreedom: tail.degreesOfFreedom,
    observations,
    warnings: [...warnings, ...tail.warnings],
  };
}

function choosePhi(
  near: number,
  far: number,
  lag: number,
  observations: number,
): { readonly phi: number; readonly warnings: readonly RunWarning[] } {
  if (!(near > 0 && far > 0)) return { phi: 0, warnings: [NO_MEMORY] };
  const phi = Math.min((far / near) ** (1 / lag), Math.exp(-Math.LN2 / observations));
  const returns = observations * (1 - phi) >= UNIT_ROOT_STATISTIC;
  return { phi, warnings: returns ? [] : [NO_RETURN] };
}

/**
 * The one-step surprises of the filtered ratio, made mean 0 and scaled to the innovations' standard deviation.
 *
 * The Kalman filter in its steady state: prediction error v_t = x_t − phi d̂_{t−1}, d̂_t = phi d̂_{t−1} + gain v_t. Unlike
 * x_t − phi x_{t−1}, whose noise returns with the opposite sign one step later, v_t is uncorrelated in time.
 */
function computeResiduals(
  logRatio: Float64Array,
  mean: number,
  phi: number,
  innovationVariance: number,
  noiseVariance: number,
): Float64Array {
  const gain = computeGain(phi, innovationVariance, noiseVariance);
  let filtered = NaN;
  const raw = logRatio.map((value) => {
    const predicted = phi * filtered;
    const surprise = value - mean - predicted;
    if (Number.isNaN(value)) filtered = predicted;
    else filtered = Number.isNaN(filtered) ? value - mean : predicted + gain * surprise;
    return surprise;
  });
  const { mean: offset, at } = computeAutocovariances(raw, [0]);
  return raw.map((value) => (value - offset) * Math.sqrt(innovationVariance / at[0]!));
}

/** P/(P + r), P the positive root of P = phi² P r/(P + r) + q: the weight a new quote gets; 1 without noise. */
function computeGain(phi: number, q: number, r: number): number {
  const b = r * (1 - phi * phi) - q;
  const predictionVariance = 0.5 * (-b + Math.sqrt(b * b + 4 * q * r));
  return predictionVariance / (predictionVariance + r);
}

const NO_MEMORY: RunWarning = {
  code: 'peg-no-memory',
  message: 'the ratio shows no persistence over the reversion lag: every deviation is gone within a step',
  remedy: 'use a shorter reversion lag, or check that the ratio is not pure quote noise',
};

const NO_RETURN: RunWarning = {
  code: 'peg-no-return',
  message: 'the ratio cannot be told from a random walk: how fast it returns to a level is hardly measured',
  remedy: 'use a longer series, or model the asset with its own volatility factor',
};
