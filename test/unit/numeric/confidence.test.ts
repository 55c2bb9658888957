import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import {
  CONFIDENCE_LEVEL,
  CONFIDENCE_Z,
  estimateEs,
  estimateMean,
  estimatePairedDifference,
  estimateProbability,
  estimateVar,
  type Estimate,
} from '../../../src/numeric/confidence.js';
import { computeNormalQuantile } from '../../../src/numeric/normal.js';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const REPLICATIONS = 400;

/** How often an interval holds the truth, over repeated samples; its own standard error is √(0.05 × 0.95/400) = 0.011. */
function measureCoverage(truth: number, estimate: (replication: number) => Estimate): number {
  let held = 0;
  for (let i = 0; i < REPLICATIONS; i++) {
    const { ciLow, ciHigh } = estimate(i);
    if (ciLow <= truth && truth <= ciHigh) held++;
  }
  return held / REPLICATIONS;
}

/** n exponential losses: VaR = −ln(1 − p), ES = VaR + 1. */
function drawExponential(n: number, replication: number): Float64Array {
  const stream = createRandomStream(1, 'test/exponential', replication);
  return new Float64Array(n).map(() => stream.nextGamma(1));
}

test('the printed z belongs to the printed confidence', () => {
  expect(CONFIDENCE_Z).toBeCloseTo(computeNormalQuantile((1 + CONFIDENCE_LEVEL) / 2), 13);
});

describe('estimateMean', () => {
  test('mean ± z s/√n by hand: 1, 2, 3, 4, 10 has mean 4 and s² = 12.5', () => {
    const halfWidth = CONFIDENCE_Z * Math.sqrt(12.5 / 5);
    const estimate = estimateMean(of(1, 2, 3, 4, 10));
    expect(estimate.value).toBe(4);
    expect(estimate.ciHigh).toBeCloseTo(4 + halfWidth, 12);
    expect(estimate.ciLow).toBe(1); // 4 − 3.1 would lie below every sample
    expect(estimate.n).toBe(5);
  });

  test('holds the truth in about 95 % of samples', () => {
    const coverage = measureCoverage(1, (i) => estimateMean(drawExponential(1000, i)));
    expect(Math.abs(coverage - 0.95)).toBeLessThan(0.033);
  });

  test('losses that are all zero give zero with width zero', () => {
    expect(estimateMean(new Float64Array(100))).toEqual({ value: 0, ciLow: 0, ciHigh: 0, n: 100 });
  });
});

describe('estimateProbability', () => {
  // scipy 1.17.1, binomtest(x, n).proportion_ci(method='wilson').
  test.each([
    [0, 10, 0, 0.27753279986288926],
    [1, 29, 0.006113214292762667, 0.17175521879320282],
    [15, 148, 0.06238639953073629, 0.16048724172330803],
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [5, 5, 0.5655175352168251, 1],
  ])('Wilson interval of %p in %p', (count, n, low, high) => {
    const estimate = estimateProbability(count, n);
    expect(estimate.value).toBe(count / n);
    expect(estimate.ciLow).toBeCloseTo(low, 12);
    expect(estimate.ciHigh).toBeCloseTo(high, 12);
  });
});

describe('estimateVar', () => {
  test('is the ⌈n level⌉-th smallest loss, in whatever order they come', () => {
    const losses = Float64Array.from({ length: 1000 }, (_, i) => ((i * 617) % 1000) + 1);
    expect(estimateVar(losses, 0.99).value).toBe(990);
    expect(estimateVar(losses, 0.95).value).toBe(950);
    expect(estimateVar(losses, 0.9501).value).toBe(951);
  });

  test('interval between the order statistics of the binomial: ranks 983 and 997 of 1,000 at 0.99', () => {
    // scipy 1.17.1: largest l with P(B < l) ≤ 0.025, smallest u with P(B ≥ u) ≤ 0.025, B ~ Binomial(1000, 0.99).
    const losses = Float64Array.from({ length: 1000 }, (_, i) => i + 1);
    expect(estimateVar(losses, 0.99)).toEqual({ value: 990, ciLow: 983, ciHigh: 997, n: 1000 });
  });

  test('holds the truth in at least about 95 % of samples', () => {
    const coverage = measureCoverage(-Math.log(0.05), (i) => estimateVar(drawExponential(1000, i), 0.95));
    expect(coverage).toBeGreaterThan(0.917);
  });
});

describe('estimateEs', () => {
  test('is the mean of the worst tenth: of 1 … 20 at 0.9 the mean of 19 and 20', () => {
    expect(estimateEs(Float64Array.from({ length: 20 }, (_, i) => i + 1), 0.9).value).toBeCloseTo(19.5, 12);
  });

  test('weights the boundary loss in part: of 1 … 10 at 0.85 it is (10 + ½ × 9)/1.5', () => {
    expect(estimateEs(Float64Array.from({ length: 10 }, (_, i) => i + 1), 0.85).value).toBeCloseTo(14.5 / 1.5, 12);
  });

  test('standard error by hand: one loss of 10 in 100 at 0.95 contributes 200 once', () => {
    const losses = new Float64Array(100);
    losses[42] = 10;
    const standardError = Math.sqrt((198 * 198 + 99 * 2 * 2) / 99 / 100); // contributions 200, 0 × 99, mean 2
    const { value, ciHigh, ciLow } = estimateEs(losses, 0.95);
    expect(value).toBeCloseTo(2, 12);
    expect(ciHigh).toBeCloseTo(2 + CONFIDENCE_Z * standardError, 12);
    expect(ciLow).toBe(0);
  });

  test('holds the truth in about 95 % of samples (known to fall a little short in finite samples)', () => {
    const coverage = measureCoverage(1 - Math.log(0.05), (i) => estimateEs(drawExponential(2000, i), 0.95));
    expect(coverage).toBeGreaterThan(0.91);
    expect(coverage).toBeLessThan(0.98);
  });
});

describe('estimatePairedDifference', () => {
  const STATISTICS = [
    { kind: 'mean' },
    { kind: 'value-at-risk', level: 0.95 },
    { kind: 'expected-shortfall', level: 0.95 },
  ] as const;

  test.each(STATISTICS)('$kind of a sample minus itself is exactly zero, with width zero', (statistic) => {
    const losses = drawExponential(500, 1);
    expect(estimatePairedDifference(losses, losses, statistic)).toEqual({ value: 0, ciLow: 0, ciHigh: 0, n: 500 });
  });

  test.each(STATISTICS)('$kind: the value is the difference of the two estimates, A minus B', (statistic) => {
    const a = drawExponential(500, 1);
    const b = drawExponential(500, 2);
    const single = (losses: Float64Array): number =>
      statistic.kind === 'mean'
        ? estimateMean(losses).value
        : statistic.kind === 'value-at-risk'
          ? estimateVar(losses, statistic.level).value
          : estimateEs(losses, statistic.level).value;
    expect(estimatePairedDifference(a, b, statistic).value).toBeCloseTo(single(a) - single(b), 12);
  });

  // B = 1.1 A path by path, so the truth is −0.1 × the statistic of A.
  test.each([
    ['mean', { kind: 'mean' }, -0.1],
    ['value-at-risk', { kind: 'value-at-risk', level: 0.95 }, 0.1 * Math.log(0.05)],
    ['expected-shortfall', { kind: 'expected-shortfall', level: 0.95 }, -0.1 * (1 - Math.log(0.05))],
  ] as const)('%s of A against 1.1 A: holds the truth in about 95 %% and is far shorter than unpaired', (_name, statistic, truth) => {
    const n = 1000;
    let pairedWidth = 0;
    const coverage = measureCoverage(truth, (i) => {
      const a = drawExponential(n, i);
      const estimate = estimatePairedDifference(a, a.map((loss) => 1.1 * loss), statistic);
      pairedWidth += estimate.ciHigh - estimate.ciLow;
      return estimate;
    });
    let unpairedWidth = 0;
    for (let i = 0; i < REPLICATIONS; i++) {
      const estimate = estimatePairedDifference(drawExponential(n, i), drawExponential(n, i + 1000), statistic);
      unpairedWidth += estimate.ciHigh - estimate.ciLow;
    }
    expect(coverage).toBeGreaterThan(0.9);
    expect(pairedWidth).toBeLessThan(0.2 * unpairedWidth);
  });
});

describe('refusals', () => {
  test.each([
    ['no sample', () => estimateMean(of())],
    ['a NaN', () => estimateEs(of(1, NaN), 0.9)],
    ['level 1', () => estimateVar(of(1, 2), 1)],
    ['more hits than trials', () => estimateProbability(3, 2)],
    ['unequal lengths', () => estimatePairedDifference(of(1), of(1, 2), { kind: 'mean' })],
  ])('%s is a bug of the caller', (_name, act) => {
    expect(act).toThrow(InternalError);
  });
});
