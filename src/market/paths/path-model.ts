/** State and parameters of one volatility factor, in log-return units (not percent). */
export interface VolatilityState {
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
  /** Variance of the first step. */
  readonly startVariance: number;
  /** Added to every log return; 0 by choice, see docs/models/paths.md. */
  readonly driftPerStep: number;
}

/** State and parameters of one mean-reverting log-ratio factor. */
export interface PegState {
  readonly meanReversionPerStep: number;
  readonly innovationStdDev: number;
  /** Log ratio at the start minus its long-run level. */
  readonly startDeviation: number;
  /** Tail of the innovations; `Infinity` for normal ones. */
  readonly degreesOfFreedom: number;
}

/**
 * Everything paths are drawn from: plain data that a worker can be handed.
 *
 * Factors come in a fixed order, volatility factors first, peg factors after; all matrices have one column per factor.
 */
export interface PathModel {
  readonly factors: readonly string[];
  readonly stepSeconds: number;
  readonly volatility: readonly VolatilityState[];
  readonly pegs: readonly PegState[];
  /** Common tail of the volatility factors' innovations (multivariate Student t); `Infinity` for normal ones. */
  readonly degreesOfFreedom: number;
  /** Lower Cholesky factor of the innovations' correlation, k × k row-major. */
  readonly cholesky: Float64Array;
  /** Rows × k row-major: per historical step, log returns (mean 0) of the volatility factors and innovations of the pegs. */
  readonly history: Float64Array;
  /** Per row 1 where the row before is not the step before, so that blocks end there. */
  readonly runStart: Uint8Array;
  /** Mean length of a bootstrap block. */
  readonly meanBlockSteps: number;
}

export type PathKind = 'monte-carlo' | 'bootstrap';
