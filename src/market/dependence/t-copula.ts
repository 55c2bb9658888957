import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import type { RandomStream } from '../../core/random-stream.js';
import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { factoriseCholesky } from '../../numeric/cholesky.js';
import { computeLogGamma } from '../../numeric/gamma.js';
import { computeKendallTau } from '../../numeric/kendall.js';
import { minimiseNelderMeadInPieces } from '../../numeric/nelder-mead.js';
import { computeTCdf, computeTQuantile } from '../../numeric/student-t.js';

const { abs, exp, log, log1p, sin, sqrt } = Math;

export interface TCopulaFit {
  /** Of the underlying t, from Kendall's tau; k × k row-major. */
  readonly correlation: Float64Array;
  readonly cholesky: Float64Array;
  readonly degreesOfFreedom: number;
  /** From the curvature of the likelihood in ln(degrees of freedom); takes the correlation as known. */
  readonly degreesOfFreedomStandardError: number;
  readonly logLikelihood: number;
  readonly observations: number;
  readonly warnings: readonly RunWarning[];
}

const OBSERVATIONS_MIN = 100;
const FREEDOM_RANGE: readonly [number, number] = [1.5, 100];
const SHRINKAGE_STEPS: readonly number[] = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5];
const NEWTON_MAX = 50;
const CURVATURE_STEP = 0.02;

/**
 * Fits a t copula: how assets crash together, whatever the shape of each alone.
 *
 * Formula: correlation sin(π tau/2) of each pair (mixed with the identity where that is not positive definite); degrees of freedom by
 * maximum likelihood of the copula density on ranks/(n + 1), within 1.5 and 100.
 * Shape: k ≥ 2 series of one length n ≥ 100. Special cases: ties get ranks in the order of time.
 * An estimate at 100 (no joint tail beyond normal) and a repaired matrix are warnings.
 * @throws ModelError when the series are too short, not finite, or one is constant. @throws InternalError when the lengths differ.
 * @source S. Demarta and A. J. McNeil, "The t copula and related copulas", International Statistical Review 73 (2005).
 */
export function fitTCopula(series: readonly Float64Array[]): TCopulaFit {
  return runToEnd(fitTCopulaInPieces(series));
}

/** The same, step by step of the search. */
export function* fitTCopulaInPieces(series: readonly Float64Array[]): Piecewise<TCopulaFit> {
  const k = series.length;
  const n = series[0]?.length ?? 0;
  assertInvariant(k > 1 && series.every(({ length }) => length === n), 'a copula needs at least two series of one length');
  if (n < OBSERVATIONS_MIN || series.some((one) => !one.every(Number.isFinite) || one.every((value) => value === one[0]))) {
    throw new ModelError(`a copula needs ${OBSERVATIONS_MIN} finite values per series that are not all equal, got ${n}`, {
      suggestions: ['use series that cover the same period', 'leave out an asset whose price does not move'],
    });
  }
  const { correlation, cholesky, shrinkage } = estimateFromTau(series);
  const ranks = series.map(rank);
  const logLikelihood = (logFreedom: number): number => computeLogLikelihood(ranks, cholesky, exp(logFreedom));
  const [low, high] = FREEDOM_RANGE.map(log) as [number, number];
  const clamp = (x: number): number => Math.min(Math.max(x, low), high);
  const minimum = yield* minimiseNelderMeadInPieces((free) => -logLikelihood(clamp(free[0]!)), Float64Array.of(log(5)), { tolerance: 1e-7, restarts: 0 });
  const best = clamp(minimum.point[0]!);
  const curvature =
    -(logLikelihood(best + CURVATURE_STEP) - 2 * logLikelihood(best) + logLikelihood(best - CURVATURE_STEP)) / CURVATURE_STEP ** 2;
  return {
    correlation,
    cholesky,
    degreesOfFreedom: exp(best),
    degreesOfFreedomStandardError: exp(best) / sqrt(curvature),
    logLikelihood: -minimum.value,
    observations: n,
    warnings: [...(shrinkage > 0 ? [warnShrunk(shrinkage)] : []), ...(best > high - 0.05 ? [NO_JOINT_TAIL] : [])],
  };
}

/**
 * Draws one vector of dependent uniforms from a t copula.
 *
 * Formula: u_i = T_v(√(v/χ²_v) (L n)_i). Shape: `out` has one entry per asset.
 */
export function drawTCopula({ cholesky, degreesOfFreedom }: Pick<TCopulaFit, 'cholesky' | 'degreesOfFreedom'>, stream: RandomStream, out: Float64Array): void {
  const k = out.length;
  const normals = out.map(() => stream.nextNormal());
  const mixing = sqrt(degreesOfFreedom / (2 * stream.nextGamma(0.5 * degreesOfFreedom)));
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += cholesky[i * k + j]! * normals[j]!;
    out[i] = computeTCdf(mixing * sum, degreesOfFreedom);
  }
}

/**
 * Computes the tail dependence of two assets: the chance that one is beyond its q-quantile when the other is, as q goes to 0.
 *
 * Formula: 2 T_{v+1}(−√((v + 1)(1 − rho)/(1 + rho))). Special cases: 1 for rho = 1.
 */
export function computeTailDependence(rho: number, degreesOfFreedom: number): number {
  return 2 * computeTCdf(-sqrt(((degreesOfFreedom + 1) * (1 - rho)) / (1 + rho)), degreesOfFreedom + 1);
}

function estimateFromTau(series: readonly Float64Array[]): { correlation: Float64Array; cholesky: Float64Array; shrinkage: number } {
  const k = series.length;
  const raw = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    raw[i * (k + 1)] = 1;
    for (let j = 0; j < i; j++) raw[i * k + j] = raw[j * k + i] = sin((Math.PI / 2) * computeKendallTau(series[i]!, series[j]!));
  }
  for (const shrinkage of SHRINKAGE_STEPS) {
    const correlation = raw.map((value, p) => (p % (k + 1) === 0 ? 1 : (1 - shrinkage) * value));
    const cholesky = factoriseCholesky(correlation, k);
    if (cholesky !== null) return { correlation, cholesky, shrinkage };
  }
  throw new ModelError('rank correlations are far from positive definite', { suggestions: ['leave out one of two series that say the same'] });
}

/** Positions from 0. */
function rank(series: Float64Array): Uint32Array {
  const ranks = new Uint32Array(series.length);
  Array.from(series.keys())
    .sort((i, j) => series[i]! - series[j]! || i - j)
    .forEach((t, position) => (ranks[t] = position));
  return ranks;
}

/** Σ ln of the multivariate over the product of univariate t densities at the quantiles of the ranks. */
function computeLogLikelihood(ranks: readonly Uint32Array[], cholesky: Float64Array, v: number): number {
  const k = ranks.length;
  const n = ranks[0]!.length;
  const quantiles = buildQuantiles(n, v);
  const w = new Float64Array(k);
  let logDeterminant = 0;
  for (let i = 0; i < k; i++) logDeterminant += 2 * log(cholesky[i * (k + 1)]!);
  const norm = computeLogGamma(0.5 * (v + k)) + (k - 1) * computeLogGamma(0.5 * v) - k * computeLogGamma(0.5 * (v + 1)) - 0.5 * logDeterminant;
  let total = n * norm;
  for (let t = 0; t < n; t++) {
    let square = 0;
    for (let i = 0; i < k; i++) {
      const x = quantiles[ranks[i]![t]!]!;
      let sum = x;
      for (let j = 0; j < i; j++) sum -= cholesky[i * k + j]! * w[j]!;
      w[i] = sum / cholesky[i * (k + 1)]!;
      square += w[i]! * w[i]!;
      total += 0.5 * (v + 1) * log1p((x * x) / v);
    }
    total -= 0.5 * (v + k) * log1p(square / v);
  }
  return total;
}

/** The t quantiles of 1/(n+1) … n/(n+1): Newton's method from one to the next, the upper half by symmetry. */
function buildQuantiles(n: number, v: number): Float64Array {
  const quantiles = new Float64Array(n);
  const logNorm = computeLogGamma(0.5 * (v + 1)) - computeLogGamma(0.5 * v) - 0.5 * log(Math.PI * v);
  let x = computeTQuantile(1 / (n + 1), v);
  for (let i = 0; i < (n + 1) >> 1; i++) {
    const probability = (i + 1) / (n + 1);
    for (let round = 0; round < NEWTON_MAX; round++) {
      // In ln T, which is concave in the lower half, so Newton does not overshoot to the right side.
      const cdf = computeTCdf(x, v);
      const density = exp(logNorm - 0.5 * (v + 1) * log1p((x * x) / v));
      const move = (log(probability / cdf) * cdf) / density;
      x += move;
      if (abs(move) < 1e-10 * (1 + abs(x))) break;
    }
    quantiles[i] = x;
    quantiles[n - 1 - i] = -x;
  }
  return quantiles;
}

const NO_JOINT_TAIL: RunWarning = {
  code: 'copula-no-joint-tail',
  message: 'the degrees of freedom are at their upper bound: extremes come together no more than correlation says',
  remedy: 'use the normal copula, or a longer series that holds a crash',
};

function warnShrunk(shrinkage: number): RunWarning {
  return {
    code: 'copula-shrunk',
    message: `the rank correlations were not positive definite; ${100 * shrinkage} % of the identity was mixed in`,
    remedy: 'leave out one of two series that say the same',
  };
}
