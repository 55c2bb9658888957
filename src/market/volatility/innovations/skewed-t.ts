import { computeTCdf, computeUnitTLogNorm, computeUnitTQuantile } from '../../../numeric/student-t.js';
import type { Innovation } from './innovation.js';
import { LogProduct } from './log-product.js';
import { computeLogNormByDegrees, degreesByFree, DEGREES_FREE_START, degreesFromFree, isDegreesAtBorder } from './student-t.js';

const { abs, exp, log, log1p, sqrt, tanh } = Math;

const SKEW_MAX = 0.99;
const BORDER = 0.002;

interface SkewConstants {
  readonly logNorm: number;
  readonly a: number;
  readonly b: number;
  readonly aByNu: number;
  readonly aByLambda: number;
  readonly bByNu: number;
  readonly bByLambda: number;
}

/** a = 4 lambda c (ν−2)/(ν−1), b² = 1 + 3 lambda² − a², with c the t's norm; and their derivatives. */
function computeConstants(nu: number, lambda: number): SkewConstants {
  const logNorm = computeUnitTLogNorm(nu);
  const c = exp(logNorm);
  const aByLambda = (4 * c * (nu - 2)) / (nu - 1);
  const a = lambda * aByLambda;
  const b = sqrt(1 + 3 * lambda * lambda - a * a);
  const aByNu = a * computeLogNormByDegrees(nu) + (4 * lambda * c) / ((nu - 1) * (nu - 1));
  return { logNorm, a, b, aByNu, aByLambda, bByNu: (-a * aByNu) / b, bByLambda: (3 * lambda - a * aByLambda) / b };
}

/**
 * Hansen's skewed t of mean 0 and variance 1: f(z) = b c (1 + y²/(ν−2))^(−(ν+1)/2), y = (b z + a)/(1 ± lambda), minus below z = −a/b.
 *
 * 2.05 < ν < 300, |lambda| < 0.99; lambda < 0 makes the left tail the heavier; lambda = 0 is the Student t.
 * @source B. E. Hansen, "Autoregressive conditional density estimation", International Economic Review 35 (1994), eqs. 10 to 13.
 */
export const SKEWED_T: Innovation = {
  name: 'skewt',
  label: 'skewed t (Hansen)',
  parameterNames: ['nu', 'lambda'],
  start: Float64Array.of(DEGREES_FREE_START, 0),
  constrain: (free) => Float64Array.of(degreesFromFree(free[0]!), SKEW_MAX * tanh(free[1]!)),
  pullBack: (free, gradient) => {
    const tilt = tanh(free[1]!);
    return Float64Array.of(gradient[0]! * degreesByFree(free[0]!), gradient[1]! * SKEW_MAX * (1 - tilt * tilt));
  },
  evaluate: (parameters, residual, variance, { byLogVariance, byResidual, gradient, scores }) => {
    const nu = parameters[0]!;
    const lambda = parameters[1]!;
    const { logNorm, a, b, aByNu, aByLambda, bByNu, bByLambda } = computeConstants(nu, lambda);
    const normByNu = computeLogNormByDegrees(nu);
    const n = residual.length;
    const logVariance = new LogProduct();
    const logSpread = new LogProduct();
    const pull = nu + 1;
    const freedom = nu - 2;
    let byNu = 0;
    let byLambda = 0;
    for (let t = 0; t < n; t++) {
      const h = variance[t]!;
      const e = residual[t]!;
      const root = sqrt(h);
      const raw = b * e + a * root; // √h (b z + a)
      const side = raw < 0 ? -1 : 1;
      const width = 1 / (1 + side * lambda);
      const y = raw * width; // √h y
      const spread = h * freedom + y * y;
      const pulled = (-pull * y) / spread; // ψ/√h by y
      const slope = pulled * b * width; // ∂ℓ/∂e
      logVariance.multiply(h);
      logSpread.multiply(spread);
      byResidual[t] = slope;
      byLogVariance[t] = -0.5 * (1 + e * slope);
      const scoreNu = (0.5 * pull * y * y) / (spread * freedom) + pulled * width * (bByNu * e + aByNu * root);
      const scoreLambda = pulled * (width * (bByLambda * e + aByLambda * root) - side * y * width);
      byNu += scoreNu;
      byLambda += scoreLambda;
      if (scores) {
        scores[0]![t] = scoreNu + normByNu + bByNu / b - 0.5 * log1p((y * y) / (h * freedom));
        scores[1]![t] = scoreLambda + bByLambda / b;
      }
    }
    const logHeights = logVariance.total();
    const logTails = logSpread.total() - logHeights - n * log(freedom);
    gradient[0] = byNu + n * (normByNu + bByNu / b) - 0.5 * logTails;
    gradient[1] = byLambda + (n * bByLambda) / b;
    return n * (logNorm + log(b)) - 0.5 * logHeights - 0.5 * pull * logTails;
  },
  quantile: ([nu, lambda], probability) => {
    const { a, b } = computeConstants(nu!, lambda!);
    const below = (1 - lambda!) / 2;
    const isLeft = probability < below;
    const width = isLeft ? 1 - lambda! : 1 + lambda!;
    const share = isLeft ? probability / width : 0.5 + (probability - below) / width;
    return (width * computeUnitTQuantile(share, nu!) - a) / b;
  },
  draw: ([nu, lambda], stream) => {
    const { a, b } = computeConstants(nu!, lambda!);
    const t = abs(stream.nextNormal()) * sqrt((nu! - 2) / (2 * stream.nextGamma(0.5 * nu!)));
    const isLeft = stream.nextUniform() < (1 - lambda!) / 2;
    return ((isLeft ? -(1 - lambda!) * t : (1 + lambda!) * t) - a) / b;
  },
  findBorders: ([nu, lambda]) => [
    ...(isDegreesAtBorder(nu!) ? ['nu'] : []),
    ...(abs(lambda!) > SKEW_MAX - BORDER ? ['lambda'] : []),
  ],
};

/** Computes P(Z ≤ z) of Hansen's skewed t. */
export function computeSkewedTCdf(z: number, nu: number, lambda: number): number {
  const { a, b } = computeConstants(nu, lambda);
  const raw = b * z + a;
  const width = raw < 0 ? 1 - lambda : 1 + lambda;
  const share = computeTCdf((raw / width) * sqrt(nu / (nu - 2)), nu);
  return raw < 0 ? width * share : (1 - lambda) / 2 + width * (share - 0.5);
}
