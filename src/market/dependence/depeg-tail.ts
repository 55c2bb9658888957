import { chooseThreshold, type ThresholdChoice } from '../tails/choose-threshold.js';
import type { PegFit } from './peg-process.js';

/**
 * Fits the tail of sudden losses of a ratio that should stay put: the depeg tail, its own and not that of the asset it follows.
 *
 * Formula: generalised Pareto on the exceedances of −innovation/`innovationStdDev`, threshold by `chooseThreshold`.
 * Units: the result is in standard deviations of an innovation, a fall positive.
 * @throws ModelError when too few innovations are observed to fit a tail.
 */
export function fitDepegTail(peg: Pick<PegFit, 'residuals' | 'innovationStdDev'>): ThresholdChoice {
  return chooseThreshold(peg.residuals.filter(Number.isFinite).map((value) => -value / peg.innovationStdDev));
}
