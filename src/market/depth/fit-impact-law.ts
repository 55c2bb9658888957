import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { CONFIDENCE_Z, type Estimate } from '../../numeric/confidence.js';
import { fitRobustLeastSquares } from '../../numeric/newey-west.js';

export interface ImpactObservations {
  readonly sizes: Float64Array;
  /** Volatility just before each sale, in any fixed unit. */
  readonly volatilities: Float64Array;
  /** Fall of the price in the sale's direction, as a ratio. */
  readonly impactRatios: Float64Array;
}

export interface ImpactLawFit {
  /** Y of I = Y sigma^e Q^b. */
  readonly coefficient: number;
  /** b; the square-root law says ½. */
  readonly sizeExponent: Estimate;
  /** e; the square-root law says 1. */
  readonly volatilityExponent: Estimate;
  /** −e/b: by how many per cent the size that costs a given impact changes when volatility rises by 1 %. */
  readonly depthElasticity: Estimate;
  /** True when the data show that depth falls as volatility rises: the whole interval of the elasticity is below 0. */
  readonly isIdentified: boolean;
  readonly rSquared: number;
  readonly sizeMax: number;
  readonly warnings: readonly RunWarning[];
}

const OBSERVATIONS_MIN = 30;
/** Standard deviation of ln volatility below which nothing can be said about its effect: less than ±10 %. */
const VOLATILITY_SPREAD_MIN = 0.1;

/**
 * Fits the square-root law of impact with both exponents free, and the elasticity of depth to volatility that follows.
 *
 * Formula: ln I = ln Y + b ln Q + e ln sigma by least squares, Newey–West standard errors with ⌊4 (n/100)^(2/9)⌋ lags; depth at a fixed
 * impact is Q ∝ sigma^(−e/b), its interval by the delta method. All intervals 95 %.
 * Shape: equal lengths, in time order; a sale that is not positive and finite in all three is left out (a price that rose cannot be
 * logged), which biases impact upwards when many are: the share left out is a warning.
 * Special cases: hardly any spread of volatility, an elasticity that cannot be told from 0 and b ≤ 0 are warnings.
 * @throws ModelError when fewer than 30 sales are left or sizes or volatilities are all one.
 * @source I = Y sigma √(Q/V): "Direct estimation…", Almgren, Thum, Hauptmann and Li (2005); Y. Sato and K. Kanazawa, arXiv 2411.13965.
 */
export function fitImpactLaw({ sizes, volatilities, impactRatios }: ImpactObservations): ImpactLawFit {
  const total = sizes.length;
  assertInvariant(volatilities.length === total && impactRatios.length === total, 'every sale needs a size, a volatility and an impact');
  const isUsable = (value: number): boolean => value > 0 && value < Infinity;
  const used = [...sizes.keys()].filter((i) => isUsable(sizes[i]!) && isUsable(volatilities[i]!) && isUsable(impactRatios[i]!));
  const log = (values: Float64Array): Float64Array => Float64Array.from(used, (i) => Math.log(values[i]!));
  const columns = [new Float64Array(used.length).fill(1), log(sizes), log(volatilities)];
  const lag = Math.floor(4 * (used.length / 100) ** (2 / 9));
  const regression = used.length < OBSERVATIONS_MIN ? null : fitRobustLeastSquares(columns, log(impactRatios), lag);
  if (regression === null) {
    throw new ModelError(`${used.length} of ${total} sales can be used, or they are all of one size or volatility: no impact law can be fitted`, {
      suggestions: ['use a longer record of sales', 'use the power law of quotes instead'],
    });
  }
  const [, b, e] = regression.coefficients as unknown as [number, number, number];
  const [, errorB, errorE] = regression.robustStandardErrors as unknown as [number, number, number];
  const ratio = -e / b;
  const covariance = regression.robustCovariance[5]!;
  const error = Math.sqrt(errorE ** 2 + ratio ** 2 * errorB ** 2 + 2 * ratio * covariance) / Math.abs(b);
  const toEstimate = (value: number, standardError: number): Estimate => ({
    value,
    ciLow: value - CONFIDENCE_Z * standardError,
    ciHigh: value + CONFIDENCE_Z * standardError,
    n: used.length,
  });
  const depthElasticity = toEstimate(ratio, error);
  const isIdentified = b - CONFIDENCE_Z * errorB > 0 && depthElasticity.ciHigh < 0 && measureSpread(columns[2]!) >= VOLATILITY_SPREAD_MIN;
  return {
    coefficient: Math.exp(regression.coefficients[0]!),
    sizeExponent: toEstimate(b, errorB),
    volatilityExponent: toEstimate(e, errorE),
    depthElasticity,
    isIdentified,
    rSquared: regression.rSquared,
    sizeMax: used.reduce((most, i) => Math.max(most, sizes[i]!), 0),
    warnings: collectWarnings(b, isIdentified, used.length / total),
  };
}

function measureSpread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function collectWarnings(sizeExponent: number, isIdentified: boolean, shareUsed: number): RunWarning[] {
  const warnings: RunWarning[] = [];
  const warn = (code: string, message: string, remedy: string): void => void warnings.push({ code, message, remedy });
  if (!(sizeExponent > 0)) {
    warn('impact-falling', `the size exponent ${sizeExponent.toFixed(3)} says larger sales cost less`, 'do not use this law');
  }
  if (!isIdentified) {
    warn('depth-elasticity-unidentified', 'the data do not show how depth changes with volatility', 'assume an elasticity of −1 and say so, or use data that span calm and storm');
  }
  if (shareUsed < 0.9) {
    warn('impact-selected', `${(100 * (1 - shareUsed)).toFixed(0)} % of sales had no fall to log and were left out: impact is biased upwards`, 'average sales in groups before fitting');
  }
  return warnings;
}
