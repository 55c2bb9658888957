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
