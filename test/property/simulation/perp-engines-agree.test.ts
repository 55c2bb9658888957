import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFastPerpEngine, createReferencePerpEngine } from '../../../src/simulation/perps/perp-engines.js';
import { createTimeline } from '../../../src/simulation/timeline.js';
import { drawPerpScenario } from '../../support/draw-perp-scenario.js';
import { drawPath } from '../../support/draw-scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('the fast perps engine and the dense reference engine', () => {
  test('give equal outcomes and timelines, bit for bit, on random books, margins, modes, backstops, funding, depth, oracles and paths', () => {
    const seen = { liquidating: 0, indebted: 0, funded: 0, deleveraged: 0, socialised: 0, withFunding: 0, quiet: 0 };
    fc.assert(
      fc.property(
        drawPerpScenario.chain((scenario) => fc.tuple(fc.constant(scenario), fc.array(drawPath(scenario), { minLength: 2, maxLength: 3 }))),
        ([scenario, paths]) => {
          const fast = createFastPerpEngine(scenario);
          const reference = createReferencePerpEngine(scenario);
          for (const path of paths) {
            const fastTimeline = createTimeline(scenario);
            const referenceTimeline = createTimeline(scenario);
            const expected = reference.runPath(path, referenceTimeline);
            expect(fast.runPath(path, fastTimeline)).toEqual(expected);
            expect(fastTimeline).toEqual(referenceTimeline);
            if (expected.liquidatedAccounts > 0) seen.liquidating++;
            else seen.quiet++;
            if (scenario.funding && expected.liquidatedAccounts > 0) seen.withFunding++;
            if (expected.badDebtUsd > 0) seen.indebted++;
            if (expected.fundDrawUsd > 0) seen.funded++;
            if (expected.adlUsd > 0) seen.deleveraged++;
            if (expected.socialisedUsd > 0) seen.socialised++;
          }
        },
      ),
      fuzzParameters(400),
    );
    // A comparison in which nothing happens, or never all of it, would prove nothing.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });
});
