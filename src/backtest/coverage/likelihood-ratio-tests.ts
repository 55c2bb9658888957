import { assertInvariant } from '../../core/assert.js';
import { computeChiSquareSurvival } from '../../numeric/chi-square.js';

/** A test is passed while its p-value is at least this. */
export const SIGNIFICANCE = 0.05;

export interface LikelihoodRatioTest {
  /** The statistic, ≥ 0; large values speak against the forecasts. */
  readonly lr: number;
  readonly pValue: number;
}

/** How often a state (0 = no exceedance, 1 = exceedance) followed another. */
export interface TransitionCounts {
  readonly n00: number;
  readonly n01: number;
  readonly n10: number;
  readonly n11: number;
}

/**
 * Tests whether VaR was passed as often as it should be (proportion of failures).
 *
 * Formula: LR = 2 [ln L(x/T) − ln L(p)], ln L(q) = (T − x) ln(1 − q) + x ln q; chi-square with 1 degree of freedom.
 * Special cases: no exceedance, or nothing else, is fine (0 ln 0 = 0).
 * @throws InternalError unless 0 ≤ exceedances ≤ observations, observations ≥ 1 and 0 < p < 1.
 * @source P. H. Kupiec, "Techniques for verifying the accuracy of risk measurement models", J. Derivatives 3 (1995).
 * @example testKupiec(1043, 57, 0.05) // { lr: 0.46147, pValue: 0.49694 }
 */
export function testKupiec(observations: number, exceedances: number, p: number): LikelihoodRatioTest {
  assertInvariant(
    observations >= 1 && exceedances >= 0 && exceedances <= observations,
    `exceedances must lie in 0 … observations, got ${exceedances} of ${observations}`,
  );
  assertInvariant(p > 0 && p < 1, `an exceedance probability must lie in (0, 1), got ${p}`);
  const hits = observations - exceedances;
  const observed = computeLogLikelihood(hits, exceedances, exceedances / observations);
  return buildTest(2 * (observed - computeLogLikelihood(hits, exceedances, p)), 1);
}

/**
 * Tests whether an exceedance makes the next one more or less likely.
 *
 * Formula: LR = 2 [ln L(p01, p11) − ln L(p0)] with p01 = n01/(n00 + n01), p11 = n11/(n10 + n11), p0 = (n01 + n11)/all;
 * chi-square with 1 degree of freedom. Special cases: without any exceedance LR = 0.
 * @source P. F. Christoffersen, "Evaluating interval forecasts", International Economic Review 39 (1998), section 4.
 */
export function testIndependence({ n00, n01, n10, n11 }: TransitionCounts): LikelihoodRatioTest {
  const restricted = computeLogLikelihood(n00 + n10, n01 + n11, (n01 + n11) / (n00 + n01 + n10 + n11));
  const free =
    computeLogLikelihood(n00, n01, n01 / (n00 + n01)) + computeLogLikelihood(n10, n11, n11 / (n10 + n11));
  return buildTest(2 * (free - restricted), 1);
}

/**
 * Tests count and independence of exceedances together (conditional coverage).
 *
 * Formula: LR = LR of `testKupiec` + LR of `testIndependence`; chi-square with 2 degrees of freedom. The count uses all T
 * observations, the transitions T − 1.
 * @source P. F. Christoffersen (1998), section 4.3.
 */
export function testConditionalCoverage(kupiec: LikelihoodRatioTest, independence: LikelihoodRatioTest): LikelihoodRatioTest {
  return buildTest(kupiec.lr + independence.lr, 2);
}

export interface ChristoffersenTest {
  readonly counts: TransitionCounts;
  readonly independence: LikelihoodRatioTest;
  readonly conditionalCoverage: LikelihoodRatioTest;
}

/**
 * Runs Christoffersen's tests on a series of exceedance flags.
 *
 * Shape: `exceedanceFlags` 0 or 1 in time order, length ≥ 2; p is the probability that one should be 1.
 * @throws InternalError when there are fewer than 2 flags.
 */
export function testChristoffersen(exceedanceFlags: Uint8Array, p: number): ChristoffersenTest {
  assertInvariant(exceedanceFlags.length >= 2, 'a test of independence needs at least two observations');
  const counts = countTransitions(exceedanceFlags);
  const independence = testIndependence(counts);
  const kupiec = testKupiec(exceedanceFlags.length, countExceedances(exceedanceFlags), p);
  return { counts, independence, conditionalCoverage: testConditionalCoverage(kupiec, independence) };
}

/** Counts the flags that are set. */
export function countExceedances(exceedanceFlags: Uint8Array): number {
  return exceedanceFlags.reduce((sum, flag) => sum + flag, 0);
}

function countTransitions(flags: Uint8Array): TransitionCounts {
  const counts = [0, 0, 0, 0];
  for (let t = 1; t < flags.length; t++) counts[2 * flags[t - 1]! + flags[t]!]!++;
  return { n00: counts[0]!, n01: counts[1]!, n10: counts[2]!, n11: counts[3]! };
}

/** misses ln(1 − q) + hits ln q with 0 ln 0 = 0, also when q is 0/0 because the state never occurred. */
function computeLogLikelihood(misses: number, hits: number, q: number): number {
  return (misses === 0 ? 0 : misses * Math.log1p(-q)) + (hits === 0 ? 0 : hits * Math.log(q));
}

/** Rounding may leave a statistic a speck below zero. */
function buildTest(lr: number, degreesOfFreedom: number): LikelihoodRatioTest {
  const statistic = Math.max(lr, 0);
  return { lr: statistic, pValue: computeChiSquareSurvival(statistic, degreesOfFreedom) };
}
