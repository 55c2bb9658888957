// Bound once: looking `Math` up in the global object of a vm context (jest, sandboxes) costs more than the product.
const { log, sqrt } = Math;

/** Parameters of GARCH(1,1) with constant mean, in percent returns: mu in %, omega in %², alpha and beta without unit. */
export interface GarchParameters {
  readonly mu: number;
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface GarchFilter {
  /** h_t of each observation, %²; same length as the returns. */
  readonly conditionalVariance: Float64Array;
  /** (r_t − mu)/√h_t; same length as the returns. */
  readonly standardisedResiduals: Float64Array;
  /** h of the hour after the last observation, %². */
  readonly nextVariance: number;
  readonly logLikelihood: number;
}

const LOG_TWO_PI = 1.8378770664093453;

/**
 * Runs GARCH(1,1) with known parameters over a series.
 *
 * Formula: e_t = r_t − mu; h_t = omega + alpha e²_{t−1} + beta h_{t−1}; log-likelihood −½ Σ (ln 2π + ln h_t + e²_t/h_t).
 * `firstVariance` is h of the first return: pass a fit's `nextVariance` to go on where its sample ended; by default the presample
 * rule e²_0 = h_0 = mean((r − mu)²) of the series itself gives it.
 * Units: returns in percent, variances in %². Shape: length n ≥ 1.
 * @source T. Bollerslev, "Generalized autoregressive conditional heteroskedasticity", J. Econometrics 31 (1986).
 */
export function filterGarch(
  parameters: GarchParameters,
  returnsPercent: Float64Array,
  firstVariance = computeFirstVariance(parameters, returnsPercent),
): GarchFilter {
  const { mu, omega, alpha, beta } = parameters;
  const n = returnsPercent.length;
  const conditionalVariance = new Float64Array(n);
  const standardisedResiduals = new Float64Array(n);
  let variance = firstVariance;
  let sum = 0;
  for (let t = 0; t < n; t++) {
    const residual = returnsPercent[t]! - mu;
    conditionalVariance[t] = variance;
    standardisedResiduals[t] = residual / sqrt(variance);
    sum += log(variance) + (residual * residual) / variance;
    variance = omega + alpha * residual * residual + beta * variance;
  }
  return {
    conditionalVariance,
    standardisedResiduals,
    nextVariance: variance,
    logLikelihood: -0.5 * (n * LOG_TWO_PI + sum),
  };
}

function computeFirstVariance({ mu, omega, alpha, beta }: GarchParameters, returnsPercent: Float64Array): number {
  return omega + (alpha + beta) * computeMeanSquare(returnsPercent, mu);
}

/** Computes mean((r − mu)²): the presample rule `mean-squared-residual`. */
export function computeMeanSquare(returnsPercent: Float64Array, mu: number): number {
  let sum = 0;
  for (let t = 0; t < returnsPercent.length; t++) sum += (returnsPercent[t]! - mu) * (returnsPercent[t]! - mu);
  return sum / returnsPercent.length;
}

/**
 * Computes minus the Gaussian log-likelihood of GARCH(1,1) and its analytic gradient, optionally with the score's outer product.
 *
 * Formula: dh_t/dθ = (−2 alpha e_{t−1}, 1, e²_{t−1}, h_{t−1}) + beta dh_{t−1}/dθ, the presample depending on mu as well;
 * score_t = ½ (e²_t/h_t − 1)/h_t dh_t/dθ + (e_t/h_t) on mu.
 * Shape: point = (mu, omega, alpha, beta); gradient length 4; `outerProduct` 4 × 4 row-major, Σ score scoreᵀ is added to it.
 * Special cases: Infinity (and a gradient of no meaning) where a variance is not positive.
 * @source G. Fiorentini, G. Calzolari and L. Panattoni, "Analytic derivatives and the computation of GARCH estimates",
 *   J. Applied Econometrics 11 (1996).
 */
export function computeGarchLoss(
  returnsPercent: Float64Array,
  point: Float64Array,
  gradient: Float64Array,
  outerProduct?: Float64Array,
): number {
  const mu = point[0]!;
  const omega = point[1]!;
  const alpha = point[2]!;
  const beta = point[3]!;
  const n = returnsPercent.length;
  let squaredResidual = computeMeanSquare(returnsPercent, mu);
  let residual = computeMeanResidual(returnsPercent, mu); // makes −2 residual the derivative of the presample square
  let h = squaredResidual;
  let hMu = -2 * residual;
  let hOmega = 0;
  let hAlpha = 0;
  let hBeta = 0;
  let loss = 0;
  gradient.fill(0);
  for (let t = 0; t < n; t++) {
    hMu = -2 * alpha * residual + beta * hMu;
    hOmega = 1 + beta * hOmega;
    hAlpha = squaredResidual + beta * hAlpha;
    hBeta = h + beta * hBeta;
    h = omega + alpha * squaredResidual + beta * h;
    if (!(h > 0)) return Infinity;
    residual = returnsPercent[t]! - mu;
    squaredResidual = residual * residual;
    loss += log(h) + squaredResidual / h;
    const weight = (0.5 * (squaredResidual / h - 1)) / h;
    const scoreMu = weight * hMu + residual / h;
    gradient[0]! -= scoreMu;
    gradient[1]! -= weight * hOmega;
    gradient[2]! -= weight * hAlpha;
    gradient[3]! -= weight * hBeta;
    if (outerProduct) addOuterProduct(outerProduct, [scoreMu, weight * hOmega, weight * hAlpha, weight * hBeta]);
  }
  return 0.5 * (n * LOG_TWO_PI + loss);
}

function computeMeanResidual(returnsPercent: Float64Array, mu: number): number {
  let sum = 0;
  for (let t = 0; t < returnsPercent.length; t++) sum += returnsPercent[t]!;
  return sum / returnsPercent.length - mu;
}

function addOuterProduct(outerProduct: Float64Array, score: readonly number[]): void {
  const k = score.length;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) outerProduct[i * k + j]! += score[i]! * score[j]!;
}
