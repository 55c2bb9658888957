import type { RunWarning } from '../../core/run-result.js';
import { minimiseNelderMead } from '../../numeric/nelder-mead.js';
import { checkReturns } from './check-returns.js';
import { filterGarch, type GarchFilter } from './garch-recursion.js';

export interface EwmaFit extends GarchFilter {
  readonly lambda: number;
  /** From the curvature of the log-likelihood in lambda; NaN at the border. */
  readonly lambdaStandardError: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

const START_LAMBDA = 0.94;
const CURVATURE_STEP = 1e-4;
const LAMBDA_BORDER = 0.9999;

/**
 * Fits an exponentially weighted variance by Gaussian likelihood in its one parameter lambda.
 *
 * Formula: h_t = lambda h_{t−1} + (1 − lambda) r²_{t−1}, mean zero; presample h_0 = r²_0 = mean(r²), as for GARCH.
 * Units: returns in percent. Shape: length n ≥ 50, in time order.
 * Special cases: lambda at 1 (no clustering) is a warning.
 * @throws ModelError when the returns are too few, constant or not finite.
 * @source J.P. Morgan/Reuters, RiskMetrics Technical Document, 4th ed. (1996), section 5.2; lambda here is estimated, not 0.94.
 */
export function fitEwma(returnsPercent: Float64Array): EwmaFit {
  const scaleWarnings = checkReturns(returnsPercent);
  const loss = (lambda: number): number => -filterEwma(lambda, returnsPercent).logLikelihood;
  const start = Float64Array.of(Math.log(START_LAMBDA / (1 - START_LAMBDA)));
  const minimum = minimiseNelderMead((point) => loss(1 / (1 + Math.exp(-point[0]!))), start, { tolerance: 1e-12 });
  const lambda = 1 / (1 + Math.exp(-minimum.point[0]!));
  const step = Math.min(CURVATURE_STEP, (1 - lambda) / 2, lambda / 2);
  const curvature = (loss(lambda + step) - 2 * loss(lambda) + loss(lambda - step)) / (step * step);
  return {
    ...filterEwma(lambda, returnsPercent),
    lambda,
    lambdaStandardError: Math.sqrt(1 / curvature),
    observations: returnsPercent.length,
    converged: minimum.converged,
    warnings: [...scaleWarnings, ...(lambda > LAMBDA_BORDER ? [NO_CLUSTERING] : [])],
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

const NO_CLUSTERING: RunWarning = {
  code: 'ewma-no-clustering',
  message: 'lambda is at 1: the series shows no volatility clustering',
  remedy: 'use a constant variance, or check that the series is not smoothed',
};
