import { logistic, logit } from '../../../numeric/logistic.js';
import { VARIANCE_RANGE, type RecursionWork, type VarianceRecursion } from './recursion.js';

// Bound once: looking `Math` up in the global object of a vm context (jest, sandboxes) costs more than the product.
const { exp, log } = Math;

/** Persistence, and the news' share in it, that the search is started from. */
const STARTS: readonly (readonly [number, number])[] = [
  [0.99, 0.05],
  [0.97, 0.1],
  [0.9, 0.1],
  [0.8, 0.3],
  [0.5, 0.5],
];
const BORDER = 1e-6;
/** From here on the long-run variance is a quotient of two roundings. */
const PERSISTENCE_INTEGRATED = 1 - 1e-9;

/**
 * GARCH(1,1): h_t = omega + alpha e²_{t−1} + beta h_{t−1}, presample e²_0 = h_0 = mean squared residual.
 *
 * Free numbers (w, p, s): omega = e^w, alpha + beta = logistic(p), alpha = (alpha + beta) logistic(s).
 * @source T. Bollerslev, "Generalized autoregressive conditional heteroskedasticity", J. Econometrics 31 (1986).
 */
export const GARCH: VarianceRecursion = {
  ...buildFamily(false),
  name: 'garch',
  label: 'GARCH(1,1)',
  constraint: 'omega > 0, alpha ≥ 0, beta ≥ 0, alpha + beta < 1',
};

/**
 * GJR-GARCH(1,1): h_t = omega + (alpha + gamma [e_{t−1} < 0]) e²_{t−1} + beta h_{t−1}; at the presample the bracket is ½.
 *
 * Free numbers (w, p, s, d): persistence alpha + gamma/2 + beta = logistic(p), news alpha + gamma/2 = persistence logistic(s),
 * alpha = 2 news logistic(d); so alpha ≥ 0 and alpha + gamma ≥ 0, and gamma may be negative.
 * @source L. R. Glosten, R. Jagannathan and D. E. Runkle, "On the relation between the expected value and the volatility of the
 *   nominal excess return on stocks", J. Finance 48 (1993).
 */
export const GJR: VarianceRecursion = {
  ...buildFamily(true),
  name: 'gjr',
  label: 'GJR-GARCH(1,1)',
  constraint: 'omega > 0, alpha ≥ 0, alpha + gamma ≥ 0, beta ≥ 0, alpha + gamma/2 + beta < 1',
};

function buildFamily(isAsymmetric: boolean): Omit<VarianceRecursion, 'name' | 'label' | 'constraint'> {
  const beta = isAsymmetric ? 3 : 2;
  const gammaOf = (p: Float64Array): number => (isAsymmetric ? p[2]! : 0);
  const persistenceOf = (p: Float64Array): number => p[1]! + 0.5 * gammaOf(p) + p[beta]!;
  return {
    parameterNames: isAsymmetric ? ['omega', 'alpha', 'gamma', 'beta'] : ['omega', 'alpha', 'beta'],
    hasMean: true,
    hasLogState: false,
    starts: STARTS.map(([persistence, share]) =>
      Float64Array.of(log(1 - persistence), logit(persistence), logit(share), ...(isAsymmetric ? [0] : [])),
    ),
    constrain: (free) => {
      const persistence = logistic(free[1]!);
      const news = persistence * logistic(free[2]!);
      const omega = exp(free[0]!);
      if (!isAsymmetric) return Float64Array.of(omega, news, persistence - news);
      const alpha = 2 * news * logistic(free[3]!);
      return Float64Array.of(omega, alpha, 2 * (news - alpha), persistence - news);
    },
    pullBack: (free, gradient) => pullBackFamily(free, gradient, isAsymmetric),
    rescale: (p, scale) => p.map((value, i) => (i === 0 ? value * scale * scale : value)),
    run: (p, presample, work) => runFamily(p[0]!, p[1]!, gammaOf(p), p[beta]!, presample.variance, work, isAsymmetric),
    start: (p, presample) => p[0]! + persistenceOf(p) * presample.variance,
    advance: (p, variance, residual) =>
      p[0]! + (p[1]! + (residual < 0 ? gammaOf(p) : 0)) * residual * residual + p[beta]! * variance,
    persistence: persistenceOf,
    longRunVariance: (p) => (persistenceOf(p) < PERSISTENCE_INTEGRATED ? p[0]! / (1 - persistenceOf(p)) : null),
    findBorders: (p) => [
      ...(p[1]! < BORDER ? ['alpha'] : []),
      ...(isAsymmetric && p[1]! + gammaOf(p) < BORDER ? ['gamma'] : []),
      ...(p[beta]! < BORDER ? ['beta'] : []),
    ],
  };
}

function pullBackFamily(free: Float64Array, gradient: Float64Array, isAsymmetric: boolean): Float64Array {
  const persistence = logistic(free[1]!);
  const share = logistic(free[2]!);
  const news = persistence * share;
  const split = isAsymmetric ? logistic(free[3]!) : 0.5;
  const byAlpha = gradient[1]!;
  const byGamma = isAsymmetric ? gradient[2]! : 0;
  const byBeta = gradient[isAsymmetric ? 3 : 2]!;
  const byNews = isAsymmetric ? 2 * split * byAlpha + 2 * (1 - 2 * split) * byGamma : byAlpha;
  const pulled = [
    gradient[0]! * exp(free[0]!),
    (byNews * share + byBeta * (1 - share)) * persistence * logistic(-free[1]!),
    (byNews - byBeta) * persistence * share * logistic(-free[2]!),
  ];
  if (isAsymmetric) pulled.push((2 * byAlpha - 4 * byGamma) * news * split * (1 - split));
  return Float64Array.from(pulled);
}

function runFamily(
  omega: number,
  alpha: number,
  gamma: number,
  beta: number,
  presample: number,
  work: RecursionWork,
  isAsymmetric: boolean,
): boolean {
  const { residual, variance, carry, shock, partials } = work;
  const byOmega = partials[0]!;
  const byAlpha = partials[1]!;
  const byGamma = partials[2]!;
  const byBeta = partials[isAsymmetric ? 3 : 2]!;
  const [low, high] = VARIANCE_RANGE;
  const n = residual.length;
  let h = omega + (alpha + 0.5 * gamma + beta) * presample;
  variance[0] = h;
  carry[0] = alpha + 0.5 * gamma + beta;
  shock[0] = 0;
  byOmega[0] = 1;
  byAlpha[0] = presample;
  if (isAsymmetric) byGamma[0] = 0.5 * presample;
  byBeta[0] = presample;
  if (!(h > low && h < high)) return false;
  for (let t = 1; t < n; t++) {
    const e = residual[t - 1]!;
    const square = e * e;
    const isFall = e < 0;
    const weight = isFall ? alpha + gamma : alpha;
    byOmega[t] = 1;
    byAlpha[t] = square;
    byBeta[t] = h;
    if (isAsymmetric) byGamma[t] = isFall ? square : 0;
    carry[t] = beta;
    shock[t] = 2 * weight * e;
    h = omega + weight * square + beta * h;
    variance[t] = h;
    if (!(h > low && h < high)) return false;
  }
  return true;
}
