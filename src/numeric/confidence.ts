import { assertInvariant } from '../core/assert.js';
import { findVarIndex, linearise, sortSamples, type SampleStatistic } from './influence.js';
import { findQuantileInterval } from './quantile.js';
import { computeMean, computeVariance } from './sample-moments.js';

/** The confidence of every interval that Plimsoll prints. */
export const CONFIDENCE_LEVEL = 0.95;
/** The standard normal quantile at (1 + 0.95)/2; a test holds it against `computeNormalQuantile`. */
export const CONFIDENCE_Z = 1.959963984540054;

/** An estimate with its 95 % confidence interval and the number of samples behind it. */
export interface Estimate {
  readonly value: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly n: number;
}

/**
 * Estimates the mean of independent samples.
 *
 * Formula: m ± z s/√n with s² = Σ (x − m)²/(n − 1); a lower bound below the smallest sample is cut to it, because losses
 * with a floor of zero would otherwise get a negative bound.
 * Special cases: one sample, or equal samples, give width zero: the formula sees no spread there, so zero losses in n paths
 * do NOT prove zero risk; `estimateProbability` gives a bound that does not collapse.
 * @throws InternalError when there is no sample or one is not finite.
 */
export function estimateMean(samples: Float64Array): Estimate {
  return estimateOneSample(samples, { kind: 'mean' });
}

/**
 * Estimates expected shortfall: the mean loss in the worst 1 − level of cases.
 *
 * Formula: ES = VaR + mean((x − VaR)+)/(1 − level), which equals the tail mean with the boundary sample weighted in part;
 * standard error sd((x − VaR)+)/((1 − level) √n), the asymptotic one; interval ± z of it, cut below at the smallest sample.
 * Units: those of the samples; a loss is positive. Shape: `losses` in any order.
 * Special cases: with fewer than about 30 samples beyond VaR the normal interval is too short; losses all equal give width 0.
 * @throws InternalError when there is no sample, one is not finite, or the level is outside (0, 1).
 * @source B. J. Manistre and G. H. Hancock, "Variance of the CTE estimator", North American Actuarial Journal 9 (2005);
 *   R. T. Rockafellar and S. Uryasev, "Conditional value-at-risk for general loss distributions", J. Bank. Fin. 26 (2002).
 */
export function estimateEs(losses: Float64Array, level: number): Estimate {
  return estimateOneSample(losses, { kind: 'expected-shortfall', level });
}

/**
 * Estimates value-at-risk: the loss that is not passed with probability `level`.
 *
 * Formula: the order statistic x(k), k = ⌈n level⌉; interval between two order statistics (see `findQuantileInterval`).
 * Units: those of the samples; a loss is positive. Shape: `losses` in any order.
 * Special cases: too few samples to bound it (n < ln 0.025 / ln level, so 368 at 0.99) give the sample's extreme as bound.
 * @throws InternalError when there is no sample, one is not finite, or the level is outside (0, 1).
 */
export function estimateVar(losses: Float64Array, level: number): Estimate {
  const sorted = sortSamples(losses, level);
  const interval = findQuantileInterval(sorted.length, level, CONFIDENCE_LEVEL);
  return {
    value: sorted[findVarIndex(sorted.length, level)]!,
    ciLow: sorted[interval.lowIndex]!,
    ciHigh: sorted[interval.highIndex]!,
    n: sorted.length,
  };
}

/**
 * Estimates a probability from a count, with Wilson's score interval, which stays inside [0, 1] and does not collapse at 0.
 *
 * Formula: centre (p + z²/2n)/(1 + z²/n), half-width z √(p(1−p)/n + z²/4n²)/(1 + z²/n), p = count/n.
 * @throws InternalError unless 0 ≤ count ≤ n and n ≥ 1.
 * @source E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function estimateProbability(count: number, n: number): Estimate {
  assertInvariant(n >= 1 && count >= 0 && count <= n, `a count must lie in 0 … n with n ≥ 1, got ${count} of ${n}`);
  const p = count / n;
  const zz = (CONFIDENCE_Z * CONFIDENCE_Z) / n;
  const centre = (p + zz / 2) / (1 + zz);
  const halfWidth = (CONFIDENCE_Z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n))) / (1 + zz);
  return {
    value: p,
    // At the ends the bound is exactly 0 or 1; rounding would leave a speck.
    ciLow: count === 0 ? 0 : centre - halfWidth,
    ciHigh: count === n ? 1 : centre + halfWidth,
    n,
  };
}

/**
 * Estimates statistic(A) − statistic(B) when sample i of both was drawn on the same path.
 *
 * Formula: each statistic is to first order a mean of one contribution per path (see `linearise`); the interval is that of
 * the mean of the paired differences, value ± z sd(a − b)/√n, so what both share cancels.
 * Shape: both samples have length n, in path order. Special cases: equal samples give exactly 0 with width 0.
 * @throws InternalError when the lengths differ, a sample is not finite, or a level is outside (0, 1).
 */
export function estimatePairedDifference(
  samplesA: Float64Array,
  samplesB: Float64Array,
  statistic: SampleStatistic,
): Estimate {
  const n = samplesA.length;
  assertInvariant(n === samplesB.length, `paired samples must have one length, got ${n} and ${samplesB.length}`);
  const a = linearise(samplesA, statistic, CONFIDENCE_LEVEL, CONFIDENCE_Z);
  const b = linearise(samplesB, statistic, CONFIDENCE_LEVEL, CONFIDENCE_Z);
  const value = a.value - b.value;
  const halfWidth = computeHalfWidth(a.contributions.map((contribution, i) => contribution - b.contributions[i]!));
  return { value, ciLow: value - halfWidth, ciHigh: value + halfWidth, n };
}

function estimateOneSample(samples: Float64Array, statistic: SampleStatistic): Estimate {
  const { value, contributions } = linearise(samples, statistic, CONFIDENCE_LEVEL, CONFIDENCE_Z);
  const halfWidth = computeHalfWidth(contributions);
  const smallest = samples.reduce((least, sample) => (sample < least ? sample : least), value);
  return { value, ciLow: Math.max(value - halfWidth, smallest), ciHigh: value + halfWidth, n: samples.length };
}

function computeHalfWidth(contributions: Float64Array): number {
  return CONFIDENCE_Z * Math.sqrt(computeVariance(contributions, computeMean(contributions)) / contributions.length);
}

/**
 * Counts the trials after which no event at all shows a probability to be at most `probability`, by `estimateProbability`'s upper end.
 *
 * Formula: z²/(n + z²) ≤ p, so n = ⌈z² (1 − p)/p⌉. Special case: 0 cannot be shown, which gives `Infinity`.
 */
export function countTrialsToShow(probability: number): number {
  return Math.ceil((CONFIDENCE_Z * CONFIDENCE_Z * (1 - probability)) / probability);
}
