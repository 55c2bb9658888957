import { expect, test } from '@jest/globals';
import { stressPathModel } from '../../../src/market/paths/stress-path-model.js';
import { createChunkEvaluator, NO_STRESS, SAMPLE_COLUMNS, type MarketStress, type SharedJob } from '../../../src/simulation/chunk.js';
import { PARAMETERS, SMALL_JOB as JOB } from '../../support/small-job.js';

const PATHS = 40;
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
