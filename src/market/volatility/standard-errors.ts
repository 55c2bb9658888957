import { computeHessian } from '../../numeric/hessian.js';
import { factoriseCholesky } from '../../numeric/cholesky.js';
import { invertMatrix, multiplyMatrices } from '../../numeric/matrix.js';
import type { VolatilityLikelihood } from './likelihood.js';

export interface CovariancePair {
  /** Inverse of minus the Hessian, k × k row-major; `null` where the likelihood does not curve down in every direction. */
  readonly hessian: Float64Array | null;
  /** H⁻¹ (Σ score scoreᵀ) H⁻¹. */
  readonly sandwich: Float64Array | null;
}

/** Size of a step for parameters whose value may be near zero; returns have variance 1. */
const PARAMETER_SCALE = 1e-2;
/**
 * The same for mu where |z| enters the variance: the likelihood has a kink in mu at every return, and a step has to pass over many of
 * them to see their part of the curvature. The Hessian's relative step makes this 0.01 standard deviations.
 */
const MEAN_SCALE_WITH_KINKS = 1700;

/**
 * Computes both covariance matrices of the estimates at a maximum of the likelihood.
 *
 * `hasKinks` says that the first parameter is a mean in which the likelihood has kinks.
 * Formula: H by central differences of the exact gradient; sandwich H⁻¹ S H⁻¹ with S the sum of the scores' outer products.
 * @source T. Bollerslev and J. M. Wooldridge, "Quasi-maximum likelihood estimation and inference in dynamic models with
 *   time-varying covariances", Econometric Reviews 11 (1992).
 */
export function computeCovariances(likelihood: VolatilityLikelihood, vector: Float64Array, hasKinks: boolean): CovariancePair {
  const k = vector.length;
  const loss = (at: Float64Array, gradient: Float64Array): number => {
    const value = -likelihood.evaluate(at, gradient);
    for (let i = 0; i < k; i++) gradient[i] = -gradient[i]!;
    return value;
  };
  const curvature = computeHessian(loss, vector, new Float64Array(k).fill(PARAMETER_SCALE).fill(hasKinks ? MEAN_SCALE_WITH_KINKS : PARAMETER_SCALE, 0, 1));
  if (!curvature.every(Number.isFinite) || factoriseCholesky(curvature, k) === null) return { hessian: null, sandwich: null };
  const inverse = invertMatrix(curvature, k);
  if (inverse === null) return { hessian: null, sandwich: null };
  const scores = likelihood.computeOuterProduct(vector);
  return { hessian: inverse, sandwich: multiplyMatrices(multiplyMatrices(inverse, scores, k), inverse, k) };
}

/** Moves a covariance to other units of the parameters: √diag(J C Jᵀ); NaN where there is none. */
export function computeStandardErrors(covariance: Float64Array | null, jacobian: Float64Array, k: number): Float64Array<ArrayBuffer> {
  if (covariance === null) return new Float64Array(k).fill(NaN);
  return Float64Array.from({ length: k }, (_, row) => {
    let variance = 0;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) variance += jacobian[row * k + i]! * covariance[i * k + j]! * jacobian[row * k + j]!;
    }
    return Math.sqrt(variance);
  });
}
