import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePolicyFile } from '../../../src/pipeline/config/policy-file.js';
import { layOutParameters } from '../../../src/pipeline/stages/parameter-layout.js';
import { buildParameterSpace } from '../../../src/pipeline/stages/parameter-space.js';
import { findParameterViolations, findSetViolations } from '../../../src/protocol/lending/reserve-validity.js';
import type { Evaluate } from '../../../src/search/evaluation.js';
import { createOrderedVector } from '../../../src/search/ordered-vector.js';
import { isSameCandidate, maySet, type Candidate, type ParameterSpace } from '../../../src/search/space.js';
import { searchInStages } from '../../../src/search/staged-search.js';
import { buildCheck, buildEvaluation } from '../../support/draw-evaluation.js';
import { fuzzParameters } from '../../support/fuzz.js';

const POLICY = parsePolicyFile(readFileSync('data/policies/moderate.yaml', 'utf8'), 'moderate.yaml');
const OPTIONS = { screeningPaths: 8, finalPaths: 16, batchSize: 4, seed: 1, materiality: { minimumGainRatio: 0, minimumCostFallRatio: 0 } };

/** An engine that writes down what it is handed; the objective draws the search towards what may not be set. */
function createRecorder(handed: Candidate[]): Evaluate {
  return async (candidates, paths) => {
    handed.push(...candidates);
    return candidates.map((candidate) => {
      const sum = candidate.reduce((total, value) => total + value, 0);
      return buildEvaluation(candidate, { paths, objective: sum, risk: -sum, check: buildCheck(0, 0.1, 1) });
    });
  };
}

async function runSearch(space: ParameterSpace): Promise<Candidate[]> {
  const handed: Candidate[] = [];
  await searchInStages(space, createRecorder(handed), OPTIONS).catch((error: Error) => {
    if (!error.message.startsWith('the space is empty')) throw error;
  });
  return handed;
}

const drawLimit = fc.record({ kind: fc.constant('absolute-bps' as const), max: fc.integer({ min: 0, max: 3000 }), stepBps: fc.integer({ min: 20, max: 400 }) });

test('whatever the policy’s reach, every set handed to the engine can be set on chain and keeps the buffer, the one in force aside', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ ltvBps: fc.integer({ min: 1, max: 9000 }), spread: fc.integer({ min: 0, max: 900 }), liquidationBonusBps: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ ltvBps: drawLimit, liquidationThresholdBps: drawLimit, liquidationBonusBps: drawLimit }),
      fc.integer({ min: 0, max: 1500 }),
      async ({ ltvBps, spread, liquidationBonusBps }, changeLimits, minimumBufferBps) => {
        const current = { ltvBps, liquidationThresholdBps: ltvBps + spread, liquidationBonusBps };
        fc.pre(findParameterViolations(current).length === 0);
        const layout = layOutParameters(current);
        const handed = await runSearch(buildParameterSpace(current, { ...POLICY, changeLimits, minimumBufferBps }));
        for (const candidate of handed) {
          if (isSameCandidate(candidate, layout.candidateOf(current))) continue;
          const parameters = layout.parametersOf(candidate);
          expect(findParameterViolations(parameters)).toEqual([]);
          expect(parameters.liquidationThresholdBps - parameters.ltvBps).toBeGreaterThanOrEqual(minimumBufferBps);
        }
      },
    ),
    fuzzParameters(25),
  );
});

test('two reserves and a penalty’s shape at once: each reserve keeps the venue’s rules and the buffer, the shape its bounds, and all of them move', async () => {
  const current = {
    ltvBps: 7200,
    liquidationThresholdBps: 8300,
    liquidationBonusBps: 700,
    furtherReserves: { WETH: { ltvBps: 8250, liquidationThresholdBps: 8900, liquidationBonusBps: 500 } },
    penaltyShape: { minimumShareBps: 9000, healthForMaxBps: 9900 },
  };
  await fc.assert(
    fc.asyncProperty(fc.record({ ltvBps: drawLimit, liquidationThresholdBps: drawLimit, liquidationBonusBps: drawLimit }), drawLimit, fc.integer({ min: 0, max: 900 }), async (limits, limit, minimumBufferBps) => {
      const wide = { kind: 'absolute-bps', max: 3000, stepBps: 100 } as const;
      const changeLimits = { ...limits, furtherAssets: { WETH: { ltvBps: limit, liquidationThresholdBps: wide } }, penaltyShape: { minimumShareBps: wide, healthForMaxBps: limit } };
      const layout = layOutParameters(current);
      const handed = await runSearch(buildParameterSpace(current, { ...POLICY, changeLimits, minimumBufferBps }));
      for (const candidate of handed) {
        if (isSameCandidate(candidate, layout.candidateOf(current))) continue;
        const parameters = layout.parametersOf(candidate);
        expect(findSetViolations(parameters)).toEqual([]);
        const { WETH } = parameters.furtherReserves!;
        const isKept = WETH!.ltvBps === 8250 && WETH!.liquidationThresholdBps === 8900;
        for (const reserve of [parameters, ...(isKept ? [] : [WETH!])]) expect(reserve.liquidationThresholdBps - reserve.ltvBps).toBeGreaterThanOrEqual(minimumBufferBps);
        expect(WETH!.liquidationThresholdBps * (10_000 + WETH!.liquidationBonusBps)).toBeLessThanOrEqual(100_004_999);
        expect([parameters.penaltyShape!.minimumShareBps <= 10_000, parameters.penaltyShape!.healthForMaxBps! < 10_000]).toEqual([true, true]);
        expect(layout.candidateOf(parameters)).toEqual(candidate);
      }
      expect(new Set(handed.map((candidate) => candidate[4])).size).toBeGreaterThan(1);
    }),
    fuzzParameters(4),
  );
});

test('several vectors and a shape number at once: tiers rise, leverage falls, and a cross rule ties them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 4 }), async (gap, loose) => {
      const bounds = createOrderedVector({ name: 'bound', entries: [10, 30, 60].map((current) => ({ current, minimum: 0, maximum: 100, step: 5 })), direction: 'rising', minimumGap: gap }, 0);
      const leverage = createOrderedVector({ name: 'leverage', entries: [20, 10, 5].map((current) => ({ current, minimum: 1, maximum: 50, step: 1 })), direction: 'falling', minimumGap: 1 }, 3);
      const shape = { name: 'steepness', current: 0.5, minimum: 0, maximum: 1, step: null };
      const space: ParameterSpace = { dimensions: [...bounds.dimensions, ...leverage.dimensions, shape], orderings: [bounds.ordering, leverage.ordering], isAllowed: (candidate) => candidate[2]! * candidate[5]! <= 400 + 100 * loose };
      const handed = await runSearch(space);
      expect(handed.length).toBeGreaterThan(100);
      expect(handed.every((candidate) => maySet(space, candidate))).toBe(true);
      expect(handed.every(([a, b, c, l, m, n, s]) => a! + gap <= b! && b! + gap <= c! && l! > m! && m! > n! && s! >= 0 && s! <= 1)).toBe(true);
    }),
    fuzzParameters(4),
  );
});
