import { assertInvariant } from '../core/assert.js';
import { CONFIDENCE_Z, type Estimate } from './confidence.js';
import type { SampleStatistic } from './influence.js';
import { computeMean, computeVariance } from './sample-moments.js';

export interface WeightedEstimate extends Estimate {
  /** (Σ w)²/Σ w²: how many plain samples the weighted ones are worth for averages of everything; the rare event itself can gain. */
  readonly effectiveSampleSize: number;
  /** Plain samples that would give this interval for a probability: value (1 − value)/standard error²; NaN when nothing was hit. */
  readonly equivalentSamples: number;
}

/**
 * Estimates a mean from samples drawn under another law, with their likelihood ratios.
 *
 * Formula: mean of w g ± z sd(w g)/√n, unbiased as E w = 1. Shape: equal lengths n ≥ 2; weights ≥ 0, given as logarithms.
 * Special cases: a few large weights make the interval too short: read it only while `effectiveSampleSize` is well above 100.
 * @throws InternalError when lengths differ or a value is not finite.
 * @source A. B. Owen, Monte Carlo theory, methods and examples (2013), chapter 9.
 */
export function estimateWeightedMean(values: Float64Array, logWeights: Float64Array): WeightedEstimate {
  const n = values.length;
  assertInvariant(n > 1 && logWeights.length === n, `a weighted mean needs two samples and a weight each, got ${n} and ${logWeights.length}`);
  const weights = logWeights.map(Math.exp);
  const products = values.map((value, i) => value * weights[i]!);
  assertInvariant(products.every(Number.isFinite) && weights.every(Number.isFinite), 'a weighted mean needs finite values and weights');
  const value = computeMean(products);
  const variance = computeVariance(products, value) / n;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const halfWidth = CONFIDENCE_Z * Math.sqrt(variance);
  return {
    value,
    ciLow: value - halfWidth,
    ciHigh: value + halfWidth,
    n,
    effectiveSampleSize: squares > 0 ? (sum * sum) / squares : 0,
    equivalentSamples: variance > 0 ? (value * (1 - value)) / variance : NaN,
  };
}

/**
 * Estimates a statistic of losses from samples drawn under another law, with their likelihood ratios.
 *
 * Formula: with p(x) = mean of w 1{loss > x}: VaR = the smallest sample x with p(x) ≤ 1 − level; ES = VaR + mean of w (loss − VaR)+ / (1 − level), its interval
 * ± z sd/√n of those products; the interval of VaR holds the samples x at which 1 − level lies within p(x) ± z sd/√n. Means: `estimateWeightedMean`.
 * Units: those of the losses. Shape: equal lengths n ≥ 2. Special cases: weights of 1 give the plain estimates; lower bounds are cut at the smallest loss, as
 * `estimateMean` does; see above for the size of weights.
 * @throws InternalError as `estimateWeightedMean`, or when a level is outside (0, 1)
 * @source P. W. Glynn, "Importance sampling for Monte Carlo estimation of quantiles" (1996)
 */
export function estimateWeightedStatistic(losses: Float64Array, logWeights: Float64Array, statistic: SampleStatistic): WeightedEstimate {
  const mean = estimateWeightedMean(losses, logWeights);
  const least = losses.reduce((smallest, loss) => (loss < smallest ? loss : smallest), Infinity);
  if (statistic.kind === 'mean') return { ...mean, ciLow: Math.max(mean.ciLow, Math.min(least, mean.value)) };
  const { level } = statistic;
  assertInvariant(level > 0 && level < 1, `a tail level must lie in (0, 1), got ${level}`);
  const quantile = estimateWeightedQuantile(losses, logWeights, level);
  if (statistic.kind === 'value-at-risk') return { ...mean, ...quantile };
  const excess = losses.map((loss) => (loss > quantile.value ? (loss - quantile.value) / (1 - level) : 0));
  const beyond = estimateWeightedMean(excess, logWeights);
  return { ...mean, value: quantile.value + beyond.value, ciLow: Math.max(quantile.value + beyond.ciLow, least), ciHigh: quantile.value + beyond.ciHigh };
}

function estimateWeightedQuantile(losses: Float64Array, logWeights: Float64Array, level: number): Pick<Estimate, 'value' | 'ciLow' | 'ciHigh'> {
  const n = losses.length;
  const order = Uint32Array.from(losses, (_, index) => index).sort((a, b) => losses[b]! - losses[a]!);
  const reached = { value: NaN, ciLow: NaN, ciHigh: NaN };
  let sum = 0;
  let squares = 0;
  // From the largest loss down: `sum / n` is the chance of a loss above the sample at hand.
  for (const index of order) {
    const chance = sum / n;
    const halfWidth = CONFIDENCE_Z * Math.sqrt(Math.max(0, squares / n - chance * chance) / n);
    const loss = losses[index]!;
    if (chance + halfWidth <= 1 - level) reached.ciHigh = loss;
    if (chance <= 1 - level) reached.value = loss;
    if (chance - halfWidth <= 1 - level) reached.ciLow = loss;
    else break;
    const weight = Math.exp(logWeights[index]!);
    sum += weight;
    squares += weight * weight;
  }
  return reached;
}
