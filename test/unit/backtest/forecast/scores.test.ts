import { describe, expect, test } from '@jest/globals';
import { binForecasts, fitCalibration } from '../../../../src/backtest/forecast/calibration.js';
import { applyOwnerResponse, computeSurvivedDanger, fitOwnerResponse } from '../../../../src/backtest/forecast/owner-response.js';
import { computeLogLosses, computeSkill, computeSquaredErrors, scoreAlarms } from '../../../../src/backtest/forecast/score-probabilities.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { logit } from '../../../../src/numeric/logistic.js';

describe('scores by hand', () => {
  const forecasts = Float64Array.of(0.9, 0.2, 0.4, 0.5);
  const outcomes = Uint8Array.of(1, 0, 1, 0);
  const half = new Float64Array(4).fill(0.5);

  test('the Brier score is the mean of (q − o)²; its skill compares with the reference', () => {
    expect([...computeSquaredErrors(forecasts, outcomes)].map((error) => Number(error.toFixed(12)))).toEqual([0.01, 0.04, 0.36, 0.25]);
    // (0.01 + 0.04 + 0.36 + 0.25)/4 = 0.165 against 0.25; gains per moment 0.45 and −0.11, mean 0.17, so z = 0.34/√(2 · 0.28²).
    const { skill, z } = computeSkill(computeSquaredErrors(forecasts, outcomes), computeSquaredErrors(half, outcomes), Float64Array.of(1, 1, 2, 2));
    expect(skill).toBeCloseTo(1 - 0.165 / 0.25, 12);
    expect(z).toBeCloseTo(0.34 / Math.sqrt(2 * 0.28 ** 2), 12);
  });

  test('log loss is −ln of what was given to what happened', () => {
    expect([...computeLogLosses(forecasts, outcomes)]).toEqual([-Math.log(0.9), -Math.log1p(-0.2), -Math.log(0.4), -Math.log1p(-0.5)]);
  });

  test('warnings are counted from the threshold on, inclusive', () => {
    expect(scoreAlarms(forecasts, outcomes, 0.5)).toEqual({ threshold: 0.5, warnedAndLiquidated: 1, warnedOnly: 1, liquidatedOnly: 1, hitRate: 0.5, precision: 0.5, recall: 0.5 });
    expect(scoreAlarms(forecasts, outcomes, 0.95)).toMatchObject({ precision: null, recall: 0 });
  });

  test('bins hold their share, and empty ones are left out', () => {
    expect(binForecasts(forecasts, outcomes, [0, 0.1, 0.45, 1])).toEqual([
      { from: 0.1, to: 0.45, forecasts: 2, meanForecast: expect.closeTo(0.3, 12) as unknown, events: 1, observedShare: 0.5 },
      { from: 0.45, to: 1, forecasts: 2, meanForecast: expect.closeTo(0.7, 12) as unknown, events: 1, observedShare: 0.5 },
    ]);
  });
});

describe('the calibration line', () => {
  // With two heights of forecast the regression passes through both observed shares: the slope is a ratio of differences of log odds.
  test('passes through the observed shares of two forecasts', () => {
    const forecasts = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 0.2 : 0.8));
    const outcomes = Uint8Array.from({ length: 200 }, (_, i) => (i < 10 || (i >= 100 && i < 190) ? 1 : 0));
    const { slope, intercept, converged } = fitCalibration(forecasts, outcomes, Float64Array.from({ length: 200 }, (_, i) => i));
    expect(converged).toBe(true);
    expect(slope).toBeCloseTo((logit(0.9) - logit(0.1)) / (logit(0.8) - logit(0.2)), 9);
    expect(intercept).toBeCloseTo(0, 9);
  });

  test('has a standard error that covers slope 1 when outcomes are drawn from the forecasts', () => {
    const stream = createRandomStream(3, 'test/calibration', 0);
    const forecasts = Float64Array.from({ length: 20_000 }, () => 0.2 * stream.nextUniform());
    const outcomes = Uint8Array.from(forecasts, (q) => (stream.nextUniform() < q ? 1 : 0));
    const { slope, slopeStandardError } = fitCalibration(forecasts, outcomes, Float64Array.from(forecasts, (_, i) => i));
    expect(slopeStandardError).toBeLessThan(0.05);
    expect(Math.abs(slope - 1)).toBeLessThan(3 * slopeStandardError);
  });

  test('says so when forecasts separate the outcomes and there is no line', () => {
    const forecasts = Float64Array.of(0.1, 0.2, 0.8, 0.9);
    expect(fitCalibration(forecasts, Uint8Array.of(0, 0, 1, 1), Float64Array.of(1, 2, 3, 4))).toMatchObject({ converged: false, slopeStandardError: NaN });
  });
});

describe('the response of owners', () => {
  test('adds up danger that was followed by nothing, from the past only', () => {
    const series = { accounts: ['a', 'b', 'a', 'a', 'a'], probabilities: Float64Array.of(0.5, 0.1, 0.25, 0.5, 0.5), outcomes: Uint8Array.of(0, 0, 0, 1, 0) };
    expect([...computeSurvivedDanger(series)]).toEqual([0, 0, 0.5, 0.75, 0.75]);
  });

  test('divides the chance by 1 + danger/half, and by nothing where half is unknown', () => {
    const half = applyOwnerResponse({ idleShare: 0.4, halvingDanger: 2 }, Float64Array.of(0.5, 0.5), Float64Array.of(0, 2));
    expect([...half]).toEqual([0.2, 0.1]);
    expect([...applyOwnerResponse({ idleShare: 0.4, halvingDanger: null }, Float64Array.of(0.5), Float64Array.of(9))]).toEqual([0.2]);
  });

  test('is found again in drawn histories', () => {
    const stream = createRandomStream(5, 'test/owners', 0);
    const survived = new Map<string, number>();
    const accounts: string[] = [];
    const probabilities: number[] = [];
    const outcomes: number[] = [];
    for (let i = 0; i < 40_000; i++) {
      const account = `vault-${i % 2000}`;
      const [p, danger] = [stream.nextUniform() ** 3, survived.get(account) ?? 0];
      const outcome = stream.nextUniform() < (0.3 * p) / (1 + danger / 0.8) ? 1 : 0;
      if (outcome === 0) survived.set(account, danger + p);
      accounts.push(account);
      probabilities.push(p);
      outcomes.push(outcome);
    }
    const series = { accounts, probabilities: Float64Array.from(probabilities), outcomes: Uint8Array.from(outcomes) };
    const { idleShare, halvingDanger } = fitOwnerResponse(series, computeSurvivedDanger(series));
    expect(idleShare).toBeGreaterThan(0.27);
    expect(idleShare).toBeLessThan(0.33);
    expect(halvingDanger).toBeGreaterThan(0.6);
    expect(halvingDanger).toBeLessThan(1.05);
  });
});
