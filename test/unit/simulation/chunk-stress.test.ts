import { expect, test } from '@jest/globals';
import { stressPathModel } from '../../../src/market/paths/stress-path-model.js';
import { createChunkEvaluator, NO_STRESS, SAMPLE_COLUMNS, type MarketStress, type SharedJob } from '../../../src/simulation/chunk.js';
import type { LendingScenario } from '../../../src/simulation/scenario.js';
import { buildGbmModel } from '../../support/gbm-model.js';
import { drawNormals } from '../../support/simulate-returns.js';

const PATHS = 40;
const PARAMETERS = { ltvBps: 7000, liquidationThresholdBps: 8000, liquidationBonusBps: 500 };
const STEPS = 48;

/** One account a few per cent above its liquidation price. */
const SCENARIO: LendingScenario = {
  book: {
    accounts: ['one'],
    assets: [
      { asset: 'ETH', factors: [0], startPriceUsd: 1000, liquidationBonusRatio: 0.05 },
      { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
    ],
    collateralStart: Int32Array.of(0, 1),
    collateralAsset: Int32Array.of(0),
    collateralAmount: Float64Array.of(100),
    collateralThresholdRatio: Float64Array.of(0.8),
    collateralLtvRatio: Float64Array.of(0.7),
    debtStart: Int32Array.of(0, 1),
    debtAsset: Int32Array.of(1),
    debtAmount: Float64Array.of(76_000),
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

/** Odd paths are of the bootstrap, which draws from a history. */
const ROWS = 200;
const MODEL = { ...buildGbmModel(0.8, 2 / 365, STEPS), history: drawNormals(ROWS, 1).map((value) => 0.008 * value), runStart: new Uint8Array(ROWS) };
const JOB: SharedJob = { scenario: SCENARIO, pathModel: MODEL, seed: 1, reserveAsset: 0, current: PARAMETERS, response: { kind: 'none', shareRatio: 0 } };
const evaluateWith = (job: SharedJob) => {
  const evaluate = createChunkEvaluator(job);
  return (stress: Partial<MarketStress>): number[] => Array.from(evaluate({ candidates: [PARAMETERS], fromPath: 0, toPath: PATHS, stress: { ...NO_STRESS, ...stress } }).values);
};
const meanLiquidated = (values: readonly number[]): number => values.filter((_, index) => SAMPLE_COLUMNS[index % SAMPLE_COLUMNS.length] === 'liquidatedDebtUsd').reduce((sum, value) => sum + value, 0) / PATHS;

test.each([{ volatilityScale: 1.5, movesAsOne: false }, { volatilityScale: 0.5, movesAsOne: false }])('a chunk under %j draws the paths of the stressed model', (stress) => {
  expect(evaluateWith(JOB)(stress)).toEqual(evaluateWith({ ...JOB, pathModel: stressPathModel(JOB.pathModel, stress) })({}));
});

test('larger moves liquidate more, and the next chunk is as fitted again', () => {
  const evaluate = evaluateWith(JOB);
  const asFitted = evaluate({});
  expect(meanLiquidated(asFitted)).toBeGreaterThan(0);
  expect(meanLiquidated(evaluate({ volatilityScale: 1.5 }))).toBeGreaterThan(meanLiquidated(asFitted));
  expect(evaluate({})).toEqual(asFitted);
});
