import { describe, expect, test } from '@jest/globals';
import type { Metric } from '../../../src/core/run-result.js';
import { checkConstraints } from '../../../src/pipeline/stages/check-constraints.js';
import { describeBetter, describeObjective, readObjective } from '../../../src/pipeline/stages/objective.js';
import { createSamples } from '../../../src/simulation/samples.js';

const MATERIALITY = { minimumGainRatio: 0, minimumCostFallRatio: 0 };
const SAMPLES = createSamples(4);
SAMPLES.penaltyUsd.set([1, 2, 3, 6]);
SAMPLES.protocolFeeUsd.set([0, 0, 4, 0]);
SAMPLES.fundDrawUsd.set([0, 8, 0, 0]);
const METRICS = { borrowingPowerUsd: { value: 70 } as Metric, maxLeverageMultiple: { value: 3.5 } as Metric };

describe('readObjective', () => {
  test('an objective without sampling error is a figure; another is a mean over paths, negative where less is wanted', () => {
    expect(readObjective({ maximise: 'borrowingPower', ...MATERIALITY }, METRICS, SAMPLES)).toEqual({ objective: 70, objectiveByPath: null });
    expect(readObjective({ maximise: 'maxLeverage', ...MATERIALITY }, METRICS, SAMPLES)).toEqual({ objective: 3.5, objectiveByPath: null });
    expect(readObjective({ minimise: 'penalty', ...MATERIALITY }, METRICS, SAMPLES)).toEqual({ objective: -3, objectiveByPath: Float64Array.of(-1, -2, -3, -6) });
    expect(readObjective({ maximise: 'liquidationRevenue', ...MATERIALITY }, METRICS, SAMPLES)).toEqual({ objective: 1, objectiveByPath: Float64Array.of(0, 0, 4, 0) });
  });

  test('is told in the policy’s words and in a sentence’s', () => {
    expect([describeObjective({ minimise: 'penalty', ...MATERIALITY }), describeBetter({ minimise: 'penalty', ...MATERIALITY })]).toEqual(['minimise penalty', 'less liquidation penalties']);
  });
});

test('what a fund pays can be limited like any loss', () => {
  const [check] = checkConstraints([{ metric: 'fundDraw', statistic: 'mean', max: 1, unit: 'usd' }], SAMPLES, 0, { horizonSeconds: 1, supplyUsd: 100, reserveUsd: 100, accounts: 1, otherLeverageUsd: 0, parts: { fund: true, owners: false, alongside: false } });
  expect([check!.value, check!.holds]).toEqual([2, false]);
});
