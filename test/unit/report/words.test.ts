import { describe, expect, test } from '@jest/globals';
import type { Metric } from '../../../src/core/run-result.js';
import { listInWords } from '../../../src/report/words/list-in-words.js';
import { describeMetric, describeDifference, formatMetricInterval, nameMetric } from '../../../src/report/words/metrics.js';
import { describeDecision, listChanges } from '../../../src/report/words/parameters.js';
import { formatRerunCommand } from '../../../src/report/words/rerun.js';
import { buildKeepSampleResult, buildSampleResult } from '../../support/sample-result.js';

const ES: Metric = { value: 31_000, unit: 'usd', ciLow: -13_000, ciHigh: 75_000, level: 0.99, horizonSeconds: 604_800, n: 20_000, evidence: 'simulated' };

describe('nameMetric', () => {
  test.each([
    ['badDebtEs99Usd', 'Bad debt, ES 99 %'],
    ['badDebtVar995Usd', 'Bad debt, VaR 99.5 %'],
    ['badDebtEs99SupplyRatio', 'Bad debt, ES 99 % of supply'],
    ['badDebtMeanUsd', 'Bad debt mean'],
    ['badDebtProbability', 'Bad debt probability'],
    ['liquidatedAccounts', 'Liquidated accounts'],
    ['borrowingPowerUsd', 'Borrowing power'],
    ['usd', 'Usd'],
  ])('%s is called %s', (key, name) => {
    expect(nameMetric(key)).toBe(name);
  });
});

describe('a metric in words', () => {
  test('prints value, interval, level, horizon, sample size and evidence', () => {
    expect(describeMetric(ES)).toBe('$31.0K (95 % interval [−$13.0K, $75.0K], level 99 %, horizon 7 days, n = 20,000, simulated)');
  });

  test('says `exact` where there is no sampling error', () => {
    expect(formatMetricInterval({ ...ES, ciLow: ES.value, ciHigh: ES.value, evidence: 'estimated' })).toBe('exact');
  });

  test('never calls a simulated figure exact: no spread in the sample is not certainty', () => {
    expect(formatMetricInterval({ ...ES, value: 0, ciLow: 0, ciHigh: 0 })).toBe('[$0, $0]');
  });

  test.each([
    [{}, 'not distinguishable from zero'],
    [{ ciLow: 0 }, 'not distinguishable from zero'],
    [{ ciLow: 1 }, 'higher'],
    [{ value: -5, ciHigh: -1 }, 'lower'],
    [{ value: 0, ciLow: 0, ciHigh: 0, evidence: 'estimated' as const }, 'no difference'],
    [{ value: 0, ciLow: 0, ciHigh: 0 }, 'no difference in this sample'],
    [{ ciLow: 31_000, ciHigh: 31_000 }, 'higher'],
  ])('a difference with %p is %s', (change, verdict) => {
    expect(describeDifference({ ...ES, ...change })).toBe(verdict);
  });
});

describe('the decision in words', () => {
  test('names each changed parameter with both values', () => {
    const recommended = { ...buildSampleResult().recommended, liquidationThresholdBps: 8350, liquidationBonusBps: 650 };
    expect(describeDecision(buildSampleResult({ recommended }))).toBe(
      'Change the stETH LTV from 72.00 % to 73.50 %, liquidation threshold from 83.00 % to 83.50 % and liquidation bonus from 7.00 % to 6.50 %',
    );
  });

  test('keeps when nothing changes', () => {
    expect(describeDecision(buildKeepSampleResult())).toBe('Keep the current stETH parameters');
    expect(listChanges(buildKeepSampleResult())).toEqual([]);
  });

  test.each([
    ['change without a change', { ...buildKeepSampleResult().recommended, decision: 'change' as const }],
    ['keep with a change', { ...buildSampleResult().recommended, decision: 'keep' as const }],
  ])('refuses a contradiction: %s', (_, recommended) => {
    expect(() => listChanges(buildSampleResult({ recommended }))).toThrow(/recommended parameters differ/);
  });
});

test('the command to repeat a run quotes what a shell would read otherwise', () => {
  const sample = buildSampleResult();
  expect(formatRerunCommand(sample)).toBe(
    'npx plimsoll run --dataset aave-v2-steth_2023-06 --market market.yaml --policy policy.yaml --seed 20230615 --paths 20000',
  );
  const command = formatRerunCommand({ ...sample, dataset: { ...sample.dataset, name: "a'b; rm -rf /" } });
  expect(command).toContain(String.raw`--dataset 'a'\''b; rm -rf /' --market`);
});

test.each([
  [[], ''],
  [['LTV'], 'LTV'],
  [['LTV', 'bonus'], 'LTV and bonus'],
  [['LTV', 'threshold', 'bonus'], 'LTV, threshold and bonus'],
])('lists %j as `%s`', (items, text) => {
  expect(listInWords(items)).toBe(text);
});
