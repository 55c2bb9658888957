import { expect, test } from '@jest/globals';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import { createReferenceEngine } from '../../../src/simulation/engine/reference-engine.js';
import type { LendingScenario, OracleRule } from '../../../src/simulation/scenario.js';
import { createTimeline } from '../../../src/simulation/timeline.js';

const STEPS = 8;

/** One account that is unsound below 0.8, in a market so deep that sales move nothing; the bonus pays a call also where the oracle lags the market. */
function buildScenario(oracle: OracleRule): LendingScenario {
  return {
    book: {
      accounts: ['one'],
      assets: [
        { asset: 'ETH', factors: [0], startPriceUsd: 1, liquidationBonusRatio: 0.15 },
        { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.15 },
      ],
      collateralStart: Int32Array.of(0, 1),
      collateralAsset: Int32Array.of(0),
      collateralAmount: Float64Array.of(1),
      collateralThresholdRatio: Float64Array.of(0.5),
      collateralLtvRatio: Float64Array.of(0.4),
      debtStart: Int32Array.of(0, 1),
      debtAsset: Int32Array.of(1),
      debtAmount: Float64Array.of(0.4),
    },
    factors: ['ETH/USD'],
    depth: [{ coefficient: 1e-18, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e18 }],
    resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
    liquidators: { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 },
    oracle,
    liquidation: { close: { kind: 'share', shareRatio: 0.5 }, penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
    steps: STEPS,
    stepSeconds: 3600,
  };
}

/** Falls to 0.7 in the second step and stays. */
const FALL = Float64Array.from({ length: STEPS + 1 }, (_, step) => (step < 2 ? 0 : Math.log(0.7)));

test.each([
  ['spot', { delaySteps: 0 }, 2],
  ['a delay of 3', { delaySteps: 3 }, 5],
  // 0.7^(1/4) = 0.915, 0.7^(2/4) = 0.837, 0.7^(3/4) = 0.765.
  ['a mean of 4', { delaySteps: 0, averageSteps: 4 }, 4],
  ['a mean of 4, a step late', { delaySteps: 1, averageSteps: 4 }, 5],
  ['a threshold that the fall passes', { delaySteps: 0, deviationRatio: 0.2 }, 2],
  ['a threshold that it does not, until the heartbeat', { delaySteps: 0, deviationRatio: 0.4, heartbeatSteps: 6 }, 6],
  ['a threshold that it does not, without heartbeat', { delaySteps: 0, deviationRatio: 0.4 }, null],
] as const)('through %s an account is liquidated when the oracle sees it', (_, oracle, expected) => {
  for (const create of [createFastEngine, createReferenceEngine]) {
    const scenario = buildScenario(oracle);
    const timeline = createTimeline(scenario);
    create(scenario).runPath(FALL, timeline);
    const first = timeline.liquidatedDebtByStepUsd.findIndex((debtUsd) => debtUsd > 0);
    expect(first < 0 ? null : first).toBe(expected);
  }
});
