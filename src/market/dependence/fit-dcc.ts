import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { factoriseCholesky } from '../../numeric/cholesky.js';
import { invertMatrix } from '../../numeric/matrix.js';
import { minimiseNelderMeadInPieces } from '../../numeric/nelder-mead.js';
import { estimateCorrelation } from './correlation.js';

const { exp, log, sqrt } = Math;

export interface DccParameters {
  readonly a: number;
  readonly b: number;
}

export interface DccFit {
  readonly parameters: DccParameters;
  /** From the inverse Hessian of the second step alone: too short, as they take the first step's estimates as known. */
  readonly standardErrors: DccParameters;
  /** Long-run correlation, k × k row-major. */
  readonly target: Float64Array;
  /** Correlation of the step after the last, k × k row-major. */
  readonly nextCorrelation: Float64Array;
  /** The correlation part of the Gaussian log-likelihood; 0 for independence at every step. */
  readonly logLikelihood: number;
  /** Twice the gain over a constant correlation. */
  readonly likelihoodRatio: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

const STEP = 1e-4;
/** 99 % point of chi-square with two degrees of freedom: changing correlation is otherwise not seen. */
const LIKELIHOOD_RATIO_MIN = 9.21;
const PERSISTENCE_DOUBTFUL = 0.9995;

/**
 * Fits dynamic conditional correlation, DCC(1,1), to standardised residuals by Gaussian quasi-likelihood with correlation targeting.
 *
 * Formula: see `filterDcc`; maximises −½ Σ (ln |R_t| + zᵀ R_t⁻¹ z − zᵀ z) over a, b ≥ 0, a + b < 1.
 * Shape: k ≥ 2 series of one length n ≥ 50, each of mean 0 and variance about 1 (residuals of a volatility fit).
 * Special cases: correlation that cannot be seen to change, near unit persistence and no convergence are warnings.
 * @throws ModelError when the series are too short, constant or not finite. @throws InternalError for one series or unequal lengths.
 * @source R. Engle, "Dynamic conditional correlation", J. Business and Economic Statistics 20 (2002).
 */
export function fitDcc(residuals: readonly Float64Array[]): DccFit {
  return runToEnd(fitDccInPieces(residuals));
}

/** The same, step by step of the search. */
export function* fitDccInPieces(residuals: readonly Float64Array[]): Piecewise<DccFit> {
  assertInvariant(residuals.length > 1, 'a correlation needs two series');
  const { matrix: target, observations } = estimateCorrelation(residuals);
  const loss = ({ a, b }: DccParameters): number => {
    const { logLikelihood } = filterDcc({ a, b }, residuals, target);
    return Number.isFinite(logLikelihood) ? -logLikelihood / observations : Infinity;
  };
  const starts = [
    [0.03, 0.95],
    [0.05, 0.8],
    [0.02, 0.5],
  ].map(([a, b]) => Float64Array.of(log((a! + b!) / (1 - a! - b!)), log(a! / b!)));
  const start = starts.reduce((best, one) => (loss(constrain(one)) < loss(constrain(best)) ? one : best));
  if (!Number.isFinite(loss(constrain(start)))) throw notFinite();
  const minimum = yield* minimiseNelderMeadInPieces((free) => loss(constrain(free)), start, { tolerance: 1e-11 });
  const parameters = constrain(minimum.point);
  const filter = filterDcc(parameters, residuals, target);
  const likelihoodRatio = 2 * (filter.logLikelihood - filterDcc({ a: 0, b: 0 }, residuals, target).logLikelihood);
  if (!Number.isFinite(likelihoodRatio)) throw notFinite();
  return {
    parameters,
    standardErrors: computeErrors(parameters, loss, observations),
    target,
    nextCorrelation: filter.nextCorrelation,
    logLikelihood: filter.logLikelihood,
    likelihoodRatio,
    observations,
    converged: minimum.converged,
    warnings: collectWarnings(parameters, minimum.converged, likelihoodRatio),
  };
}

/**
 * Runs DCC(1,1) with known parameters.
 *
 * Formula: Q_t = (1 − a − b) S + a z_{t−1} z_{t−1}ᵀ + b Q_{t−1}, Q_1 = S; R_t = Q_t scaled to a unit diagonal.
 * Special cases: log-likelihood −Infinity where an R_t is not positive definite.
 */
export function filterDcc(
  { a, b }: DccParameters,
  residuals: readonly Float64Array[],
  target: Float64Array,
): { readonly logLikelihood: number; readonly nextCorrelation: Float64Array } {
  const k = residuals.length;
  const n = residuals[0]!.length;
  const q = target.slice();
  const r = new Float64Array(k * k);
  const z = new Float64Array(k);
  let loss = 0;
  for (let t = 0; t <= n; t++) {
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) r[i * k + j] = q[i * k + j]! / sqrt(q[i * k + i]! * q[j * k + j]!);
    if (t === n) break;
    for (let i = 0; i < k; i++) z[i] = residuals[i]![t]!;
    const step = computeStepLoss(r, z, k);
    if (step === null) return { logLikelihood: -Infinity, nextCorrelation: r };
    loss += step;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) q[i * k + j] = (1 - a - b) * target[i * k + j]! + a * z[i]! * z[j]! + b * q[i * k + j]!;
    }
  }
  return { logLikelihood: -0.5 * loss, nextCorrelation: r };
}

/** ln |R| + zᵀ R⁻¹ z − zᵀ z, by forward substitution in R = L Lᵀ; `null` when R is not positive definite. */
function computeStepLoss(r: Float64Array, z: Float64Array, k: number): number | null {
  const factor = factoriseCholesky(r, k);
  if (factor === null) return null;
  let loss = 0;
  const w = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let sum = z[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * k + j]! * w[j]!;
    w[i] = sum / factor[i * k + i]!;
    loss += 2 * log(factor[i * k + i]!) + w[i]! * w[i]! - z[i]! * z[i]!;
  }
  return loss;
}

/** Persistence a + b and the share a/(a + b), both kept inside (0, 1). */
function constrain(free: Float64Array): DccParameters {
  const persistence = 1 / (1 + exp(-free[0]!));
  const odds = exp(free[1]!);
  return { a: (persistence * odds) / (1 + odds), b: persistence / (1 + odds) };
}

function notFinite(): ModelError {
  return new ModelError('the DCC likelihood is not finite', { suggestions: ['look for extreme residuals (wicks, unit errors)', 'use a constant correlation'] });
}

/** Inverse of a central-difference Hessian in (a, b). */
function computeErrors({ a, b }: DccParameters, loss: (p: DccParameters) => number, n: number): DccParameters {
  const h = Math.min(STEP, a / 2, b / 2, (1 - a - b) / 4);
  const at = (i: number, j: number): number => n * loss({ a: a + i * h, b: b + j * h });
  const centre = at(0, 0);
  const cross = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h);
  const hessian = [(at(1, 0) - 2 * centre + at(-1, 0)) / (h * h), cross, cross, (at(0, 1) - 2 * centre + at(0, -1)) / (h * h)];
  const inverse = hessian.every(Number.isFinite) ? invertMatrix(Float64Array.from(hessian), 2) : null;
  return { a: sqrt(inverse?.[0] ?? NaN), b: sqrt(inverse?.[3] ?? NaN) };
}

function collectWarnings({ a, b }: DccParameters, converged: boolean, likelihoodRatio: number): RunWarning[] {
  const warnings: RunWarning[] = [];
  const warn = (code: string, message: string, remedy: string): void => void warnings.push({ code, message, remedy });
  if (!converged) warn('dcc-not-converged', 'the DCC likelihood search stopped at its iteration limit', 'use a constant correlation');
  if (likelihoodRatio < LIKELIHOOD_RATIO_MIN) {
    warn('dcc-constant', 'correlation cannot be seen to change, so a and b have no meaning', 'use a constant correlation');
  }
  if (a + b > PERSISTENCE_DOUBTFUL) {
    warn('dcc-near-integrated', `a + b = ${(a + b).toFixed(6)}: correlation hardly returns to a level`, 'check the series for level shifts');
  }
  return warnings;
}
