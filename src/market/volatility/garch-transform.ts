import { computeMean } from '../../numeric/sample-moments.js';
import { computeMeanSquare } from './garch-recursion.js';

/** Persistence alpha + beta and alpha's share in it that the search is started from. */
const STARTS: readonly (readonly [number, number])[] = [
  [0.99, 0.05],
  [0.97, 0.1],
  [0.9, 0.1],
  [0.8, 0.3],
  [0.5, 0.5],
];

/**
 * Maps four free numbers (m, w, p, s) to (mu, omega, alpha, beta) inside the constraints.
 *
 * Formula: mu = m; omega = e^w; alpha + beta = 1/(1 + e^−p); alpha = (alpha + beta)/(1 + e^−s).
 */
export function constrainGarch(free: Float64Array): Float64Array {
  const persistence = logistic(free[2]!);
  const alpha = persistence * logistic(free[3]!);
  return Float64Array.of(free[0]!, Math.exp(free[1]!), alpha, persistence - alpha);
}

/** Turns the gradient in (mu, omega, alpha, beta) into that in the free numbers, by the chain rule. */
export function pullBackGradient(free: Float64Array, pointGradient: Float64Array, freeGradient: Float64Array): void {
  const persistence = logistic(free[2]!);
  const share = logistic(free[3]!);
  const byAlpha = pointGradient[2]!;
  const byBeta = pointGradient[3]!;
  freeGradient[0] = pointGradient[0]!;
  freeGradient[1] = pointGradient[1]! * Math.exp(free[1]!);
  freeGradient[2] = (byAlpha * share + byBeta * (1 - share)) * persistence * logistic(-free[2]!);
  freeGradient[3] = (byAlpha - byBeta) * persistence * share * logistic(-free[3]!);
}

/** Finds the best of a few starting points, each with omega set so that the long-run variance is the sample's. */
export function findGarchStart(returnsPercent: Float64Array, loss: (free: Float64Array) => number): Float64Array {
  const mu = computeMean(returnsPercent);
  const variance = computeMeanSquare(returnsPercent, mu);
  const candidates = STARTS.map(([persistence, share]) =>
    Float64Array.of(mu, Math.log(variance * (1 - persistence)), logit(persistence), logit(share)),
  );
  const losses = candidates.map(loss);
  return candidates[losses.indexOf(Math.min(...losses))]!;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
