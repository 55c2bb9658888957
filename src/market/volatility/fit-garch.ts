import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { fitVolatilityInPieces, type VolatilityFitOptions } from './fit-volatility.js';
import { filterGarch, type GarchFilter, type GarchParameters } from './garch-recursion.js';
import type { PRESAMPLE_RULE } from './volatility-model.js';

export interface GarchFit extends GarchFilter {
  readonly parameters: GarchParameters;
  /** From the inverse Hessian; NaN where it cannot be inverted (then a warning says so). */
  readonly standardErrors: GarchParameters;
  /** Bollerslev–Wooldridge sandwich: valid also when the innovations are not normal. */
  readonly robustStandardErrors: GarchParameters;
  readonly presampleRule: typeof PRESAMPLE_RULE;
  readonly observations: number;
  readonly converged: boolean;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits GARCH(1,1) with constant mean by Gaussian quasi-maximum likelihood: `fitVolatility` with its parameters by name.
 *
 * Units: returns in percent, 100 × log return. Shape: length n ≥ 50, in time order.
 * @throws ModelError as `fitVolatility`.
 * @example fitGarch(demGbpReturns).parameters // { mu: −0.00619, omega: 0.01076, alpha: 0.15313, beta: 0.80597 }
 */
export function fitGarch(returnsPercent: Float64Array, options: Partial<VolatilityFitOptions> = {}): GarchFit {
  return runToEnd(fitGarchInPieces(returnsPercent, options));
}

/** The same, step by step of the search. */
export function* fitGarchInPieces(returnsPercent: Float64Array, options: Partial<VolatilityFitOptions> = {}): Piecewise<GarchFit> {
  const fit = yield* fitVolatilityInPieces('garch', 'normal', returnsPercent, options);
  const parameters = toParameters(fit.parameters);
  return {
    ...filterGarch(parameters, returnsPercent),
    parameters,
    standardErrors: toParameters(fit.standardErrors),
    robustStandardErrors: toParameters(fit.robustStandardErrors),
    presampleRule: fit.presampleRule,
    observations: fit.observations,
    converged: fit.converged,
    warnings: fit.warnings,
  };
}

function toParameters(values: Float64Array): GarchParameters {
  return { mu: values[0]!, omega: values[1]!, alpha: values[2]!, beta: values[3]! };
}
