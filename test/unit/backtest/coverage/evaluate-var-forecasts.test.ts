import { describe, expect, test } from '@jest/globals';
import { evaluateVarForecasts, type VarForecastInput } from '../../../../src/backtest/coverage/evaluate-var-forecasts.js';
import { testKupiec } from '../../../../src/backtest/coverage/likelihood-ratio-tests.js';
import { InternalError } from '../../../../src/core/errors.js';
import { filterGarch } from '../../../../src/market/volatility/garch-recursion.js';
import { simulateReturnsPercent } from '../../../support/simulate-returns.js';

const PARAMETERS = { mu: 0.01, omega: 0.02, alpha: 0.08, beta: 0.9 } as const;
const DEGREES_OF_FREEDOM = 5;
/** scipy 1.17.1: stats.t.ppf(0.01, 5) × √(3/5). */
const UNIT_QUANTILE = -2.6064635693842795;
const N = 10_000;
const ALL = simulateReturnsPercent(PARAMETERS, DEGREES_OF_FREEDOM, 2 * N, 17);

function buildInput(changes: Partial<VarForecastInput> = {}): VarForecastInput {
  return {
    series: 'ETH/USD',
    level: 0.99,
    stepSeconds: 3600,
    parameters: PARAMETERS,
    degreesOfFreedom: DEGREES_OF_FREEDOM,
    nextVariance: filterGarch(PARAMETERS, ALL.slice(0, N)).nextVariance,
    laterReturnsPercent: ALL.slice(N),
    unixSeconds: new Float64Array(N).map((_, t) => 1_600_000_000 + 3600 * t),
    ...changes,
  };
}

describe('evaluateVarForecasts', () => {
  test('forecasts mu + √h × quantile from what was known an hour before', () => {
    const { valueAtRiskPercent, exceedanceFlags } = evaluateVarForecasts(buildInput());
    let variance = buildInput().nextVariance;
    for (let t = 0; t < 50; t++) {
      expect(valueAtRiskPercent[t]).toBeCloseTo(-(PARAMETERS.mu + Math.sqrt(variance) * UNIT_QUANTILE), 9);
      expect(exceedanceFlags[t]).toBe(ALL[N + t]! < -valueAtRiskPercent[t]! ? 1 : 0);
      variance = PARAMETERS.omega + PARAMETERS.alpha * (ALL[N + t]! - PARAMETERS.mu) ** 2 + PARAMETERS.beta * variance;
    }
  });

  test('passes the model that the returns come from, and reports what was tested', () => {
    const { coverage, exceedanceFlags, warnings } = evaluateVarForecasts(buildInput());
    const exceedances = exceedanceFlags.reduce((sum, flag) => sum + flag, 0);
    expect(coverage).toMatchObject({
      series: 'ETH/USD',
      level: 0.99,
      horizonSeconds: 3600,
      fromUnixSeconds: 1_600_000_000,
      toUnixSeconds: 1_600_000_000 + 3600 * (N - 1),
      n: N,
      exceedances,
      kupiecLr: testKupiec(N, exceedances, 1 - 0.99).lr,
      passes: true,
    });
    expect(coverage.expectedExceedances).toBeCloseTo(100, 9);
    expect(warnings).toEqual([]);
  });

  test('rejects forecasts that are a third too low', () => {
    const low = { ...PARAMETERS, omega: 0.45 * PARAMETERS.omega, alpha: 0.45 * PARAMETERS.alpha };
    const { coverage } = evaluateVarForecasts(buildInput({ parameters: low }));
    expect([coverage.passes, coverage.kupiecP < 1e-6]).toEqual([false, true]);
  });

  test('rejects a constant variance of the right level because exceedances cluster', () => {
    const clustered = { mu: 0, omega: 0.05, alpha: 0.25, beta: 0.7 };
    const returns = simulateReturnsPercent(clustered, Infinity, N, 23);
    const sorted = returns.slice().sort();
    // Scaled so that exactly the right number of returns passes: only their clustering is left to find.
    const omega = (sorted[100]! / UNIT_QUANTILE) ** 2;
    const flat = { mu: 0, omega, alpha: 0, beta: 0 };
    const { coverage } = evaluateVarForecasts(buildInput({ parameters: flat, nextVariance: omega, laterReturnsPercent: returns }));
    expect([coverage.kupiecP > 0.9, coverage.christoffersenP < 0.001, coverage.passes]).toEqual([true, true, false]);
  });

  test('warns when too few exceedances are expected to tell anything', () => {
    const short = buildInput({ laterReturnsPercent: ALL.slice(N, N + 500), unixSeconds: buildInput().unixSeconds.slice(0, 500) });
    expect(evaluateVarForecasts(short).warnings.map(({ code }) => code)).toContain('coverage-few-exceedances');
  });

  test('refuses a single return and missing time stamps', () => {
    expect(() => evaluateVarForecasts(buildInput({ laterReturnsPercent: ALL.slice(0, 1), unixSeconds: new Float64Array(1) }))).toThrow(InternalError);
    expect(() => evaluateVarForecasts(buildInput({ unixSeconds: new Float64Array(3) }))).toThrow(InternalError);
  });
});
