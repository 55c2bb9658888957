import { assertInvariant } from '../core/assert.js';

/** Computes the mean, summed in the order of the array so that equal input gives equal bits. */
export function computeMean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Computes the variance Σ (x − mean)²/(n − 1); zero for a single value. */
export function computeVariance(values: Float64Array, mean: number): number {
  if (values.length < 2) return 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return squares / (values.length - 1);
}

/**
 * Asserts that there is at least one sample and that all are finite.
 *
 * @throws InternalError when not.
 */
export function assertSamples(samples: Float64Array): void {
  assertInvariant(samples.length > 0, 'an estimate needs at least one sample');
  assertInvariant(samples.every(Number.isFinite), 'an estimate needs finite samples');
}
