// Bound once: looking `Math` up in the global object of a vm context (jest, sandboxes) costs more than the product.
const { abs, expm1, log, log1p } = Math;

/** Shape and scale of a generalised Pareto law of exceedances; the scale is in the unit of the data. */
export interface ParetoParameters {
  readonly xi: number;
  readonly beta: number;
}

/** Below this |xi| the closed forms lose digits to cancellation, and their power series is exact to double precision. */
const XI_SMALL = 1e-5;

/**
 * Computes the distribution function of the generalised Pareto law.
 *
 * Formula: 1 − (1 + xi y/beta)^(−1/xi); for xi = 0, 1 − exp(−y/beta).
 * Special cases: 0 below 0; 1 beyond the end −beta/xi of a law with xi < 0.
 * @source J. Pickands, "Statistical inference using extreme order statistics", Annals of Statistics 3 (1975).
 */
export function computeParetoCdf(y: number, { xi, beta }: ParetoParameters): number {
  if (y <= 0) return 0;
  if (1 + (xi * y) / beta <= 0) return 1;
  return -expm1(xi === 0 ? -y / beta : -log1p((xi * y) / beta) / xi);
}

/**
 * Computes the exceedance that is passed with probability `survival`.
 *
 * Formula: beta/xi (survival^−xi − 1); for xi = 0, −beta ln survival. Units: those of beta.
 */
export function computeParetoExcess(survival: number, { xi, beta }: ParetoParameters): number {
  return beta * computeUnitExcess(survival, xi);
}

/** Computes (survival^−xi − 1)/xi, the exceedance of the law of scale 1. */
export function computeUnitExcess(survival: number, xi: number): number {
  const logSurvival = log(survival);
  return xi === 0 ? -logSurvival : expm1(-xi * logSurvival) / xi;
}

/**
 * Computes minus the log-likelihood of exceedances and its gradient in (xi, beta), optionally with the scores' outer product.
 *
 * Formula: n ln beta + (1 + 1/xi) Σ ln(1 + xi y/beta).
 * Shape: point = (xi, beta), gradient length 2, `outerProduct` 2 × 2 row-major, Σ score scoreᵀ is added to it.
 * Special cases: Infinity where beta ≤ 0, xi ≤ −1 (the likelihood has no maximum there) or an exceedance lies beyond the law's end.
 */
export function computeParetoLoss(
  exceedances: Float64Array,
  point: Float64Array,
  gradient: Float64Array,
  outerProduct?: Float64Array,
): number {
  const xi = point[0]!;
  const beta = point[1]!;
  if (!(beta > 0) || !(xi > -1)) return Infinity;
  let loss = 0;
  let slopeXi = 0;
  let slopeBeta = 0;
  for (let i = 0; i < exceedances.length; i++) {
    const z = exceedances[i]! / beta;
    const inside = 1 + xi * z;
    if (!(inside > 0)) return Infinity;
    const logInside = log1p(xi * z);
    const w = z / inside;
    const curve = abs(xi) < XI_SMALL ? z * (1 - xi * z * (0.5 - (xi * z) / 3)) : logInside / xi;
    const bend = abs(xi) < XI_SMALL ? z * z * (0.5 - xi * z * (2 / 3 - 0.75 * xi * z)) : (curve - w) / xi;
    loss += curve + logInside;
    const scoreXi = bend - w;
    const scoreBeta = ((1 + xi) * w - 1) / beta;
    slopeXi -= scoreXi;
    slopeBeta -= scoreBeta;
    if (outerProduct) {
      outerProduct[0]! += scoreXi * scoreXi;
      outerProduct[1]! += scoreXi * scoreBeta;
      outerProduct[2]! += scoreXi * scoreBeta;
      outerProduct[3]! += scoreBeta * scoreBeta;
    }
  }
  gradient[0] = slopeXi;
  gradient[1] = slopeBeta;
  return exceedances.length * log(beta) + loss;
}
