import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import { createReferenceEngine } from '../../../src/simulation/engine/reference-engine.js';
import { createTimeline } from '../../../src/simulation/timeline.js';
import { drawPath, drawScenario } from '../../support/draw-scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('the fast engine and the dense reference engine', () => {
  test('give equal outcomes and timelines, bit for bit, on random venues, markets and paths', () => {
    let liquidatingPaths = 0;
    let rescuingPaths = 0;
    let fundedPaths = 0;
    let contagiousPaths = 0;
    fc.assert(
      fc.property(
        drawScenario.chain((scenario) => fc.tuple(fc.constant(scenario), fc.array(drawPath(scenario), { minLength: 2, maxLength: 3 }))),
        ([scenario, paths]) => {
          const fast = createFastEngine(scenario);
          const reference = createReferenceEngine(scenario);
          for (const [index, path] of paths.entries()) {
            const fastTimeline = createTimeline(scenario);
            const referenceTimeline = createTimeline(scenario);
            const expected = reference.runPath(path, referenceTimeline, index);
            expect(fast.runPath(path, fastTimeline, index)).toEqual(expected);
            expect(fastTimeline).toEqual(referenceTimeline);
            expect(Object.values(expected).every(Number.isFinite)).toBe(true);
            if (expected.liquidatedAccounts > 0) liquidatingPaths++;
            if (expected.ownersPaidUsd > 0) rescuingPaths++;
            if (expected.fundDrawUsd > 0) fundedPaths++;
            if (expected.alongsideLiquidatedDebtUsd > 0) contagiousPaths++;
          }
        },
      ),
      fuzzParameters(1000),
    );
    // A comparison in which nothing is ever liquidated would prove nothing.
    for (const paths of [liquidatingPaths, rescuingPaths, fundedPaths, contagiousPaths]) expect(paths).toBeGreaterThan(0);
  });
});
