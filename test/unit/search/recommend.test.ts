import { describe, expect, test } from '@jest/globals';
import type { Evaluation } from '../../../src/search/evaluation.js';
import { couldChangeChoice, judgeSeparation, recommend } from '../../../src/search/recommend.js';
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

describe('recommend, for an objective with sampling error', () => {
  /** Values whose differences from one another vary by path, by `noise`. */
  const build = (candidate: number[], mean: number, noise: number): Evaluation =>
    buildEvaluation(candidate, { objectiveByPath: Float64Array.from({ length: 50 }, (_, path) => mean + noise * (path % 2 === 0 ? candidate[0]! : -candidate[0]!) + (path % 5)) });

  test('moves for a gain that is distinguishable from zero, not for one that is not', () => {
    expect(choose(build([0], -100, 0), build([1], -90, 1))).toEqual({ index: 1, ground: 'objective-gain' });
    expect(choose(build([0], -100, 0), build([1], -90, 60))).toEqual({ index: 0, ground: 'keep-not-material' });
  });

  test('takes the nearest of those that cannot be told from the best', () => {
    expect(choose(build([0], -100, 0), build([4], -80, 3), build([1], -81, 3))).toEqual({ index: 2, ground: 'objective-gain' });
    expect(choose(build([0], -100, 0), build([4], -80, 0.1), build([1], -81, 0.1))).toEqual({ index: 1, ground: 'objective-gain' });
  });
});

describe('judgeSeparation', () => {
  const judge = (chosen: number, ...evaluations: Evaluation[]) => judgeSeparation(evaluations, chosen, MATERIALITY);
  const better = (halfWidth: number): Evaluation => buildEvaluation([2], { objective: 130, check: buildCheck(2.2, halfWidth, 2) });

  test('separated: what is better breaks a limit beyond sampling error', () => {
    expect(judge(1, buildEvaluation([0], {}), buildEvaluation([1], { objective: 120 }), better(0.1))).toEqual({ reason: 'separated', rivals: 0, rivalGainRatio: 0 });
  });

  test('budget: what is better breaks it within sampling error, or costs less at an equal objective', () => {
    const { reason, rivals, rivalGainRatio } = judge(1, buildEvaluation([0], {}), buildEvaluation([1], { objective: 120 }), better(0.3));
    expect([reason, rivals]).toEqual(['budget', 1]);
    expect(rivalGainRatio).toBeCloseTo(130 / 120 - 1, 12);
    expect(judge(0, buildEvaluation([0], {}), buildEvaluation([1], { cost: 5, check: buildCheck(1.9, 0.2, 2) }))).toEqual({ reason: 'budget', rivals: 1, rivalGainRatio: 0 });
  });

  test('holds objectives and costs over few paths against the same paths of the choice', () => {
    const objective = (paths: number): Float64Array => Float64Array.from({ length: paths }, (_, path) => (path < 10 ? 300 : 100) + (path % 2));
    const current = buildEvaluation([0], { objectiveByPath: objective(50) });
    // Over its ten paths it is as good as the choice there, though their mean is above the choice's over all.
    expect(judge(0, current, buildEvaluation([1], { objectiveByPath: objective(10), paths: 10 }))).toMatchObject({ reason: 'separated', rivals: 0 });
    const better = buildEvaluation([1], { objectiveByPath: objective(10).map((value) => 1.1 * value), paths: 10 });
    const { rivals, rivalGainRatio } = judge(0, current, better);
    expect([rivals, Number(rivalGainRatio.toFixed(9))]).toEqual([1, 0.1]);
    // The cost differs from path to path: the mean over the first two is below that over all, and still no saving.
    expect(judge(0, buildEvaluation([0], {}), buildEvaluation([1], { paths: 2 }))).toMatchObject({ rivals: 0 });
  });

  test('a rival must be better by what is worth a vote', () => {
    expect(judge(0, buildEvaluation([0], {}), buildEvaluation([1], { objective: 100.9 }))).toEqual({ reason: 'separated', rivals: 0, rivalGainRatio: 0 });
  });
});

describe('couldChangeChoice', () => {
  const finals = [buildEvaluation([0], {}), buildEvaluation([3], { objective: 120 })];
  const could = (contender: Evaluation): boolean => couldChangeChoice(SPACE, finals, contender, MATERIALITY, 3);

  test('leaves out what loses even with every constraint met: a worse objective, or an equal one farther off and no cheaper', () => {
    expect(could(buildEvaluation([1], { objective: 110 }))).toBe(false);
    expect(could(buildEvaluation([5], { objective: 120 }))).toBe(false);
  });

  test('keeps what is better, nearer, or materially cheaper, whatever its constraints say so far', () => {
    expect(could(buildEvaluation([5], { objective: 121, check: buildCheck(9, 9, 2) }))).toBe(true);
    expect(could(buildEvaluation([2], { objective: 120 }))).toBe(true);
    expect(could(buildEvaluation([5], { objective: 120, cost: 8, paths: 30 }))).toBe(true);
  });

  test('keeps the nearest of equals even where it costs more: the saving of the others is measured against it', () => {
    expect(could(buildEvaluation([1], { objective: 120, cost: 20 }))).toBe(true);
    expect(could(buildEvaluation([5], { objective: 120, cost: 20 }))).toBe(false);
  });

  test('takes a cost over too few paths for the least it can be', () => {
    const dear = buildEvaluation([5], { objective: 120, cost: 20, paths: 30 });
    expect(couldChangeChoice(SPACE, finals, dear, MATERIALITY, 3, 30)).toBe(false);
    expect(couldChangeChoice(SPACE, finals, dear, MATERIALITY, 3, 31)).toBe(true);
  });

  test('keeps everything while no finalist is feasible', () => {
    const broken = buildEvaluation([0], { check: buildCheck(3, 0.1, 2) });
    expect(couldChangeChoice(SPACE, [broken], buildEvaluation([9], { objective: 1 }), MATERIALITY, 3)).toBe(true);
  });
});
