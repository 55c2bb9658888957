import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../../src/core/errors.js';
import { pathAt, SAMPLE_COLUMNS, type Chunk, type ChunkSamples } from '../../../../src/simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../../../src/simulation/executors/executor.js';

const CANDIDATES = Array.from({ length: 9 }, (_, index) => ({ ltvBps: 7000 + index, liquidationThresholdBps: 8300, liquidationBonusBps: 700 }));

/** A figure that names candidate, path and column, so that a sample in the wrong place shows. */
function labelChunk(chunk: Chunk): ChunkSamples {
  const values: number[] = [];
  for (const { ltvBps } of chunk.candidates) {
    for (let place = chunk.fromPath; place < chunk.toPath; place++) SAMPLE_COLUMNS.forEach((_, column) => values.push(ltvBps * 1e6 + pathAt(chunk, place) * 10 + column));
  }
  return { values: Float64Array.from(values) };
}

/** Works chunks off in another order than they came in. */
function createShuffledExecutor(label: (chunk: Chunk) => ChunkSamples): Executor {
  return {
    async runChunks(chunks, onSamples) {
      const indexed = [...chunks].map((chunk, index) => ({ chunk, index }));
      for (const { chunk, index } of indexed.sort((a, b) => ((a.index * 7) % 11) - ((b.index * 7) % 11))) onSamples(label(chunk), index);
    },
    close: () => Promise.resolve(),
  };
}

describe('evaluateCandidates', () => {
  test.each([1, 7, 8, 50, 5000])('puts every sample of %i paths in its place, whatever the order of the work', async (pathCount) => {
    const fractions: number[] = [];
    const samples = await evaluateCandidates(createShuffledExecutor(labelChunk), CANDIDATES, pathCount, { onProgress: (fraction) => fractions.push(fraction) });
    samples.forEach((sample, candidate) =>
      SAMPLE_COLUMNS.forEach((name, column) => {
        expect(Array.from(sample[name])).toEqual(Array.from({ length: pathCount }, (_, path) => (7000 + candidate) * 1e6 + path * 10 + column));
      }),
    );
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('gives only the paths from `fromPath` on, the same ones as of the whole', async () => {
    const whole = await evaluateCandidates(createShuffledExecutor(labelChunk), CANDIDATES, 50);
    const rest = await evaluateCandidates(createShuffledExecutor(labelChunk), CANDIDATES, 50, { fromPath: 13 });
    rest.forEach((sample, candidate) => SAMPLE_COLUMNS.forEach((name) => expect(sample[name]).toEqual(whole[candidate]![name].slice(13))));
  });

  test('gives listed paths in the order of the list, however they are cut', async () => {
    const whole = await evaluateCandidates(createShuffledExecutor(labelChunk), CANDIDATES, 50);
    const paths = Int32Array.from({ length: 40 }, (_, index) => (index * 7) % 50);
    const listed = await evaluateCandidates(createShuffledExecutor(labelChunk), CANDIDATES, paths.length, { paths });
    listed.forEach((sample, candidate) => SAMPLE_COLUMNS.forEach((name) => expect(Array.from(sample[name])).toEqual(Array.from(paths, (path) => whole[candidate]![name][path]))));
  });

  test.each([
    [1, 48, 3],
    [1, 2048, 64],
    [12, 2048, 72],
    [245, 256, 245],
    [1, 1_000_000, 1954],
  ])('cuts %i candidates on %i paths into %i chunks, enough to keep three workers busy', async (candidates, pathCount, expected) => {
    let count = 0;
    const counting: Executor = {
      runChunks: async (chunks) => {
        for (const { fromPath, toPath } of chunks) {
          count++;
          expect(toPath - fromPath).toBeLessThanOrEqual(512);
        }
      },
      close: () => Promise.resolve(),
    };
    // It hands nothing over, which is refused.
    await expect(evaluateCandidates(counting, new Array(candidates).fill(CANDIDATES[0]), pathCount)).rejects.toThrow(`0 of ${candidates * pathCount} samples came back`);
    expect(count).toBe(expected);
  });

  test('lets nothing undefined out of the simulation', async () => {
    const broken = createShuffledExecutor((chunk) => ({ values: labelChunk(chunk).values.fill(NaN, 0, 1) }));
    await expect(evaluateCandidates(broken, CANDIDATES, 4)).rejects.toThrow(InternalError);
  });
});
