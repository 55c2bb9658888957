import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createChunkEvaluator, NO_STRESS, SAMPLE_COLUMNS, type Chunk } from '../../../src/simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../../src/simulation/executors/executor.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { PARAMETERS, SMALL_JOB } from '../../support/small-job.js';

const candidates = fc.constantFrom(PARAMETERS, { ...PARAMETERS, liquidationThresholdBps: 7700 }, { ...PARAMETERS, liquidationBonusBps: 800 });
const stresses = fc.constantFrom(NO_STRESS, { ...NO_STRESS, depthScale: 0.5 }, { ...NO_STRESS, volatilityScale: 1.5 });
const chunks = fc
  .record({ candidates: fc.array(candidates, { minLength: 1, maxLength: 3 }), fromPath: fc.nat(20), paths: fc.integer({ min: 1, max: 8 }), stress: stresses })
  .map(({ fromPath, paths, ...chunk }): Chunk => ({ ...chunk, fromPath, toPath: fromPath + paths }));

describe('the cut of the work', () => {
  test('changes no sample: each is that of its candidate, path and stress alone, whatever the thread did before', () => {
    const fresh = new Map<string, number[]>();
    const evaluateAlone = (chunk: Chunk): number[] => {
      const key = JSON.stringify(chunk);
      const known = fresh.get(key) ?? Array.from(createChunkEvaluator(SMALL_JOB)(chunk).values);
      fresh.set(key, known);
      return known;
    };
    fc.assert(
      fc.property(fc.array(chunks, { minLength: 1, maxLength: 5 }), (work) => {
        const evaluate = createChunkEvaluator(SMALL_JOB);
        for (const chunk of work) {
          const single = chunk.candidates.flatMap((candidate) =>
            Array.from({ length: chunk.toPath - chunk.fromPath }, (_, offset) => evaluateAlone({ ...chunk, candidates: [candidate], fromPath: chunk.fromPath + offset, toPath: chunk.fromPath + offset + 1 })),
          );
          expect(Array.from(evaluate(chunk).values)).toEqual(single.flat());
        }
      }),
      fuzzParameters(60),
    );
    // Samples that are all alike would prove nothing.
    expect(new Set([...fresh.values()].map((sample) => sample.join())).size).toBeGreaterThan(10);
  });

  test('nor does the order in which chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(candidates, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 70 }), fc.infiniteStream(fc.nat()), async (asked, pathCount, ranks) => {
        const evaluate = createChunkEvaluator(SMALL_JOB);
        const inDisorder: Executor = {
          runChunks: async (given, onSamples) => {
            const ranked = [...given].map((chunk, index) => ({ chunk, index, rank: ranks.next().value as number }));
            for (const { chunk, index } of ranked.sort((a, b) => a.rank - b.rank)) onSamples(evaluate(chunk), index);
          },
          close: () => Promise.resolve(),
        };
        const samples = await evaluateCandidates(inDisorder, asked, pathCount);
        const whole = createChunkEvaluator(SMALL_JOB)({ candidates: asked, fromPath: 0, toPath: pathCount, stress: NO_STRESS }).values;
        const placed = samples.flatMap((sample) => Array.from({ length: pathCount }, (_, path) => SAMPLE_COLUMNS.map((column) => sample[column][path]!)).flat());
        expect(placed).toEqual(Array.from(whole));
      }),
      fuzzParameters(30),
    );
  });
});
