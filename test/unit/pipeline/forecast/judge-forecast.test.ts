import { expect, test } from '@jest/globals';
import type { ForecastEvaluation } from '../../../../src/backtest/forecast/evaluate-forecast.js';
import { judgeForecast } from '../../../../src/pipeline/forecast/judge-forecast.js';

function judge(skill: number, z: number, slope: number): ReturnType<typeof judgeForecast> {
  const score = { skill, z };
  const evaluation = { horizonHours: 24, skill: { climatology: score, normal: score, normalWithResponse: score }, calibration: { slope, slopeStandardError: 0.1 } };
  return judgeForecast([evaluation as unknown as ForecastEvaluation]);
}

test('a gain counts only beyond sampling error: a small one cannot be told apart, whatever its sign', () => {
  for (const skill of [0.01, -0.01]) {
    const [verdict] = judge(skill, 40 * skill, 1);
    expect([verdict!.holds, verdict!.sentence]).toEqual([false, expect.stringContaining('cannot be told apart from climatology')]);
  }
  expect(judge(0.05, 1.7, 1)[0]).toMatchObject({ holds: true, sentence: 'The 1-day forecast beats climatology: Brier skill 5.0 % (z 1.7, asked above 1.645).' });
  expect(judge(-0.05, -1.7, 1)[0]).toMatchObject({ holds: false, sentence: expect.stringContaining('is worse than climatology: Brier skill −5.0 %') });
});

test('a skill that rounds to nothing has no sign', () => {
  expect(judge(-0.0001, -0.01, 1)[0]!.sentence).toContain('Brier skill 0.0 % (z 0.0,');
});

test.each([
  [0.79, false],
  [0.8, true],
  [1.2, true],
  [1.21, false],
])('a slope of %s is calibrated: %s', (slope, holds) => {
  expect(judge(0, 0, slope).at(-1)!.holds).toBe(holds);
});
