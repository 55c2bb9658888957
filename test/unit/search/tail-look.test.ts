import { describe, expect, test } from '@jest/globals';
import { isClearlyInfeasible, willBreak, type Evaluation } from '../../../src/search/evaluation.js';
import { findMonotonicityBreaks } from '../../../src/search/monotonicity.js';
import type { ParameterSpace } from '../../../src/search/space.js';
import { chooseTailPaths } from '../../../src/search/tail-look.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';

describe('chooseTailPaths', () => {
  const inForce = (paths: number, losses: Readonly<Record<number, number>>, costs: Readonly<Record<number, number>> = {}): Evaluation => ({
    ...buildEvaluation([0], {}),
    lossByPath: Float64Array.from({ length: paths }, (_, path) => losses[path] ?? 0),
    costByPath: Float64Array.from({ length: paths }, (_, path) => costs[path] ?? 1),
  });

  test('takes a thirty-second of the paths: largest loss, then largest cost, then the first; in rising order and beyond the first ones', () => {
    expect([...chooseTailPaths(inForce(64, { 50: 3, 40: 9, 2: 20 }), 8)]).toEqual([40, 50]);
    expect([...chooseTailPaths(inForce(64, { 40: 9 }, { 30: 5, 31: 7 }), 8)]).toEqual([31, 40]);
    expect([...chooseTailPaths(inForce(64, {}), 8)]).toEqual([8, 9]);
    expect([...chooseTailPaths(inForce(64, {}), 64)]).toEqual([]);
  });
});

describe('what a look at the worst paths rules out', () => {
  const look = (value: number, halfWidth: number): Evaluation => ({
    // On the first paths nothing happened.
    ...buildEvaluation([0], { check: buildCheck(0, 0, 2), paths: 64 }),
    tail: { paths: Int32Array.of(70), lossByPath: Float64Array.of(value), pathCount: 2048, floors: [buildCheck(value, halfWidth, 2)] },
  });

  test('a constraint that the worst paths alone break at the upper bound; beyond sampling error where the lower one does too', () => {
    expect([willBreak(look(1, 0.9), 2048, 3), isClearlyInfeasible(look(1, 0.9))]).toEqual([false, false]);
    expect([willBreak(look(1, 1.1), 2048, 3), isClearlyInfeasible(look(1, 1.1))]).toEqual([true, false]);
    expect([willBreak(look(4, 1.1), 2048, 3), isClearlyInfeasible(look(4, 1.1))]).toEqual([true, true]);
  });
});

describe('the self-check on worst paths', () => {
  const SPACE: ParameterSpace = { dimensions: [{ name: 'threshold', current: 0, minimum: 0, maximum: 1, step: 1, raisesRisk: true }], isAllowed: () => true };
  const PATHS = 800;
  const WORST = Int32Array.from({ length: 25 }, (_, index) => 100 + 20 * index);
  /** A loss on the worst paths only, which the first 64 do not show. */
  const build = (threshold: number, loss: number, known: 'tail' | 'all' | 'first'): Evaluation => {
    const lossOn = (path: number): number => loss + (path % 3);
    const all = Float64Array.from({ length: PATHS }, (_, path) => (WORST.includes(path) ? lossOn(path) : 0));
    const bare = buildEvaluation([threshold], { lossByPath: known === 'all' ? all : all.slice(0, 64), paths: known === 'all' ? PATHS : 64 });
    return known === 'tail' ? { ...bare, tail: { paths: WORST, lossByPath: Float64Array.from(WORST, lossOn), pathCount: PATHS, floors: [] } } : bare;
  };

  test.each([['tail', 'tail'], ['tail', 'all'], ['all', 'tail'], ['all', 'all']] as const)('finds a fall of the loss that the first paths do not show: %s against %s', (lower, higher) => {
    const [found, ...others] = findMonotonicityBreaks(SPACE, [build(0, 9, lower), build(1, 8, higher)]);
    expect(others).toEqual([]);
    expect(found!.paths).toBe(PATHS);
    expect(found!.lossDifference).toBeCloseTo(-25 / PATHS, 12);
    // 25 of 800 differences are −1: mean −p, variance p (1 − p).
    expect(found!.standardErrors).toBeCloseTo(-Math.sqrt((0.03125 / (1 - 0.03125)) * (PATHS - 1)), 6);
    expect(findMonotonicityBreaks(SPACE, [build(0, 8, lower), build(1, 9, higher)])).toEqual([]);
  });

  test('compares the first paths alone where one was not looked at', () => {
    expect(findMonotonicityBreaks(SPACE, [build(0, 9, 'first'), build(1, 8, 'tail')])).toEqual([]);
  });
});
