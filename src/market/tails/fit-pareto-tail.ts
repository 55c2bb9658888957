import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { minimiseBfgs } from '../../numeric/bfgs.js';
import { computeHessian } from '../../numeric/hessian.js';
import { invertMatrix, multiplyMatrices } from '../../numeric/matrix.js';
import { minimiseNelderMead, type Minimum } from '../../numeric/nelder-mead.js';
import { computeParetoLoss, type ParetoParameters } from './generalised-pareto.js';

export interface ParetoTailFit extends ParetoParameters {
  readonly threshold: number;
  /** Values above the threshold less the threshold, rising. */
  readonly exceedances: Float64Array;
  readonly observations: number;
  /** From the inverse observed information; NaN where it cannot be inverted (then a warning says so). */
  readonly standardErrors: ParetoParameters;
  /** Sandwich: valid also when the exceedances are only nearly generalised Pareto. */
  readonly robustStandardErrors: ParetoParameters;
  /** Covariance of (xi, beta) from the inverse observed information, 2 × 2 row-major. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

const EXCEEDANCES_MIN = 20;
const EXCEEDANCES_FEW = 50;
/** Maximum likelihood is regular above −½ only (Smith, 1985). */
const XI_REGULAR_MIN = -0.5;
const XI_BOUNDARY = -0.98;
const GRADIENT_TOLERANCE = 1e-10;

/**
 * Fits the generalised Pareto law to the exceedances of a threshold by maximum likelihood (peaks over threshold).
 *
 * Formula: y = x − u for x > u; maximises −n ln beta − (1 + 1/xi) Σ ln(1 + xi y/beta).
 * Units: those of `values`; a loss is positive. Shape: `values` in any order, all of the sample, not the exceedances only.
 * Special cases: fewer than 50 exceedances, xi ≥ 1 (the mean beyond does not exist), xi ≤ −½ and no convergence are warnings.
 * @throws ModelError when a value or the threshold is not finite, there are fewer than 20 exceedances, or they pile up at one end
 * so that the likelihood has no maximum.
 * @source A. J. McNeil, "Estimating the tails of loss severity distributions using extreme value theory", ASTIN Bulletin 27 (1997).
 * @example fitParetoTail(danishLosses, 10) // 109 exceedances, xi 0.497, beta 6.98
 */
export function fitParetoTail(values: Float64Array, threshold: number): ParetoTailFit {
  const exceedances = selectExceedances(values, threshold);
  const scale = exceedances.reduce((sum, y) => sum + y, 0) / exceedances.length;
  const unit = exceedances.map((y) => y / scale);
  if (!(scale > 0 && scale < Infinity) || !unit.every(Number.isFinite)) {
    throw new ModelError('the exceedances overflow: their mean is not a usable number', { suggestions: ['check the unit of the series'] });
  }
  const minimum = maximiseLikelihood(unit);
  if (minimum.point[0]! < XI_BOUNDARY) {
    throw new ModelError(`the ${unit.length} exceedances of ${threshold} pile up at their largest value: no tail can be fitted`, {
      suggestions: ['look for values that were cut or carried forward', 'choose another threshold'],
    });
  }
  const errors = computeCovariances(unit, minimum.point);
  const rescale = Float64Array.of(1, scale, scale, scale * scale);
  const covariance = errors.hessian.map((value, i) => value * rescale[i]!);
  const robust = errors.robust.map((value, i) => value * rescale[i]!);
  const xi = minimum.point[0]!;
  return {
    xi,
    beta: minimum.point[1]! * scale,
    threshold,
    exceedances,
    observations: values.length,
    standardErrors: { xi: Math.sqrt(covariance[0]!), beta: Math.sqrt(covariance[3]!) },
    robustStandardErrors: { xi: Math.sqrt(robust[0]!), beta: Math.sqrt(robust[3]!) },
    covariance,
    logLikelihood: -minimum.value - unit.length * Math.log(scale),
    converged: minimum.converged,
    warnings: collectWarnings(xi, unit.length, minimum.converged, covariance),
  };
}

function selectExceedances(values: Float64Array, threshold: number): Float64Array<ArrayBuffer> {
  const bad = Number.isFinite(threshold) ? values.findIndex((value) => !Number.isFinite(value)) : -1;
  if (!Number.isFinite(threshold) || bad >= 0) {
    throw new ModelError(`a tail fit needs finite numbers, got ${bad >= 0 ? `${values[bad]} at ${bad}` : `a threshold of ${threshold}`}`, {
      suggestions: ['drop gaps and non-positive prices before fitting'],
    });
  }
  const exceedances = Float64Array.from(values.filter((value) => value > threshold), (value) => value - threshold).sort();
  if (exceedances.length < EXCEEDANCES_MIN) {
    throw new ModelError(`${exceedances.length} of ${values.length} values exceed ${threshold}; a tail fit needs ${EXCEEDANCES_MIN}`, {
      suggestions: ['lower the threshold', 'use a longer series'],
    });
  }
  return exceedances;
}

/** BFGS in (xi, ln beta) from an exponential and a heavy start; the simplex and BFGS again where that fails. */
function maximiseLikelihood(unit: Float64Array): Minimum {
  const point = new Float64Array(2);
  const loss = (free: Float64Array, gradient: Float64Array): number => {
    point[0] = free[0]!;
    point[1] = Math.exp(free[1]!);
    const value = computeParetoLoss(unit, point, gradient) / unit.length;
    gradient[0]! /= unit.length;
    gradient[1]! *= point[1] / unit.length;
    return value;
  };
  const settings = { gradientTolerance: GRADIENT_TOLERANCE };
  const starts = [Float64Array.of(0.1, Math.log(0.9)), Float64Array.of(0.7, Math.log(0.4))];
  let best = starts.map((start) => minimiseBfgs(loss, start, settings)).sort((a, b) => a.value - b.value)[0]!;
  if (!best.converged) {
    const scratch = new Float64Array(2);
    const simplex = minimiseNelderMead((free) => loss(free, scratch), best.point, { step: 0.2 });
    best = minimiseBfgs(loss, simplex.point, settings);
  }
  return {
    ...best,
    point: Float64Array.of(best.point[0]!, Math.exp(best.point[1]!)),
    value: best.value * unit.length,
  };
}

function computeCovariances(unit: Float64Array, point: Float64Array): { readonly hessian: Float64Array; readonly robust: Float64Array } {
  const hessian = computeHessian((at, gradient) => computeParetoLoss(unit, at, gradient), point, Float64Array.of(0.01, 0.01));
  const covariance = invertMatrix(hessian, 2);
  if (covariance === null) return { hessian: new Float64Array(4).fill(NaN), robust: new Float64Array(4).fill(NaN) };
  const outerProduct = new Float64Array(4);
  computeParetoLoss(unit, point, new Float64Array(2), outerProduct);
  return { hessian: covariance, robust: multiplyMatrices(multiplyMatrices(covariance, outerProduct, 2), covariance, 2) };
}

function collectWarnings(xi: number, exceedances: number, converged: boolean, covariance: Float64Array): RunWarning[] {
  const warnings: RunWarning[] = [];
  const warn = (code: string, message: string, remedy: string): void => void warnings.push({ code, message, remedy });
  if (!converged) warn('tail-not-converged', 'the tail likelihood search stopped before its gradient was flat', 'choose another threshold');
  if (exceedances < EXCEEDANCES_FEW) {
    warn('tail-few-exceedances', `the tail rests on ${exceedances} exceedances`, 'lower the threshold, or use a longer series');
  }
  if (xi >= 1) {
    warn('tail-infinite-mean', `xi = ${xi.toFixed(3)}: the expected shortfall is infinite`, 'use VaR only, and look for wicks in the series');
  }
  if (xi <= XI_REGULAR_MIN) {
    warn('tail-irregular', `xi = ${xi.toFixed(3)}: the tail ends abruptly and standard errors do not hold`, 'look for values that were cut');
  }
  if (!(covariance[0]! > 0 && covariance[3]! > 0)) {
    warn('tail-no-standard-errors', 'the likelihood is flat in some direction, so standard errors cannot be computed', 'lower the threshold');
  }
  return warnings;
}
