import { describe, expect, test } from '@jest/globals';
import { generatePath } from '../../../src/market/paths/generate-path.js';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import type { LendingScenario } from '../../../src/simulation/scenario.js';
import { buildGbmModel } from '../../support/gbm-model.js';

/**
 * The chance that an account is liquidated before T is the chance that a geometric Brownian motion, watched n times, touches the
 * price at which its health factor is 1. Closed form with the discrete-monitoring shift exp(−0.5826 σ √dt) of Broadie, Glasserman
 * and Kou (1997): S = 1, barrier 0.8, drift 0, σ = 0.8 per √year, T = 1/12 year.
 */
const PUBLISHED = [
  { steps: 30, probability: 0.31965 },
  { steps: 720, probability: 0.36097 },
];
const PATHS = 10_000;

function buildScenario(steps: number): LendingScenario {
  return {
    book: {
      accounts: ['one'],
      assets: [
        { asset: 'ETH', factors: [0], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
        { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
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
    // So deep that a sale moves nothing.
    depth: [{ coefficient: 1e-18, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e18 }],
    resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
    liquidators: { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 },
    oracle: { delaySteps: 0 },
    liquidation: { close: { kind: 'share', shareRatio: 0.5 }, penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
    steps,
    stepSeconds: 3600,
  };
}

describe('paths and engine together', () => {
  test.each(PUBLISHED)('liquidate an account as often as the barrier formula says at $steps looks', ({ steps, probability }) => {
    const engine = createFastEngine(buildScenario(steps));
    const model = buildGbmModel(0.8, 1 / 12, steps);
    const path = new Float64Array(steps + 1);
    let liquidated = 0;
    for (let index = 0; index < PATHS; index++) {
      generatePath(model, 'monte-carlo', 7, index, steps, path);
      liquidated += engine.runPath(path).liquidatedAccounts;
    }
    const standardError = Math.sqrt((probability * (1 - probability)) / PATHS);
    expect(Math.abs(liquidated / PATHS - probability)).toBeLessThan(3 * standardError);
  });
});
