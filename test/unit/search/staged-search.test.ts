import { describe, expect, test } from '@jest/globals';
import type { Evaluate } from '../../../src/search/evaluation.js';
import { searchInStages } from '../../../src/search/staged-search.js';
import type { ParameterSpace } from '../../../src/search/space.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';

const SPACE: ParameterSpace = {
  dimensions: [
    { name: 'x', current: 0, minimum: -10, maximum: 10, step: 1 },
    { name: 'y', current: 0, minimum: -2, maximum: 2, step: 1 },
  ],
  isAllowed: ([x, y]) => x! + y! <= 9,
};
const OPTIONS = { screeningPaths: 16, finalPaths: 64, batchSize: 3, seed: 1, materiality: { minimumGainRatio: 0, minimumCostFallRatio: 0.05 } };

/** Objective x, constraint x ≤ limit with an interval that narrows with the paths; records what was asked. */
function createEvaluate(limit: number, asked: { candidates: number; pathCount: number }[]): Evaluate {
  return async (candidates, pathCount) => {
    asked.push({ candidates: candidates.length, pathCount });
    return candidates.map((candidate) =>
      buildEvaluation(candidate, { paths: pathCount, objective: 100 + candidate[0]!, risk: candidate[0]!, check: buildCheck(candidate[0]!, 8 / Math.sqrt(pathCount), limit) }),
    );
  };
}

describe('searchInStages', () => {
  test('spends the full number of paths on few, and finds the best feasible point', async () => {
    const asked: { candidates: number; pathCount: number }[] = [];
    const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(4, asked), OPTIONS);
    const feasible = finalists.filter((index) => evaluations[index]!.constraints[0]!.holds);
    // Half-width 1 at 64 paths: x = 3 is the largest that holds 4 at its upper bound.
    expect(Math.max(...feasible.map((index) => evaluations[index]!.candidate[0]!))).toBe(3);
    expect(finalists).toContain(0);
    const [first, ...later] = asked;
    expect(first).toEqual({ candidates: evaluations.length, pathCount: 16 });
    expect(later.every(({ pathCount }) => pathCount === 64)).toBe(true);
    expect(later.reduce((sum, { candidates }) => sum + candidates, 0)).toBeLessThan(evaluations.length / 2);
  });

  test('goes on until no candidate is left when none is feasible', async () => {
    const asked: { candidates: number; pathCount: number }[] = [];
    const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(-10.5, asked), OPTIONS);
    expect(finalists.some((index) => evaluations[index]!.constraints[0]!.holds)).toBe(false);
    // Every point not ruled out by the short look (lower bound x − 2 ≤ −10.5) was given the full number of paths.
    const hopeful = evaluations.filter(({ candidate }) => candidate[0]! - 2 <= -10.5).length;
    expect(finalists.length).toBeGreaterThanOrEqual(hopeful);
  });
});
