import { VARIANCE_RANGE, type VarianceRecursion } from './recursion.js';

const { abs, atanh, exp, log, sign, sqrt, tanh } = Math;

/** E|z| of a standard normal. Taken for every tail, so that omega keeps one meaning. */
const MEAN_ABS_NORMAL = 0.7978845608028654;
const BORDER = 1e-6;
/** size alpha, sign gamma, beta */
const STARTS: readonly (readonly [number, number, number])[] = [
  [0.15, 0, 0.97],
  [0.3, 0, 0.9],
  [0.15, -0.1, 0.95],
  [0.5, 0, 0.5],
  [0.1, 0, 0.995],
];

/**
 * EGARCH(1,1): ln h_t = omega + alpha (|z_{t−1}| − √(2/π)) + gamma z_{t−1} + beta ln h_{t−1}, z = e/√h.
 *
 * Presample: h_0 = mean squared residual and e_0 = mean residual. Of the usual rules it is the one that reproduces the published
 * DEM/GBP row, in all five estimates.
 * Free numbers (omega, alpha, gamma, atanh beta).
 * @source D. B. Nelson, "Conditional heteroskedasticity in asset returns: a new approach", Econometrica 59 (1991).
 */
export const EGARCH: VarianceRecursion = {
  name: 'egarch',
  label: 'EGARCH(1,1)',
  parameterNames: ['omega', 'alpha', 'gamma', 'beta'],
  hasMean: true,
  hasLogState: true,
  constraint: '|beta| < 1; the sizes of alpha and gamma are free',
  starts: STARTS.map(([alpha, gamma, beta]) => Float64Array.of(0, alpha, gamma, atanh(beta))),
  constrain: (free) => Float64Array.of(free[0]!, free[1]!, free[2]!, tanh(free[3]!)),
  pullBack: (free, gradient) => {
    const beta = tanh(free[3]!);
    return Float64Array.of(gradient[0]!, gradient[1]!, gradient[2]!, gradient[3]! * (1 - beta * beta));
  },
  rescale: (p, scale) => Float64Array.of(p[0]! + (1 - p[3]!) * 2 * log(scale), p[1]!, p[2]!, p[3]!),
  run: ([omega, alpha, gamma, beta], presample, { residual, variance, carry, shock, partials }) => {
    const [byOmega, byAlpha, byGamma, byBeta] = partials as readonly [Float64Array, Float64Array, Float64Array, Float64Array];
    const [low, high] = VARIANCE_RANGE;
    let h = presample.variance;
    let x = log(h);
    for (let t = 0; t < residual.length; t++) {
      const rootInverse = 1 / sqrt(h);
      const z = (t === 0 ? presample.residual : residual[t - 1]!) * rootInverse;
      const size = abs(z);
      byOmega[t] = 1;
      byAlpha[t] = size - MEAN_ABS_NORMAL;
      byGamma[t] = z;
      byBeta[t] = x;
      carry[t] = beta! - 0.5 * (alpha! * size + gamma! * z);
      shock[t] = (alpha! * sign(z) + gamma!) * rootInverse;
      x = omega! + alpha! * (size - MEAN_ABS_NORMAL) + gamma! * z + beta! * x;
      h = exp(x);
      variance[t] = h;
      if (!(h > low && h < high)) return false;
    }
    // The first state follows from the presample variance itself, not from its logarithm.
    carry[0]! /= presample.variance;
    return true;
  },
  start: (p, presample) => advance(p, presample.variance, presample.residual),
  advance,
  persistence: (p) => p[3]!,
  longRunVariance: (p) => (abs(p[3]!) < 1 - 1e-9 ? exp(p[0]! / (1 - p[3]!)) : null),
  findBorders: (p) => (abs(p[3]!) > 1 - BORDER ? ['beta'] : []),
};

function advance(p: Float64Array, variance: number, residual: number): number {
  const z = residual / sqrt(variance);
  return exp(p[0]! + p[1]! * (abs(z) - MEAN_ABS_NORMAL) + p[2]! * z + p[3]! * log(variance));
}
