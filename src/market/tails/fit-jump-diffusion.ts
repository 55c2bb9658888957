import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { minimiseBfgs } from '../../numeric/bfgs.js';
import { computeHessian } from '../../numeric/hessian.js';
import { invertMatrix } from '../../numeric/matrix.js';
import { computeMean, computeVariance } from '../../numeric/sample-moments.js';
import { computeJumpLoss, type JumpParameters } from './jump-diffusion.js';

export interface JumpFit {
  readonly parameters: JumpParameters;
  /** From the inverse Hessian; NaN where it cannot be inverted (then a warning says so). */
  readonly standardErrors: JumpParameters;
  readonly logLikelihood: number;
  /** Twice the gain in log-likelihood over returns without jumps; not chi-square, as a rate of 0 is a border. */
  readonly likelihoodRatio: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

const OBSERVATIONS_MIN = 200;
/** The diffusion keeps at least this share of the standard deviation: the likelihood is unbounded as it shrinks onto one return. */
const SIGMA_SHARE_MIN = 0.05;
const INTENSITY_MAX = 1;
const INTENSITY_RARE = 0.2;
const LIKELIHOOD_RATIO_MIN = 10;
const GRADIENT_TOLERANCE = 1e-9;

/**
 * Fits Merton's jump diffusion to log returns by maximum likelihood.
 *
 * Formula: see `computeJumpLoss`; the best of three starts (jumps are the returns beyond 2.5, 4 and 6 standard deviations), kept where
 * sigma ≥ 5 % of the sample's standard deviation and at most one jump a step is expected: outside, the likelihood has no maximum.
 * Units: returns in percent. Shape: length n ≥ 200.
 * Special cases: no convergence, jumps in more than a fifth of steps (that is a fat-tailed diffusion, not jumps) and returns that need
 * no jumps are warnings.
 * @throws ModelError when the returns are too few, not finite or constant.
 * @source P. Honoré, "Pitfalls in estimating jump-diffusion models", SSRN 61998 (1998): why the diffusion needs a floor.
 */
export function fitJumpDiffusion(returnsPercent: Float64Array): JumpFit {
  const n = returnsPercent.length;
  const mean = computeMean(returnsPercent);
  const deviation = Math.sqrt(computeVariance(returnsPercent, mean));
  if (n < OBSERVATIONS_MIN || !(deviation > 0 && deviation < Infinity)) {
    throw new ModelError(`a jump diffusion needs ${OBSERVATIONS_MIN} finite returns that are not all equal, got ${n}`, {
      suggestions: ['use a longer series', 'drop gaps and non-positive prices before taking log returns'],
    });
  }
  const unit = returnsPercent.map((value) => (value - mean) / deviation);
  const loss = (point: Float64Array, gradient: Float64Array): number => {
    if (point[1]! < Math.log(SIGMA_SHARE_MIN) || point[2]! > Math.log(INTENSITY_MAX)) return Infinity;
    const value = computeJumpLoss(unit, point, gradient);
    gradient.forEach((slope, i) => (gradient[i] = slope / n));
    return Number.isNaN(value) ? Infinity : value / n;
  };
  const minima = [2.5, 4, 6].map((cut) => minimiseBfgs(loss, findStart(unit, cut), { gradientTolerance: GRADIENT_TOLERANCE, iterationsMax: 500 }));
  const minimum = minima.sort((a, b) => a.value - b.value)[0]!;
  const parameters = toParameters(minimum.point, mean, deviation);
  const logLikelihood = -n * (minimum.value + Math.log(deviation));
  const gaussian = -0.5 * n * (Math.log(2 * Math.PI * deviation * deviation * ((n - 1) / n)) + 1);
  const errors = computeErrors(unit, minimum.point, parameters, deviation);
  const likelihoodRatio = 2 * (logLikelihood - gaussian);
  return {
    parameters,
    standardErrors: errors,
    logLikelihood,
    likelihoodRatio,
    observations: n,
    converged: minimum.converged,
    warnings: collectWarnings(parameters, minimum.converged, likelihoodRatio, Object.values(errors)),
  };
}

/** Moments of the returns inside and outside the cut, as (mu, ln sigma, ln intensity, jumpMean, ln jumpStdDev). */
function findStart(unit: Float64Array, cut: number): Float64Array {
  const calm = unit.filter((value) => Math.abs(value) <= cut);
  const wild = unit.filter((value) => Math.abs(value) > cut);
  const calmMean = computeMean(calm);
  const sigma = Math.sqrt(computeVariance(calm, calmMean));
  const rate = Math.max(wild.length, 1) / unit.length;
  const wildMean = wild.length > 0 ? computeMean(wild) : 0;
  const spread = wild.length > 1 ? Math.sqrt(computeVariance(wild, wildMean)) : cut;
  return Float64Array.of(calmMean, Math.log(Math.max(sigma, 2 * SIGMA_SHARE_MIN)), Math.log(Math.min(rate, 0.5)), wildMean, Math.log(Math.max(spread, 0.5)));
}

function toParameters(point: Float64Array, mean: number, deviation: number): JumpParameters {
  return {
    mu: mean + deviation * point[0]!,
    sigma: deviation * Math.exp(point[1]!),
    intensity: Math.exp(point[2]!),
    jumpMean: deviation * point[3]!,
    jumpStdDev: deviation * Math.exp(point[4]!),
  };
}

/** The Hessian is taken in logarithms; a positive parameter's error is the log's error times the parameter. */
function computeErrors(unit: Float64Array, point: Float64Array, fit: JumpParameters, deviation: number): JumpParameters {
  const hessian = computeHessian((at, gradient) => computeJumpLoss(unit, at, gradient), point, new Float64Array(5).fill(0.1));
  const inverse = hessian.every(Number.isFinite) ? invertMatrix(hessian, 5) : null;
  const error = (i: number): number => (inverse === null ? NaN : Math.sqrt(inverse[i * 6]!));
  return {
    mu: deviation * error(0),
    sigma: fit.sigma * error(1),
    intensity: fit.intensity * error(2),
    jumpMean: deviation * error(3),
    jumpStdDev: fit.jumpStdDev * error(4),
  };
}

function collectWarnings(fit: JumpParameters, converged: boolean, likelihoodRatio: number, errors: readonly number[]): RunWarning[] {
  const warnings: RunWarning[] = [];
  const warn = (code: string, message: string, remedy: string): void => void warnings.push({ code, message, remedy });
  if (!converged) warn('jumps-not-converged', 'the jump likelihood search stopped before its gradient was flat', 'use a longer series, or the tail fit');
  if (fit.intensity > INTENSITY_RARE) {
    warn('jumps-not-rare', `${(100 * fit.intensity).toFixed(0)} % of steps hold a jump: these are fat tails, not jumps`, 'use GARCH with Student t innovations');
  }
  if (likelihoodRatio < LIKELIHOOD_RATIO_MIN) {
    warn('jumps-not-needed', `jumps gain ${(likelihoodRatio / 2).toFixed(1)} of log-likelihood: the returns need none`, 'leave jumps out');
  }
  if (errors.some(Number.isNaN)) {
    warn('jumps-no-standard-errors', 'the likelihood is flat in some direction, so standard errors cannot be computed', 'treat the parameters as descriptive only');
  }
  return warnings;
}
