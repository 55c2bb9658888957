import { ModelError } from '../../core/errors.js';
import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { computeMean } from '../../numeric/sample-moments.js';
import { checkReturns } from './check-returns.js';
import { filterVolatility, type VolatilityFilter } from './filter-volatility.js';
import { computeMeanSquare } from './garch-recursion.js';
import type { InnovationName } from './innovations/innovation.js';
import { VolatilityLikelihood } from './likelihood.js';
import type { RecursionName } from './recursions/recursion.js';
import { searchMaximum, type SearchStart } from './search-maximum.js';
import { computeCovariances, computeStandardErrors } from './standard-errors.js';
import {
  INNOVATIONS,
  joinParameters,
  nameParameters,
  PRESAMPLE_RULE,
  RECURSIONS,
  splitParameters,
  type VolatilityModel,
} from './volatility-model.js';
import { collectFitWarnings } from './volatility-warnings.js';

export interface VolatilityFitOptions {
  readonly iterationsMax: number;
}

export const VOLATILITY_FIT_DEFAULTS: VolatilityFitOptions = { iterationsMax: 300 };

/** A variance so far below the sample's means that the likelihood runs away on a stretch without moves. */
const VARIANCE_COLLAPSED = 1e-9;
/** A series this long is first fitted in part. */
const WARM_START_MIN = 6000;
const WARM_START_PARTS = 8;
/** Rounding of returns that are nearly constant leaves nothing to fit. */
const RELATIVE_DEVIATION_MIN = 1e-9;

export interface VolatilityFit extends VolatilityFilter {
  readonly model: VolatilityModel;
  /** In the order of the three vectors below. */
  readonly parameterNames: readonly string[];
  readonly parameters: Float64Array;
  /** From the inverse Hessian; NaN where it cannot be inverted (then a warning says so). */
  readonly standardErrors: Float64Array;
  /** Bollerslev–Wooldridge sandwich: valid also when the innovations are not what the likelihood takes them for. */
  readonly robustStandardErrors: Float64Array;
  readonly presampleRule: typeof PRESAMPLE_RULE;
  readonly observations: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly persistence: number;
  /** In the units of the returns, squared; `null` where there is none. */
  readonly longRunVariance: number | null;
  readonly converged: boolean;
  readonly startsFollowed: number;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits a volatility model by maximum likelihood.
 *
 * Formula: r_t = mu + e_t, z_t = e_t/√h_t; see the recursion and the innovation for h_t and the density of z; presample e²_0 = h_0 =
 * mean squared residual; AIC = 2k − 2ℓ, BIC = k ln n − 2ℓ. The search runs on returns of variance 1, so the unit does not matter.
 * Units: any; omega and variances come in that unit squared. Percent are usual. Shape: length n ≥ 50, in time order.
 * Special cases: no convergence, a border, near unit persistence, missing standard errors and an odd scale are warnings.
 * @throws ModelError when the returns are too few, (nearly) constant or not finite, or when they stand still so long that the
 *   likelihood has no maximum.
 * @source see the recursion and the innovation.
 * @example fitVolatility('garch', 'normal', demGbpReturns).parameters // mu −0.00619, omega 0.01076, alpha 0.15313, beta 0.80597
 */
export function fitVolatility(
  recursionName: RecursionName,
  innovationName: InnovationName,
  returns: Float64Array,
  options: Partial<VolatilityFitOptions> = {},
): VolatilityFit {
  return runToEnd(fitVolatilityInPieces(recursionName, innovationName, returns, options));
}

/** The same, step by step of the search; how many there will be is not known. */
export function* fitVolatilityInPieces(recursionName: RecursionName, innovationName: InnovationName, returns: Float64Array, options: Partial<VolatilityFitOptions> = {}): Piecewise<VolatilityFit> {
  const scaleWarnings = checkReturns(returns);
  const model: VolatilityModel = { recursion: RECURSIONS[recursionName], innovation: INNOVATIONS[innovationName] };
  const n = returns.length;
  const mean = model.recursion.hasMean ? computeMean(returns) : 0;
  const scale = findScale(returns, mean);
  const unitReturns = returns.map((value) => value / scale);
  const likelihood = new VolatilityLikelihood(model, unitReturns);
  const settings = { ...VOLATILITY_FIT_DEFAULTS, ...options };
  const search = yield* searchMaximum(model, likelihood, n, mean / scale, settings, yield* findWarmStart(model, unitReturns, mean / scale, settings));
  if (search === null) throw failFit(model, 'is finite at no start');
  const parameters = rescaleVector(model, search.vector, scale);
  const filter = filterVolatility(model, parameters, returns);
  if (!parameters.every(Number.isFinite) || !Number.isFinite(search.logLikelihood)) throw failFit(model, 'is not finite at its best point');
  const lowest = filter.conditionalVariance.reduce((least, variance) => Math.min(least, variance), Infinity);
  if (!(lowest > VARIANCE_COLLAPSED * scale * scale)) throw failFit(model, 'grows without bound: the variance collapses where the series stands still');
  const covariances = computeCovariances(likelihood, search.vector, model.recursion.hasLogState);
  const jacobian = computeRescaleJacobian(model, scale, parameters.length);
  const robust = computeStandardErrors(covariances.sandwich, jacobian, parameters.length);
  const logLikelihood = search.logLikelihood - n * Math.log(scale);
  const split = splitParameters(model, parameters);
  return {
    ...filter,
    model,
    parameterNames: nameParameters(model),
    parameters,
    standardErrors: computeStandardErrors(covariances.hessian, jacobian, parameters.length),
    robustStandardErrors: robust,
    presampleRule: PRESAMPLE_RULE,
    observations: n,
    logLikelihood,
    aic: 2 * parameters.length - 2 * logLikelihood,
    bic: parameters.length * Math.log(n) - 2 * logLikelihood,
    persistence: model.recursion.persistence(split.variance),
    longRunVariance: model.recursion.longRunVariance(split.variance),
    converged: search.converged,
    startsFollowed: search.startsFollowed,
    warnings: [...scaleWarnings, ...collectFitWarnings(model, parameters, robust, search)],
  };
}

/** The end of the search on the last part of a long series: a start from which the whole needs few steps. */
function* findWarmStart(model: VolatilityModel, unitReturns: Float64Array, mean: number, options: VolatilityFitOptions): Piecewise<SearchStart | undefined> {
  if (unitReturns.length < WARM_START_MIN) return undefined;
  const part = unitReturns.subarray(unitReturns.length - Math.floor(unitReturns.length / WARM_START_PARTS));
  const search = yield* searchMaximum(model, new VolatilityLikelihood(model, part), part.length, mean, options);
  return search?.converged ? search.start : undefined;
}

function findScale(returns: Float64Array, mean: number): number {
  const scale = Math.sqrt(computeMeanSquare(returns, mean));
  const largest = returns.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (scale > RELATIVE_DEVIATION_MIN * largest && Number.isFinite(scale)) return scale;
  throw new ModelError('the returns differ by no more than rounding: there is no volatility to fit', {
    suggestions: ['check the column: this looks like a constant or a level, not like returns', 'give a level as --kind price'],
  });
}

function rescaleVector(model: VolatilityModel, vector: Float64Array, scale: number): Float64Array<ArrayBuffer> {
  const { mu, variance, tail } = splitParameters(model, vector);
  return joinParameters(model, { mu: mu * scale, variance: model.recursion.rescale(variance, scale), tail });
}

/** The rescaling is affine, so its columns are differences of what it does to unit vectors. */
function computeRescaleJacobian(model: VolatilityModel, scale: number, k: number): Float64Array {
  const origin = rescaleVector(model, new Float64Array(k), scale);
  const jacobian = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const moved = rescaleVector(model, Float64Array.from({ length: k }, (_, i) => (i === j ? 1 : 0)), scale);
    for (let i = 0; i < k; i++) jacobian[i * k + j] = moved[i]! - origin[i]!;
  }
  return jacobian;
}

function failFit({ recursion, innovation }: VolatilityModel, how: string): ModelError {
  return new ModelError(`the ${recursion.label} likelihood with ${innovation.label} innovations ${how}`, {
    suggestions: [
      'look for extreme returns (wicks, unit errors) and long stretches without any move (a delisted or illiquid token) in the series',
      'cut the series to the part that traded, or use a coarser time step',
    ],
  });
}
