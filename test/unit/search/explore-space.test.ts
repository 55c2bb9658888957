import { describe, expect, test } from '@jest/globals';
import type { Evaluate } from '../../../src/search/evaluation.js';
import { exploreSpace } from '../../../src/search/explore-space.js';
import { Ledger } from '../../../src/search/ledger.js';
import { countGridPoints, stepsBetween, type Candidate, type ParameterSpace } from '../../../src/search/space.js';
import { searchInStages } from '../../../src/search/staged-search.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';

const MATERIALITY = { minimumGainRatio: 0, minimumCostFallRatio: 0.05 };

/** Four thresholds with their buffers: 41 levels each, 2.8 million points, of which about a sixth may be set. */
const SPACE: ParameterSpace = {
  dimensions: ['a', 'b', 'c', 'd'].map((name) => ({ name, current: 50, minimum: 30, maximum: 70, step: 1 })),
  isAllowed: ([a, b, c]) => a! <= b! && b! <= c!,
};

/** Gains rise and risk rises with every threshold, at different rates; the exact best under risk ≤ limit is known. */
function createEvaluate(limit: number, seen: Candidate[], { offset = 0, halfWidth = 0.01 } = {}): Evaluate {
  return async (candidates, paths, onProgress) => {
    seen.push(...candidates);
    onProgress(1);
    return candidates.map((candidate) => {
      const [a, b, c, d] = candidate as [number, number, number, number];
      const risk = (a * a + b * b + 2 * c * c + 3 * d * d) / 1000;
      return buildEvaluation(candidate, { paths, objective: offset + a + b + c + d, cost: d, risk, check: buildCheck(risk, halfWidth, limit) });
    });
  };
}

/** Best objective over all allowed points whose risk's upper bound holds. */
function findBest(limit: number, halfWidth = 0.01): number {
  let best = -Infinity;
  for (let a = 30; a <= 70; a++)
    for (let b = a; b <= 70; b++)
      for (let c = b; c <= 70; c++)
        for (let d = 30; d <= 70; d++) if ((a * a + b * b + 2 * c * c + 3 * d * d) / 1000 + halfWidth <= limit) best = Math.max(best, a + b + c + d);
  return best;
}

describe('exploreSpace', () => {
  test('hands over allowed grid points only, each once, the point in force first, and the same ones every time', async () => {
    const runs = [0, 1].map(async () => {
      const seen: Candidate[] = [];
      const fractions: number[] = [];
      const ledger = new Ledger(SPACE, createEvaluate(15, seen));
      await exploreSpace(SPACE, ledger, { screeningPaths: 8, finalPaths: 32, seed: 3, onProgress: (fraction) => fractions.push(fraction) });
      return { seen, fractions, evaluations: ledger.evaluations };
    });
    const [first, second] = await Promise.all(runs);
    const { seen, fractions, evaluations } = first!;
    expect(seen).toEqual(second!.seen);
    expect(seen[0]).toEqual([50, 50, 50, 50]);
    expect(evaluations.map(({ candidate }) => candidate)).toEqual(seen);
    expect(new Set(seen.map(String)).size).toBe(seen.length);
    expect(seen.length).toBeLessThanOrEqual(1281);
    expect(seen.every((candidate) => SPACE.isAllowed(candidate) && candidate.every((value) => value >= 30 && value <= 70) && Number.isInteger(stepsBetween(SPACE, candidate, seen[0]!)))).toBe(true);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('lets the staged search come within 1 % of the best of 2.8 million points, whatever the seed', async () => {
    expect(countGridPoints(SPACE)).toBe(41 ** 4);
    const best = findBest(15);
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const seen: Candidate[] = [];
      const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(15, seen), { screeningPaths: 8, finalPaths: 16, batchSize: 12, seed, materiality: MATERIALITY });
      const feasible = finalists.map((index) => evaluations[index]!).filter(({ constraints }) => constraints[0]!.holds);
      const found = Math.max(...feasible.map(({ objective }) => objective));
      expect(found).toBeLessThanOrEqual(best);
      expect(found).toBeGreaterThanOrEqual(0.99 * best);
      expect(seen.length).toBeLessThan(1500);
    }
  });

  test('aims at what holds at the upper bound, not at the estimate: with a wide interval the best lies well inside the limit', async () => {
    const limited = { halfWidth: 3 };
    const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(15, [], limited), { screeningPaths: 16, finalPaths: 16, batchSize: 1, seed: 1, materiality: MATERIALITY });
    const feasible = finalists.map((index) => evaluations[index]!).filter(({ constraints }) => constraints[0]!.holds);
    expect(Math.max(...feasible.map(({ objective }) => objective))).toBeGreaterThanOrEqual(0.99 * findBest(15, limited.halfWidth));
  });

  // What may not be set has no value at all: told as 0 it would beat every objective below 0.
  test('is not drawn to combinations that may not be set where objectives are negative', async () => {
    const seen: Candidate[] = [];
    const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(15, seen, { offset: -1000 }), { screeningPaths: 8, finalPaths: 16, batchSize: 12, seed: 1, materiality: MATERIALITY });
    const feasible = finalists.map((index) => evaluations[index]!).filter(({ constraints }) => constraints[0]!.holds);
    expect(1000 + Math.max(...feasible.map(({ objective }) => objective))).toBeGreaterThanOrEqual(0.99 * findBest(15));
  });
});
