import type { RandomStream } from '../../../core/random-stream.js';

/** The distributions of z = e/√h that can be fitted; each has mean 0 and variance 1. */
export type InnovationName = 'normal' | 't' | 'skewt';

/** What one evaluation of a likelihood fills; arrays of length n. */
export interface DensityWork {
  /** ∂ℓ_t/∂ ln h_t. */
  readonly byLogVariance: Float64Array;
  /** ∂ℓ_t/∂e_t. */
  readonly byResidual: Float64Array;
  /** ∂ℓ/∂(distribution parameter), summed. */
  readonly gradient: Float64Array;
  /** The same per observation, one array per parameter, where standard errors need them. */
  readonly scores: readonly Float64Array[] | null;
}

/** A distribution of mean 0 and variance 1, in the words that fitting, diagnostics and simulation share. */
export interface Innovation {
  readonly name: InnovationName;
  readonly label: string;
  readonly parameterNames: readonly string[];
  readonly start: Float64Array;
  constrain(free: Float64Array): Float64Array;
  pullBack(free: Float64Array, gradient: Float64Array): Float64Array;
  /** Σ ℓ_t, ℓ_t = ln f(e_t/√h_t) − ½ ln h_t; fills `work`. */
  evaluate(parameters: Float64Array, residual: Float64Array, variance: Float64Array, work: DensityWork): number;
  /** z with P(Z ≤ z) = probability. */
  quantile(parameters: Float64Array, probability: number): number;
  draw(parameters: Float64Array, stream: RandomStream): number;
  /** Names of parameters on the border of what the search allows. */
  findBorders(parameters: Float64Array): readonly string[];
}
