/** The variance recursions that can be fitted. */
export type RecursionName = 'ewma' | 'garch' | 'gjr' | 'egarch';

/** What stands for the observation before the first: moments of the series' own residuals. */
export interface Presample {
  /** mean((r − mu)²) */
  readonly variance: number;
  /** mean(r − mu) */
  readonly residual: number;
}

/** Arrays of one pass over a series of length n; made once per fit and used again for every evaluation. */
export interface RecursionWork {
  /** e_t = r_t − mu, filled before the pass. */
  readonly residual: Float64Array;
  /** h_t. */
  readonly variance: Float64Array;
  /** ∂x_t/∂x_{t−1} of the state x (h or ln h); at t = 0 the derivative by the presample variance. */
  readonly carry: Float64Array;
  /** ∂x_t/∂e_{t−1}; at t = 0 the derivative by the presample residual. */
  readonly shock: Float64Array;
  /** ∂x_t/∂θ_j with x_{t−1} and e_{t−1} held; one array per parameter of the recursion. */
  readonly partials: readonly Float64Array[];
}

/**
 * One variance recursion in the words that fitting, filtering, forecasting and simulating share.
 *
 * The state x_t is h_t, or ln h_t where `hasLogState`; parameters are in the order of `parameterNames`, without mean and tail.
 */
export interface VarianceRecursion {
  readonly name: RecursionName;
  /** How people call it: `GJR-GARCH(1,1)`. */
  readonly label: string;
  readonly parameterNames: readonly string[];
  /** False where the mean is zero by definition. */
  readonly hasMean: boolean;
  readonly hasLogState: boolean;
  /** What the parameters are kept to, in words. */
  readonly constraint: string;
  /** Free numbers to start the search from, for returns of variance 1. */
  readonly starts: readonly Float64Array[];
  /** Free numbers → parameters inside the constraint. */
  constrain(free: Float64Array): Float64Array;
  /** Gradient by the parameters → gradient by the free numbers, at `free`. */
  pullBack(free: Float64Array, gradient: Float64Array): Float64Array;
  /** Parameters for returns divided by `scale` → parameters for the returns; affine in the parameters. */
  rescale(parameters: Float64Array, scale: number): Float64Array;
  /** Fills `work` from its residuals; false where a variance leaves the range that doubles can hold. */
  run(parameters: Float64Array, presample: Presample, work: RecursionWork): boolean;
  /** h of the first observation, from the presample. */
  start(parameters: Float64Array, presample: Presample): number;
  /** h of the next observation, from this one's h and residual. */
  advance(parameters: Float64Array, variance: number, residual: number): number;
  /** The factor by which an expected deviation of the state from its mean shrinks per step. */
  persistence(parameters: Float64Array): number;
  /** E h, or exp E ln h where `hasLogState`; `null` where there is none. */
  longRunVariance(parameters: Float64Array): number | null;
  /** Names of parameters that sit on the border of what the constraint allows. */
  findBorders(parameters: Float64Array): readonly string[];
}

/** Variances outside this range count as a failed pass; returns are scaled to variance 1 before. */
export const VARIANCE_RANGE: readonly [number, number] = [1e-60, 1e60];
