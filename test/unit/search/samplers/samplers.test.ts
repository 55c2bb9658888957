import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runSampler } from '../../../../src/search/samplers/sampler.js';
import { createFlatProblem, fingerprintCases, SAMPLER_CASES, traceSampler } from '../../../support/sampler-cases.js';
import { evaluateProblem } from '../../../support/standard-problems.js';

const BUILT = pathToFileURL(path.resolve('dist/test/support/sampler-cases.js')).href;

test('every sampler proposes the same bytes in another process', async () => {
  const script = `import(${JSON.stringify(BUILT)}).then((cases) => cases.fingerprintCases(11)).then((prints) => process.stdout.write(JSON.stringify(prints)))`;
  const elsewhere = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', maxBuffer: 1e8 }));
  expect(elsewhere).toEqual(await fingerprintCases(11));
});

describe.each(SAMPLER_CASES)('$name', ({ problem, create, isSeeded }) => {
  test('proposes the same points however the asks are cut', async () => {
    const whole = await traceSampler(create(problem, 5), problem, 230);
    expect(whole.length).toBe(230 * problem.dimensions);
    for (const cut of [1, 7, 64]) expect(await traceSampler(create(problem, 5), problem, 230, cut)).toEqual(whole);
  });

  test('proposes other points under another seed, unless it needs none', async () => {
    const [a, b] = [await traceSampler(create(problem, 5), problem, 60), await traceSampler(create(problem, 6), problem, 60)];
    expect(a.join() === b.join()).toBe(!isSeeded);
  });

  test('keeps the budget exactly, and every coordinate in [0, 1]', async () => {
    let evaluated = 0;
    let outside = 0;
    const spent = await runSampler(
      create(problem, 3),
      async (points, count) => {
        evaluated += count;
        outside += points.filter((value) => !(value >= 0 && value <= 1)).length;
        return evaluateProblem(problem, points, count);
      },
      777,
    );
    expect([spent, evaluated, outside]).toEqual([777, 777, 0]);
  });

  test.each([
    ['nothing is feasible', 1, 1],
    ['nothing can be evaluated', NaN, Infinity],
    ['all values are tied', 1, -1],
  ])('goes on with new points when %s', async (_, value, constraintValue) => {
    const trace = await traceSampler(create(problem, 9), createFlatProblem(problem, value, constraintValue), 400);
    const rows = Array.from({ length: 400 }, (_row, i) => trace.subarray(i * problem.dimensions, (i + 1) * problem.dimensions).join());
    expect(trace.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(new Set(rows).size).toBeGreaterThan(360);
  });

  test('refuses NaN, infinite objectives, wrong lengths and points that are not due, and names them', () => {
    const sampler = create(problem, 1);
    const points = sampler.ask(4);
    const good = evaluateProblem(problem, points, 4);
    const spoil = (values: Float64Array, at: number, value: number): Float64Array => values.map((old, i) => (i === at ? value : old));
    const m = problem.objectives;
    expect(() => sampler.tell(points, spoil(good.objectives, 2 * m, NaN), good.constraintValues)).toThrow('objective 0 of point 2 is NaN');
    expect(() => sampler.tell(points, spoil(good.objectives, 3 * m, Infinity), good.constraintValues)).toThrow('objective 0 of point 3 is Infinity');
    expect(() => sampler.tell(points, good.objectives, spoil(good.constraintValues, 1, NaN))).toThrow('constraint 1 of point 0 is NaN');
    expect(() => sampler.tell(points, good.objectives.subarray(1), good.constraintValues)).toThrow('objective values, got');
    expect(() => sampler.tell(points, good.objectives, good.constraintValues.subarray(1))).toThrow('constraint values, got');
    expect(() => sampler.tell(spoil(points, 0, 0.123), good.objectives, good.constraintValues)).toThrow('point 0 is not the one that is due');
    expect(() => sampler.ask(1.5)).toThrow('integer of at least 0');
    // A refusal changes nothing: the right values are still taken, once.
    sampler.tell(points, good.objectives, good.constraintValues);
    expect(() => sampler.tell(points, good.objectives, good.constraintValues)).toThrow('told about 4 points while 0 are out');
  });
});
