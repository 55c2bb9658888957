import { assertInvariant } from '../../core/assert.js';
import type { Estimate } from '../../numeric/confidence.js';
import { CONFIDENCE_Z } from '../../numeric/confidence.js';
import { minimiseNelderMead } from '../../numeric/nelder-mead.js';
import type { ParetoTailFit } from './fit-pareto-tail.js';
import { computeParetoExcess, computeParetoLoss, computeUnitExcess } from './generalised-pareto.js';

export interface TailRisk {
  readonly level: number;
  /** Intervals are 95 % profile likelihood; `n` is the number of exceedances. */
  readonly var: Estimate;
  /** `Infinity` for xi ≥ 1; a bound is Infinity where the data do not exclude that. */
  readonly es: Estimate;
  /** True where fewer than one value of the sample is expected beyond VaR: the law speaks, not the data. */
  readonly isExtrapolation: boolean;
}

const DOUBLINGS_MAX = 60;
const HALVINGS = 60;
/** Half the 95 % point of chi-square with one degree of freedom. */
const LIKELIHOOD_DROP = (CONFIDENCE_Z * CONFIDENCE_Z) / 2;

/**
 * Computes value-at-risk and expected shortfall beyond the threshold of a tail fit, with profile-likelihood intervals.
 *
 * Formula: VaR_q = u + beta/xi (((n/Nu)(1 − q))^−xi − 1); ES_q = (VaR_q + beta − xi u)/(1 − xi). The profile fixes the figure,
 * writes beta as a function of it and xi, and maximises over xi; the interval holds all figures whose likelihood is within 1.92 of
 * the best. It takes Nu/n as known. Profile, not delta method: the uncertainty is one-sided, ES above all.
 * Units: those of the data. Special cases: ES is Infinity for xi ≥ 1.
 * @throws InternalError unless 1 − Nu/n ≤ level < 1: below the threshold the law says nothing.
 * @source A. J. McNeil, R. Frey and P. Embrechts, Quantitative Risk Management, revised ed. (2015), section 5.2.
 */
export function computeTailRisk(fit: ParetoTailFit, level: number): TailRisk {
  const { threshold, exceedances, observations, xi } = fit;
  const n = exceedances.length;
  const survival = (observations / n) * (1 - level);
  assertInvariant(level < 1 && survival <= 1 + 1e-12, `the tail law starts at level ${1 - n / observations}, got ${level}`);
  const excess = computeParetoExcess(survival, fit);
  const shortfall = xi < 1 ? (excess + fit.beta) / (1 - xi) : Infinity;
  const varDivisor = (shape: number): number => computeUnitExcess(survival, shape);
  const esDivisor = (shape: number): number => (shape < 1 ? (1 + computeUnitExcess(survival, shape)) / (1 - shape) : Infinity);
  const toEstimate = (value: number, [low, high]: readonly [number, number]): Estimate => ({
    value: threshold + value,
    ciLow: threshold + low,
    ciHigh: threshold + high,
    n,
  });
  return {
    level,
    var: toEstimate(excess, survival < 1 ? profileInterval(fit, excess, varDivisor) : [0, 0]),
    es: toEstimate(shortfall, Number.isFinite(shortfall) ? profileInterval(fit, shortfall, esDivisor) : [excess, Infinity]),
    isExtrapolation: (1 - level) * observations < 1,
  };
}

/** The figures y = beta × divisor(xi) whose profile log-likelihood is within 1.92 of the maximum. */
function profileInterval(fit: ParetoTailFit, best: number, divisor: (xi: number) => number): readonly [number, number] {
  const point = new Float64Array(2);
  const gradient = new Float64Array(2);
  const lossAt = (target: number, xi: number): number => {
    point[0] = xi;
    point[1] = target / divisor(xi);
    return computeParetoLoss(fit.exceedances, point, gradient);
  };
  const isInside = (target: number): boolean => {
    const start = Number.isFinite(lossAt(target, fit.xi)) ? fit.xi : 0.05; // a positive shape fits any exceedance
    const profile = minimiseNelderMead((free) => lossAt(target, free[0]!), Float64Array.of(start), { step: 0.1, tolerance: 1e-9 });
    return profile.value <= -fit.logLikelihood + LIKELIHOOD_DROP;
  };
  return [findEdge(isInside, best, 0.5), findEdge(isInside, best, 2)];
}

/** Multiplies away from an inside point until outside, then halves the bracket on a logarithmic scale. */
function findEdge(isInside: (target: number) => boolean, best: number, factor: number): number {
  let inside = best;
  let outside = best * factor;
  for (let i = 0; isInside(outside); i++) {
    if (i === DOUBLINGS_MAX) return factor > 1 ? Infinity : 0;
    inside = outside;
    outside *= factor;
  }
  for (let i = 0; i < HALVINGS; i++) {
    const middle = Math.sqrt(inside * outside);
    if (isInside(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
