import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { minimiseBfgs } from '../../numeric/bfgs.js';
import { computeHessian } from '../../numeric/hessian.js';
import { invertMatrix, multiplyMatrices } from '../../numeric/matrix.js';
import { minimiseNelderMead, type Minimum } from '../../numeric/nelder-mead.js';
import { computeMean } from '../../numeric/sample-moments.js';
import { checkReturns } from './check-returns.js';
import { computeGarchLoss, computeMeanSquare, filterGarch, type GarchFilter, type GarchParameters } from './garch-recursion.js';
import { constrainGarch, findGarchStart, pullBackGradient } from './garch-transform.js';

export interface GarchOptions {
  readonly iterationsMax: number;
}

export const GARCH_DEFAULTS: GarchOptions = { iterationsMax: 300 };

/** Named because it moves omega by about 8 % and alpha by about 3 % on the benchmark series. */
export const GARCH_PRESAMPLE_RULE = 'mean-squared-residual';

/** Of the loss per observation: gives about nine digits of every parameter on the benchmark series. */
const GRADIENT_TOLERANCE = 1e-11;

/** From here on the variance forgets a shock so slowly that the unconditional level is hardly estimated. */
const PERSISTENCE_DOUBTFUL = 0.9995;
/** Below so many robust standard errors alpha cannot be told from zero. */
const ALPHA_STANDARD_ERRORS_MIN = 2;

export interface GarchFit extends GarchFilter {
  readonly parameters: GarchParameters;
  /** From the inverse Hessian; NaN where it cannot be inverted (then a warning says so). */
  readonly standardErrors: GarchParameters;
  /** Bollerslev–Wooldridge sandwich: valid also when the innovations are not normal. */
  readonly robustStandardErrors: GarchParameters;
  readonly presampleRule: typeof GARCH_PRESAMPLE_RULE;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits GARCH(1,1) with constant mean by Gaussian quasi-maximum likelihood.
 *
 * Formula: see `filterGarch`; presample e²_0 = h_0 = mean squared residual; constraints omega > 0, alpha > 0, beta > 0,
 * alpha + beta < 1, kept by a change of variables (see `constrainGarch`), never by clipping.
 * Units: returns in percent, 100 × log return. Shape: length n ≥ 50, in time order.
 * Special cases: no convergence, alpha within two robust standard errors of zero, near unit persistence and an unusual scale are warnings.
 * @throws ModelError when the returns are too few, constant or not finite.
 * @source T. Bollerslev (1986); T. Bollerslev and J. M. Wooldridge, "Quasi-maximum likelihood estimation…", Econometric
 *   Reviews 11 (1992); benchmark: Fiorentini, Calzolari and Panattoni (1996).
 * @example fitGarch(demGbpReturns).parameters // { mu: −0.00619, omega: 0.01076, alpha: 0.15313, beta: 0.80597 }
 */
export function fitGarch(returnsPercent: Float64Array, options: Partial<GarchOptions> = {}): GarchFit {
  const scaleWarnings = checkReturns(returnsPercent);
  const minimum = maximiseLikelihood(returnsPercent, { ...GARCH_DEFAULTS, ...options });
  const point = constrainGarch(minimum.point);
  const parameters = toParameters(point);
  const filter = filterGarch(parameters, returnsPercent);
  if (!Number.isFinite(filter.logLikelihood)) {
    throw new ModelError('the GARCH likelihood is not finite at its best point', {
      suggestions: ['look for extreme returns (wicks, unit errors) in the series', 'use the EWMA model'],
    });
  }
  const errors = computeStandardErrors(returnsPercent, point);
  return {
    ...filter,
    parameters,
    standardErrors: toParameters(errors.hessian),
    robustStandardErrors: toParameters(errors.robust),
    presampleRule: GARCH_PRESAMPLE_RULE,
    observations: returnsPercent.length,
    converged: minimum.converged,
    warnings: [...scaleWarnings, ...collectWarnings(parameters, minimum.converged, errors.robust)],
  };
}

/**
 * BFGS from the best of a few starts; when that fails, the slower simplex from where it stopped, and BFGS again.
 *
 * What is minimised is the loss per observation, so that the gradient tolerance means the same for every length of series.
 */
function maximiseLikelihood(returnsPercent: Float64Array, options: GarchOptions): Minimum {
  const n = returnsPercent.length;
  const pointGradient = new Float64Array(4);
  const loss = (free: Float64Array, freeGradient: Float64Array): number => {
    const value = computeGarchLoss(returnsPercent, constrainGarch(free), pointGradient);
    for (let i = 0; i < 4; i++) pointGradient[i]! /= n;
    pullBackGradient(free, pointGradient, freeGradient);
    return value / n;
  };
  const start = findGarchStart(returnsPercent, (free) => loss(free, new Float64Array(4)));
  const settings = { iterationsMax: options.iterationsMax, gradientTolerance: GRADIENT_TOLERANCE };
  const first = minimiseBfgs(loss, start, settings);
  if (first.converged) return first;
  const scratch = new Float64Array(4);
  const simplex = minimiseNelderMead((free) => loss(free, scratch), first.point, { step: 0.2 });
  return minimiseBfgs(loss, simplex.point, settings);
}

/** Both kinds of standard error in the order mu, omega, alpha, beta. */
function computeStandardErrors(
  returnsPercent: Float64Array,
  point: Float64Array,
): { readonly hessian: Float64Array; readonly robust: Float64Array } {
  const scale = Float64Array.of(Math.sqrt(computeMeanSquare(returnsPercent, computeMean(returnsPercent))), 0, 1e-3, 1e-3);
  const hessian = computeHessian((at, gradient) => computeGarchLoss(returnsPercent, at, gradient), point, scale);
  const covariance = invertMatrix(hessian, 4);
  if (covariance === null) return { hessian: new Float64Array(4).fill(NaN), robust: new Float64Array(4).fill(NaN) };
  const outerProduct = new Float64Array(16);
  computeGarchLoss(returnsPercent, point, new Float64Array(4), outerProduct);
  const sandwich = multiplyMatrices(multiplyMatrices(covariance, outerProduct, 4), covariance, 4);
  return { hessian: rootOfDiagonal(covariance), robust: rootOfDiagonal(sandwich) };
}

function rootOfDiagonal(matrix: Float64Array): Float64Array {
  return Float64Array.from({ length: 4 }, (_, i) => Math.sqrt(matrix[i * 5]!));
}

function toParameters(values: Float64Array): GarchParameters {
  return { mu: values[0]!, omega: values[1]!, alpha: values[2]!, beta: values[3]! };
}

function collectWarnings(parameters: GarchParameters, converged: boolean, robust: Float64Array): RunWarning[] {
  const warnings: RunWarning[] = [];
  const persistence = parameters.alpha + parameters.beta;
  if (!converged) {
    warnings.push({
      code: 'garch-not-converged',
      message: 'the GARCH likelihood search stopped before its gradient was flat',
      remedy: 'use a longer series, or the EWMA model',
    });
  }
  if (persistence > PERSISTENCE_DOUBTFUL) {
    warnings.push({
      code: 'garch-near-integrated',
      message: `alpha + beta = ${persistence.toFixed(6)}: volatility hardly returns to a mean level`,
      remedy: 'do not read the long-run volatility off this fit; check the series for level shifts',
    });
  }
  if (!(parameters.alpha >= ALPHA_STANDARD_ERRORS_MIN * robust[2]!)) {
    warnings.push({
      code: 'garch-no-clustering',
      message: 'alpha cannot be told from zero: the series shows no volatility clustering, so beta has no meaning',
      remedy: 'use a constant variance, or check that the series is not smoothed',
    });
  }
  if (robust.some(Number.isNaN)) {
    warnings.push({
      code: 'garch-no-standard-errors',
      message: 'the likelihood is flat in some direction, so standard errors cannot be computed',
      remedy: 'treat the parameters as descriptive only, or use a longer series',
    });
  }
  return warnings;
}
