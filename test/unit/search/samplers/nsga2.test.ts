import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { thinOutFront } from '../../../../src/search/samplers/crowding.js';
import { rankFronts } from '../../../../src/search/samplers/front-ranks.js';
import { computeHypervolume } from '../../../../src/search/samplers/hypervolume.js';
import { Nsga2Sampler } from '../../../../src/search/samplers/nsga2.js';
import { runSampler } from '../../../../src/search/samplers/sampler.js';
import { breedPair } from '../../../../src/search/samplers/variation.js';
import { fuzzParameters } from '../../../support/fuzz.js';
import { shapeOf } from '../../../support/sampler-cases.js';
import { BNH, DTLZ2, evaluateProblem, SRN, TNK, ZDT1, ZDT2, ZDT3, type StandardProblem } from '../../../support/standard-problems.js';

/** Hypervolume of the last generation's feasible members: the median of five seeds. */
async function medianHypervolume(problem: StandardProblem, budget: number, reference: readonly number[]): Promise<number> {
  const volumes: number[] = [];
  for (let seed = 0; seed < 5; seed++) {
    const sampler = new Nsga2Sampler({ ...shapeOf(problem), seed, populationSize: 100 });
    await runSampler(sampler, async (points, count) => evaluateProblem(problem, points, count), budget);
    const { objectives, violations } = sampler.population;
    volumes.push(computeHypervolume(objectives.filter((_, i) => violations[Math.floor(i / problem.objectives)] === 0), reference));
  }
  return volumes.sort((a, b) => a - b)[2]!;
}

/** What all feasible points of a fine lattice dominate: no fewer than a front of 100 points may miss. */
function latticeHypervolume(problem: StandardProblem, reference: readonly number[], side = 900): number {
  const points = Float64Array.from({ length: 2 * side * side }, (_, i) => (i % 2 === 0 ? (i >> 1) % side : Math.floor((i >> 1) / side)) / (side - 1));
  const { objectives, constraintValues } = evaluateProblem(problem, points, side * side);
  const feasible = objectives.filter((_, i) => constraintValues[2 * (i >> 1)]! <= 0 && constraintValues[2 * (i >> 1) + 1]! <= 0);
  return computeHypervolume(feasible, reference);
}

describe('Nsga2Sampler', () => {
  test('reaches 0.870 of 0.87667 on ZDT1 (pymoo: 0.8693 to 0.8699) and as much of ZDT2 and ZDT3', async () => {
    expect(await medianHypervolume(ZDT1, 25_000, [1.1, 1.1])).toBeGreaterThan(0.87);
    expect(await medianHypervolume(ZDT2, 25_000, [1.1, 1.1])).toBeGreaterThan(1.21 - 2 / 3 - 0.007);
    expect(await medianHypervolume(ZDT3, 25_000, [1.1, 1.1])).toBeGreaterThan(1.327);
  });

  test('covers the sphere of DTLZ2 in three objectives as far as 100 points do', async () => {
    expect(await medianHypervolume(DTLZ2, 25_000, [1.1, 1.1, 1.1])).toBeGreaterThan(0.69);
  });

  test.each([
    ['BNH', BNH, [140, 50], 0.99],
    ['SRN', SRN, [250, 50], 0.985],
    ['TNK', TNK, [1.1, 1.1], 0.98],
  ] as const)('covers the constrained front of %s', async (_, problem, reference, share) => {
    const reached = await medianHypervolume(problem, 10_000, reference);
    const limit = latticeHypervolume(problem, reference);
    expect(reached).toBeGreaterThan(share * limit);
    expect(reached).toBeLessThan(1.001 * limit);
  });

  test('refuses a population that cannot be paired', () => {
    expect(() => new Nsga2Sampler({ ...shapeOf(TNK), seed: 1, populationSize: 21 })).toThrow('even number of at least 4, got 21');
  });
});

describe('rankFronts', () => {
  const drawRows = (m: number) => fc.array(fc.tuple(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: m, maxLength: m }), fc.constantFrom(0, 0, 0, 1, 2, Infinity)), { minLength: 1, maxLength: 40 });

  test.each([1, 2, 3, 4])('peels off the points that none beats, layer by layer, for %i objectives', (m) => {
    fc.assert(
      fc.property(drawRows(m), (rows) => {
        const beats = (a: number, b: number): boolean => {
          const [[f, v], [g, w]] = [rows[a]!, rows[b]!];
          return v !== w ? v < w : f.every((value, j) => value <= g[j]!) && f.some((value, j) => value < g[j]!);
        };
        const expected = new Int32Array(rows.length);
        let left = rows.map((_, row) => row);
        for (let rank = 0; left.length > 0; rank++) {
          const front = left.filter((row) => !left.some((other) => beats(other, row)));
          front.forEach((row) => (expected[row] = rank));
          left = left.filter((row) => !front.includes(row));
        }
        expect(rankFronts(Float64Array.from(rows.flatMap(([f]) => f)), Float64Array.from(rows, ([, v]) => v), m)).toEqual(expected);
      }),
      fuzzParameters(200),
    );
  });
});

describe('thinOutFront', () => {
  test('leaves an even front where one measurement of all distances would tear a gap', () => {
    // Two tight clusters of three: the middles are crowded alike; one by one, each cluster keeps one or two of its three.
    const x = [0, 1, 1.01, 1.02, 2, 2.01, 2.02, 3];
    const objectives = Float64Array.from(x.flatMap((value) => [value, 3 - value]));
    const crowding = new Float64Array(x.length);
    const kept = thinOutFront(objectives, 2, x.map((_, row) => row), 4, crowding);
    expect(kept.map((row) => Math.round(x[row]!))).toEqual([0, 1, 2, 3]);
    expect([crowding[0], crowding[7]]).toEqual([Infinity, Infinity]);
    expect(crowding[kept[1]!]).toBeCloseTo(4 / 3, 1);
  });

  test('keeps the number asked for when all are equal', () => {
    expect(thinOutFront(new Float64Array(20).fill(1), 2, Array.from({ length: 10 }, (_, row) => row), 6, new Float64Array(10))).toHaveLength(6);
  });
});

describe('breedPair', () => {
  test('stays in the cube where bounds are near and steps are wide', () => {
    const options = { crossoverProbability: 1, crossoverIndex: 0, mutationProbability: 1, mutationIndex: 0 };
    const stream = createRandomStream(1, 'test', 0);
    const children = new Float64Array(4);
    for (let i = 0; i < 2000; i++) {
      breedPair(Float64Array.of(0, 0.2), Float64Array.of(1, 1), options, stream, children);
      expect(children.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  test('draws the spread of simulated binary crossover: contracting and expanding equally often', () => {
    // Far from the bounds the density of the spread is ½ (c + 1) β^c below 1: half the mass, and its mean below 1 is (c + 1)/(c + 2).
    const options = { crossoverProbability: 1, crossoverIndex: 2, mutationProbability: 0, mutationIndex: 20 };
    const stream = createRandomStream(2, 'test', 0);
    const children = new Float64Array(2);
    const below: number[] = [];
    let crossed = 0;
    for (let i = 0; i < 40_000; i++) {
      breedPair(Float64Array.of(0.4995), Float64Array.of(0.5005), options, stream, children);
      const beta = Math.abs(children[0]! - children[1]!) / 0.001;
      // Left uncrossed by the even odds per coordinate, a child is mutated instead, and the two no longer mirror each other.
      if (Math.abs(children[0]! + children[1]! - 1) > 1e-9) continue;
      crossed += 1;
      if (beta < 1) below.push(beta);
    }
    expect(below.length / crossed).toBeCloseTo(0.5, 1);
    expect(below.reduce((sum, beta) => sum + beta, 0) / below.length).toBeCloseTo(0.75, 2);
  });
});
