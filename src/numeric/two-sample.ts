import { assertInvariant } from '../core/assert.js';

/** Beyond this many terms the series has long converged. */
const TERMS_MAX = 100;
const TERM_MIN = 1e-12;

export interface TwoSampleTest {
  /** Largest distance of the two empirical distribution functions. */
  readonly distance: number;
  /** Of a distance as large or larger if both samples came from one distribution; asymptotic. */
  readonly pValue: number;
}

/**
 * Tests whether two samples come from one distribution (Kolmogorov–Smirnov, two-sided).
 *
 * Formula: D = max |F − G|; p = 2 Σ (−1)^(k−1) exp(−2 k² λ²), λ = D √(nm/(n+m)).
 * Special cases: ties are counted together, which makes the test cautious for samples with many; 1 where λ is below 0.2.
 * @throws InternalError when a sample is empty
 * @source N. Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical Statistics 19 (1948)
 */
export function testTwoSamples(first: Float64Array, second: Float64Array): TwoSampleTest {
  assertInvariant(first.length > 0 && second.length > 0, 'two samples are compared, and one is empty');
  const [x, y] = [first.slice().sort(), second.slice().sort()];
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return { distance, pValue: computeTail(distance * Math.sqrt((x.length * y.length) / (x.length + y.length))) };
}

function computeTail(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= TERMS_MAX; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < TERM_MIN) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
