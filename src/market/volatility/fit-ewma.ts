import type { RunWarning } from '../../core/run-result.js';
import { fitVolatility } from './fit-volatility.js';
import { filterGarch, type GarchFilter } from './garch-recursion.js';

export interface EwmaFit extends GarchFilter {
  readonly lambda: number;
  /** From the curvature of the log-likelihood in lambda; NaN at the border. */
  readonly lambdaStandardError: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits an exponentially weighted variance by Gaussian likelihood in its one parameter: `fitVolatility` with lambda by name.
 *
 * Units: returns in percent. Shape: length n ≥ 50, in time order.
 * @throws ModelError as `fitVolatility`.
 */
export function fitEwma(returnsPercent: Float64Array): EwmaFit {
  const fit = fitVolatility('ewma', 'normal', returnsPercent);
  const lambda = fit.parameters[0]!;
  return {
    ...filterEwma(lambda, returnsPercent),
    lambda,
    lambdaStandardError: fit.standardErrors[0]!,
    observations: fit.observations,
    converged: fit.converged,
    warnings: fit.warnings,
  };
}

/**
 * Runs the EWMA variance with a known lambda: GARCH(1,1) with mu = omega = 0, alpha = 1 − lambda, beta = lambda.
 *
 * `firstVariance` and units as in `filterGarch`.
 */
export function filterEwma(lambda: number, returnsPercent: Float64Array, firstVariance?: number): GarchFilter {
  return filterGarch({ mu: 0, omega: 0, alpha: 1 - lambda, beta: lambda }, returnsPercent, firstVariance);
}
