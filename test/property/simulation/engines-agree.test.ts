import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import { createReferenceEngine } from '../../../src/simulation/engine/reference-engine.js';
import { createTimeline } from '../../../src/simulation/timeline.js';
import { drawPath, drawScenario } from '../../support/draw-scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('the fast engine and the dense reference engine', () => {
  test('give equal outcomes and timelines, bit for bit, on random books, depth, oracles and paths', () => {
    let liquidatingPaths = 0;
    fc.assert(
      fc.property(
        drawScenario.chain((scenario) => fc.tuple(fc.constant(scenario), fc.array(drawPath(scenario), { minLength: 2, maxLength: 3 }))),
        ([scenario, paths]) => {
          const fast = createFastEngine(scenario);
          const reference = createReferenceEngine(scenario);
          for (const path of paths) {
            const fastTimeline = createTimeline(scenario);
            const referenceTimeline = createTimeline(scenario);
            const expected = reference.runPath(path, referenceTimeline);
            expect(fast.runPath(path, fastTimeline)).toEqual(expected);
            expect(fastTimeline).toEqual(referenceTimeline);
            if (expected.liquidatedAccounts > 0) liquidatingPaths++;
          }
        },
      ),
      fuzzParameters(400),
    );
    // A comparison in which nothing is ever liquidated would prove nothing.
    expect(liquidatingPaths).toBeGreaterThan(0);
  });
});
