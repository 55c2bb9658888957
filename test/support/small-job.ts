import type { SharedJob } from '../../src/simulation/chunk.js';
import type { LendingScenario } from '../../src/simulation/scenario.js';
import { buildGbmModel } from './gbm-model.js';
import { drawNormals } from './simulate-returns.js';

export const PARAMETERS = { ltvBps: 7000, liquidationThresholdBps: 8000, liquidationBonusBps: 500 };
const STEPS = 48;
/** Odd paths are of the bootstrap, which draws from a history. */
const ROWS = 200;

/** Two accounts a few per cent from liquidation: one owes dollars against ETH, the other ETH against dollars. */
const SCENARIO: LendingScenario = {
  book: {
    accounts: ['long', 'short'],
    assets: [
      { asset: 'ETH', factors: [0], startPriceUsd: 1000, liquidationBonusRatio: 0.05 },
      { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
    ],
    collateralStart: Int32Array.of(0, 1, 2),
    collateralAsset: Int32Array.of(0, 1),
    collateralAmount: Float64Array.of(100, 100_000),
    collateralThresholdRatio: Float64Array.of(0.8, 0.8),
    collateralLtvRatio: Float64Array.of(0.7, 0.7),
    debtStart: Int32Array.of(0, 1, 2),
    debtAsset: Int32Array.of(1, 0),
    debtAmount: Float64Array.of(76_000, 76),
  },
  factors: ['ETH/USD'],
  depth: [{ coefficient: 1e-8, exponent: 1, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }],
  resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
  liquidators: { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 },
  oracle: { delaySteps: 0 },
  liquidation: { close: { kind: 'share', shareRatio: 0.5 }, penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
  steps: STEPS,
  stepSeconds: 3600,
};

/** A small job in which liquidations happen, and no two paths with one are alike. */
export const SMALL_JOB: SharedJob = {
  scenario: SCENARIO,
  pathModel: { ...buildGbmModel(0.8, 2 / 365, STEPS), history: drawNormals(ROWS, 1).map((value) => 0.008 * value), runStart: new Uint8Array(ROWS) },
  seed: 1,
  reserveAsset: 0,
  current: PARAMETERS,
  response: { kind: 'none', shareRatio: 0 },
};
