import { describe, expect, test } from '@jest/globals';
import type { Evaluation } from '../../../src/search/evaluation.js';
import { recommend } from '../../../src/search/recommend.js';
import type { ParameterSpace } from '../../../src/search/space.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';

const SPACE: ParameterSpace = { dimensions: [{ name: 'x', current: 0, minimum: -10, maximum: 10, step: 1 }], isAllowed: () => true };
const MATERIALITY = { minimumGainRatio: 0.01, minimumCostFallRatio: 0.05 };
const choose = (...evaluations: Evaluation[]): ReturnType<typeof recommend> => recommend(SPACE, evaluations, [...evaluations.keys()], MATERIALITY);

describe('recommend', () => {
  test('takes the best objective that is feasible at its upper bound, not at its estimate', () => {
    const hopeful = buildEvaluation([2], { objective: 130, check: buildCheck(1.95, 0.1, 2) });
    const sure = buildEvaluation([1], { objective: 120, check: buildCheck(1.8, 0.1, 2) });
    expect(choose(buildEvaluation([0], {}), sure, hopeful)).toEqual({ index: 1, ground: 'objective-gain' });
  });

  test('keeps the point in force when the gain is not worth a vote', () => {
    expect(choose(buildEvaluation([0], {}), buildEvaluation([1], { objective: 100.9 }))).toEqual({ index: 0, ground: 'keep-not-material' });
  });

  test('keeps the point in force when nothing else is better', () => {
    expect(choose(buildEvaluation([0], {}), buildEvaluation([1], { objective: 90 }), buildEvaluation([2], { cost: 9.9 }))).toEqual({ index: 0, ground: 'keep-best' });
  });

  test('moves at an equal objective only for a saving that is material and distinguishable', () => {
    expect(choose(buildEvaluation([0], {}), buildEvaluation([1], { cost: 8 }))).toEqual({ index: 1, ground: 'cost-fall' });
    const noisy = buildEvaluation([1], { cost: 8 });
    noisy.costByPath.forEach((cost, path) => (noisy.costByPath[path] = cost + (path % 2 === 0 ? 40 : -40)));
    expect(choose(buildEvaluation([0], {}), noisy)).toEqual({ index: 0, ground: 'keep-best' });
  });

  test('prefers the nearest of equals', () => {
    const far = buildEvaluation([5], { objective: 120 });
    const near = buildEvaluation([1], { objective: 120 });
    expect(choose(buildEvaluation([0], {}), far, near)).toEqual({ index: 2, ground: 'objective-gain' });
  });

  test('leaves an infeasible point in force even for a worse objective, and says so', () => {
    const broken = buildEvaluation([0], { check: buildCheck(3, 0.1, 2) });
    expect(choose(broken, buildEvaluation([-1], { objective: 80 }))).toEqual({ index: 1, ground: 'restores-feasibility' });
  });

  test('gives nothing when nothing is feasible', () => {
    expect(choose(buildEvaluation([0], { check: buildCheck(3, 0.1, 2) }))).toBeNull();
  });
});
