import { describe, expect, test } from '@jest/globals';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { estimateEs, estimateVar } from '../../../src/numeric/confidence.js';
import { estimateWeightedStatistic } from '../../../src/numeric/weighted-estimate.js';

const N = 20_000;
const draw = (index: number): Float64Array => {
  const stream = createRandomStream(11, 'test/weighted-statistic', index);
  return Float64Array.from({ length: N }, () => stream.nextNormal());
};

describe('statistics of weighted samples', () => {
  test('with weights of 1 are the plain ones', () => {
    const losses = draw(0);
    const even = new Float64Array(N);
    const plainVar = estimateVar(losses, 0.99);
    const weightedVar = estimateWeightedStatistic(losses, even, { kind: 'value-at-risk', level: 0.99 });
    expect(weightedVar.value).toBe(plainVar.value);
    // Order statistics here, a normal interval there: the bounds agree to a tenth of the interval.
    const width = plainVar.ciHigh - plainVar.ciLow;
    expect(Math.abs(weightedVar.ciLow - plainVar.ciLow)).toBeLessThan(0.1 * width);
    expect(Math.abs(weightedVar.ciHigh - plainVar.ciHigh)).toBeLessThan(0.1 * width);
    const plainEs = estimateEs(losses, 0.99);
    const weightedEs = estimateWeightedStatistic(losses, even, { kind: 'expected-shortfall', level: 0.99 });
    for (const bound of ['value', 'ciLow', 'ciHigh'] as const) expect(weightedEs[bound]).toBeCloseTo(plainEs[bound], 9);
  });

  test('of normals shifted into the tail meet the closed form of the plain law, with a fraction of the interval', () => {
    // Drawn around 3; the weight of x is φ(x)/φ(x − 3) = exp(4.5 − 3x). VaR and ES of a standard normal at 0.999.
    const losses = draw(1).map((x) => x + 3);
    const logWeights = losses.map((x) => 4.5 - 3 * x);
    const [quantile, shortfall] = [3.090232306167813, 3.3670903];
    const valueAtRisk = estimateWeightedStatistic(losses, logWeights, { kind: 'value-at-risk', level: 0.999 });
    const expectedShortfall = estimateWeightedStatistic(losses, logWeights, { kind: 'expected-shortfall', level: 0.999 });
    for (const [estimate, expected] of [[valueAtRisk, quantile], [expectedShortfall, shortfall]] as const) {
      const standardError = (estimate.ciHigh - estimate.ciLow) / (2 * 1.96);
      expect(Math.abs(estimate.value - expected) / standardError).toBeLessThan(3.5);
      expect(standardError).toBeLessThan(0.02);
    }
    const plain = estimateVar(draw(2), 0.999);
    expect(valueAtRisk.ciHigh - valueAtRisk.ciLow).toBeLessThan((plain.ciHigh - plain.ciLow) / 3);
  });
});
