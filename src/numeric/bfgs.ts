import { runToEnd, type Piecewise } from '../core/piecewise.js';
import type { Minimum } from './nelder-mead.js';

export interface BfgsOptions {
  /** Stops when every component of the gradient is at most this, times max(1, |value|). */
  readonly gradientTolerance: number;
  readonly iterationsMax: number;
  /** Inverse Hessian to start from, k × k row-major; a multiple of the identity when left out. */
  readonly inverse?: Float64Array | undefined;
}

export interface BfgsMinimum extends Minimum {
  /** The approximation of the inverse Hessian at the end, k × k row-major. */
  readonly inverse: Float64Array;
}

export const BFGS_DEFAULTS: BfgsOptions = { gradientTolerance: 1e-9, iterationsMax: 200 };

const SUFFICIENT_DECREASE = 1e-4;
const HALVINGS_MAX = 40;
const ROUNDING = 1e-14;
const SLOPE_SHRINKAGE = 0.5;

/** Writes the gradient at `point` into `gradient` and returns the value. */
export type Differentiable = (point: Float64Array, gradient: Float64Array) => number;

/**
 * Minimises a smooth function of k variables with its gradient, by BFGS with a backtracking line search.
 *
 * Formula: inverse-Hessian update H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, ρ = 1/(yᵀs), left out when yᵀs ≤ 0.
 * Special cases: `converged` is true also when no step along the direction helps any more and the gradient is within 1,000 times
 * its tolerance: double precision has then nothing more to give.
 * @source J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed. (2006), algorithms 3.1 and 6.1; W. W. Hager and H. Zhang,
 *   "A new conjugate gradient method with guaranteed descent and an efficient line search", SIAM J. Optim. 16 (2005): slope test.
 */
export function minimiseBfgs(
  objective: Differentiable,
  start: Float64Array,
  options: Partial<BfgsOptions> = {},
): BfgsMinimum {
  return runToEnd(minimiseBfgsInPieces(objective, start, options));
}

/** The same, step by step; how many there will be is not known. */
export function* minimiseBfgsInPieces(objective: Differentiable, start: Float64Array, options: Partial<BfgsOptions> = {}): Piecewise<BfgsMinimum> {
  const settings = { ...BFGS_DEFAULTS, ...options };
  let point = start.slice();
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  let inverse = settings.inverse?.slice() ?? buildIdentity(start.length, 1 / Math.max(1, findLargest(gradient)));
  for (let iterations = 0; iterations < settings.iterationsMax; iterations++) {
    const tolerance = settings.gradientTolerance * Math.max(1, Math.abs(value));
    if (findLargest(gradient) <= tolerance) return { point, value, converged: true, iterations, inverse };
    const next = searchLine(objective, point, value, gradient, multiply(inverse, gradient, -1));
    if (next === null) {
      return { point, value, converged: findLargest(gradient) <= 1000 * tolerance, iterations, inverse };
    }
    inverse = updateInverse(inverse, subtract(next.point, point), subtract(next.gradient, gradient));
    ({ point, gradient, value } = next);
    yield 0;
  }
  return { point, value, converged: false, iterations: settings.iterationsMax, inverse };
}

interface LinePoint {
  readonly point: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

/** The first halved step with a sufficient decrease of the value, or where rounding hides that, of the slope; `null` when there is none. */
function searchLine(
  objective: Differentiable,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
): LinePoint | null {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return null;
  let step = 1;
  for (let halving = 0; halving < HALVINGS_MAX; halving++, step /= 2) {
    const candidate = Float64Array.from(point, (x, i) => x + step * direction[i]!);
    const candidateGradient = new Float64Array(point.length);
    const candidateValue = objective(candidate, candidateGradient);
    const decreases = candidateValue <= value + SUFFICIENT_DECREASE * step * slope && candidateValue < value;
    // Near the minimum the value changes by less than its rounding; there the slope still tells progress.
    const flattens =
      Math.abs(candidateValue - value) <= ROUNDING * Math.max(1, Math.abs(value)) &&
      Math.abs(dot(candidateGradient, direction)) <= SLOPE_SHRINKAGE * -slope;
    if (decreases || flattens) {
      return { point: candidate, gradient: candidateGradient, value: candidateValue };
    }
  }
  return null;
}

/** k × k row-major. */
function updateInverse(inverse: Float64Array, s: Float64Array, y: Float64Array): Float64Array<ArrayBuffer> {
  const k = s.length;
  const curvature = dot(y, s);
  if (!(curvature > 0)) return Float64Array.from(inverse);
  const hy = multiply(inverse, y, 1);
  const scale = (1 + dot(y, hy) / curvature) / curvature;
  return Float64Array.from(inverse, (value, position) => {
    const i = Math.floor(position / k);
    const j = position % k;
    return value + scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature;
  });
}

function buildIdentity(k: number, scale: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: k * k }, (_, position) => (position % (k + 1) === 0 ? scale : 0));
}

function multiply(matrix: Float64Array, vector: Float64Array, factor: number): Float64Array {
  const k = vector.length;
  return vector.map((_, i) => factor * dot(matrix.subarray(i * k, (i + 1) * k), vector));
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function findLargest(vector: Float64Array): number {
  return vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
