import { describe, expect, test } from '@jest/globals';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { estimateMean } from '../../../src/numeric/confidence.js';
import type { Evaluate } from '../../../src/search/evaluation.js';
import type { SearchStanding } from '../../../src/search/ledger.js';
import { recommend } from '../../../src/search/recommend.js';
import { enumerateGrid, type Candidate, type ParameterSpace } from '../../../src/search/space.js';
import { searchInStages } from '../../../src/search/staged-search.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';

const SPACE: ParameterSpace = {
  dimensions: [
    { name: 'x', current: 0, minimum: -10, maximum: 10, step: 1 },
    { name: 'y', current: 0, minimum: -2, maximum: 2, step: 1 },
  ],
  isAllowed: ([x, y]) => x! + y! <= 9,
};
const MATERIALITY = { minimumGainRatio: 0, minimumCostFallRatio: 0.05 };
const OPTIONS = { screeningPaths: 16, finalPaths: 64, batchSize: 3, seed: 1, materiality: MATERIALITY };

interface Asked {
  readonly candidates: readonly Candidate[];
  readonly pathCount: number;
}

/** Objective x, constraint x ≤ limit with an interval that narrows with the paths; records what was asked. */
function createEvaluate(limit: number, asked: Asked[]): Evaluate {
  return async (candidates, pathCount) => {
    asked.push({ candidates, pathCount });
    return candidates.map((candidate) =>
      buildEvaluation(candidate, { paths: pathCount, objective: 100 + candidate[0]!, risk: candidate[0]!, check: buildCheck(candidate[0]!, 8 / Math.sqrt(pathCount), limit) }),
    );
  };
}

/** Losses and costs drawn per path and candidate, most of each shared by all: what common random numbers look like. */
function createNoisy(seed: number, paths: number): Evaluate {
  const stream = createRandomStream(seed, 'test', 0);
  const shock = Float64Array.from({ length: paths }, () => Math.exp(stream.nextNormal()));
  const limit = 1.6 * (estimateMean(shock).value + 0.4);
  return async (candidates, pathCount) =>
    candidates.map(([x, y]) => {
      const own = createRandomStream(seed, 'own', 1000 * (x! + 10) + y! + 2);
      const loss = Float64Array.from({ length: paths }, (_, path) => shock[path]! * (1 + 0.12 * x! + 0.02 * y!) + 0.1 * own.nextNormal()).subarray(0, pathCount);
      const cost = Float64Array.from({ length: pathCount }, (_, path) => 10 + shock[path]! + (y! === 1 ? -1.5 : y!) + 0.1 * own.nextNormal());
      const { value, ciLow, ciHigh } = estimateMean(loss);
      const check = { ...buildCheck(value, 0, limit), bound: ciHigh, lowerBound: ciLow, pathsMin: 30, holds: ciHigh <= limit };
      return { ...buildEvaluation([x!, y!], { objective: 100 + x!, risk: value, check }), costByPath: cost, lossByPath: loss };
    });
}

describe('searchInStages', () => {
  test('spends the full number of paths on few, and finds the best feasible point', async () => {
    const asked: Asked[] = [];
    const { evaluations, finalists, pathEvaluations, pathsPerStage } = await searchInStages(SPACE, createEvaluate(4, asked), OPTIONS);
    const feasible = finalists.filter((index) => evaluations[index]!.constraints[0]!.holds);
    // Half-width 1 at 64 paths: x = 3 is the largest that holds 4 at its upper bound.
    expect(Math.max(...feasible.map((index) => evaluations[index]!.candidate[0]!))).toBe(3);
    expect(finalists).toContain(0);
    expect(pathsPerStage).toEqual([4, 16, 32, 64]);
    expect(asked[0]).toMatchObject({ candidates: evaluations.map(({ candidate }) => candidate), pathCount: 4 });
    expect(finalists.length).toBeLessThan(evaluations.length / 4);
    // What was simulated is what each candidate rests on, and no path twice.
    expect(pathEvaluations).toBe(evaluations.reduce((sum, { costByPath }) => sum + costByPath.length, 0));
    expect(pathEvaluations).toBeLessThan((evaluations.length * 64) / 2);
  });

  test.each([1, 2, 3, 4, 5, 6])('recommends what full evaluation recommends, with a quarter of its paths: seed %i', async (seed) => {
    const options = { ...OPTIONS, screeningPaths: 128, finalPaths: 2048, batchSize: 6 };
    const race = await searchInStages(SPACE, createNoisy(seed, 2048), options);
    const raced = recommend(SPACE, race.evaluations, race.finalists, MATERIALITY)!;
    const full = await createNoisy(seed, 2048)(enumerateGrid(SPACE), 2048, () => {});
    const whole = recommend(SPACE, full, [...full.keys()], MATERIALITY)!;
    expect(whole.index).not.toBe(0);
    expect(race.evaluations[raced.index]!.candidate).toEqual(full[whole.index]!.candidate);
    expect(race.pathEvaluations).toBeLessThanOrEqual(0.25 * full.length * 2048);
  });

  test('goes on until no candidate may hold when none does, and gives the nearest misses all paths', async () => {
    const { evaluations, finalists } = await searchInStages(SPACE, createEvaluate(-10.5, []), OPTIONS);
    expect(finalists.some((index) => evaluations[index]!.constraints[0]!.holds)).toBe(false);
    const nearest = finalists.map((index) => evaluations[index]!.candidate[0]!).filter((x) => x === -10);
    expect(nearest.length).toBeGreaterThanOrEqual(OPTIONS.batchSize);
  });

  test('tells how far it is: never backwards, in candidates, paths, frontier and the best so far', async () => {
    const heard: [number, SearchStanding][] = [];
    const { evaluations, pathEvaluations } = await searchInStages(SPACE, async (candidates, pathCount, onProgress) => {
      onProgress(1);
      return createEvaluate(4, [])(candidates, pathCount, onProgress);
    }, { ...OPTIONS, onProgress: (fraction, standing) => heard.push([fraction, standing]) });
    const paths = heard.map(([, standing]) => standing.pathEvaluations);
    expect(paths).toEqual([...paths].sort((a, b) => a - b));
    const last = heard.at(-1)![1];
    expect([last.candidates, last.pathEvaluations <= pathEvaluations, last.bestGainRatio! >= 0.02]).toEqual([evaluations.length, true, true]);
    expect(last.frontier).toBeGreaterThan(1);
  });

  test('refuses a space without anything to search, naming what is wrong', async () => {
    const [x] = SPACE.dimensions;
    const search = (space: ParameterSpace) => searchInStages(space, createEvaluate(4, []), OPTIONS);
    await expect(search({ ...SPACE, dimensions: [{ ...x!, minimum: 0, maximum: 0 }] })).rejects.toMatchObject({ exitCode: 2, message: 'the space is empty: nothing but the values in force lies within its bounds' });
    await expect(search({ ...SPACE, isAllowed: () => false })).rejects.toMatchObject({ exitCode: 2, message: 'the space is empty: within x -10 to 10, y -2 to 2 no combination but the one in force may be set' });
    await expect(search({ ...SPACE, dimensions: [{ ...x!, minimum: 1 }] })).rejects.toThrow('x: the bounds 1 to 10 do not hold the value in force, 0');
    await expect(search({ ...SPACE, dimensions: [{ ...x!, step: 0 }] })).rejects.toThrow('x: a step must be above 0, found 0');
  });
});
