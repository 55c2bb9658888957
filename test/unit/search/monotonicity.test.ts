import { describe, expect, test } from '@jest/globals';
import { createRandomStream } from '../../../src/core/random-stream.js';
import type { Evaluation } from '../../../src/search/evaluation.js';
import { findMonotonicityBreaks } from '../../../src/search/monotonicity.js';
import type { ParameterSpace } from '../../../src/search/space.js';
import { buildEvaluation } from '../../support/draw-evaluation.js';

const SPACE: ParameterSpace = {
  dimensions: [
    { name: 'threshold', current: 2, minimum: 0, maximum: 4, step: 1, raisesRisk: true },
    { name: 'bonus', current: 0, minimum: 0, maximum: 2, step: 1 },
  ],
  isAllowed: () => true,
};

/** Losses on shared paths: one path in four loses, `slope` more per step of the threshold, with noise of its own. */
function build(slope: (bonus: number) => number, noise: number, paths = 400): Evaluation[] {
  const shared = createRandomStream(1, 'test', 0);
  const sizes = Float64Array.from({ length: paths }, () => (shared.nextUniform() < 0.25 ? 1 + shared.nextUniform() : 0));
  return [0, 1, 2, 3, 4].flatMap((threshold) =>
    [0, 1, 2].map((bonus) => {
      const own = createRandomStream(7, 'test', threshold * 10 + bonus);
      const lossByPath = sizes.map((size) => (size === 0 ? 0 : size * (1 + slope(bonus) * threshold) + noise * own.nextNormal()));
      return buildEvaluation([threshold, bonus], { paths, lossByPath });
    }),
  );
}

describe('findMonotonicityBreaks', () => {
  test('is content where losses rise with the threshold, and where noise hides that they do not', () => {
    expect(findMonotonicityBreaks(SPACE, build(() => 0.02, 0))).toEqual([]);
    expect(findMonotonicityBreaks(SPACE, build(() => 0, 0.5))).toEqual([]);
    expect(findMonotonicityBreaks(SPACE, build(() => -0.001, 0.5))).toEqual([]);
  });

  test('reports a fall beyond noise: the dimension, the neighbours, what is lost and on how many paths', () => {
    const breaks = findMonotonicityBreaks(SPACE, build((bonus) => (bonus === 1 ? -0.05 : 0.02), 0.001));
    expect(breaks).toHaveLength(4);
    for (const { dimension, lower, higher, lossDifference, standardErrors, paths } of breaks) {
      expect([dimension, lower.candidate[1], higher.candidate[1], higher.candidate[0]! - lower.candidate[0]!, paths]).toEqual(['threshold', 1, 1, 1, 400]);
      // A quarter of paths lose 1.5 on average, 5 % of it less.
      expect(lossDifference).toBeCloseTo(-0.25 * 1.5 * 0.05, 2);
      expect(standardErrors).toBeLessThan(-4);
    }
  });

  test('needs twenty paths that differ, and compares evaluations of different length on what they share', () => {
    expect(findMonotonicityBreaks(SPACE, build(() => -0.05, 0, 40))).toEqual([]);
    const long = build(() => -0.05, 0);
    const mixed = long.map((evaluation, index) => (index === 0 ? { ...evaluation, lossByPath: evaluation.lossByPath.subarray(0, 200) } : evaluation));
    expect(findMonotonicityBreaks(SPACE, mixed).map(({ paths }) => paths)).toContain(200);
  });

  test('says nothing about a dimension that is not marked', () => {
    const [threshold, bonus] = SPACE.dimensions;
    expect(findMonotonicityBreaks({ ...SPACE, dimensions: [{ ...threshold!, raisesRisk: false }, bonus!] }, build(() => -0.05, 0))).toEqual([]);
  });
});
