import { describe, expect, test } from '@jest/globals';
import { buildAttributionSection } from '../../../src/report/sections/attribution.js';
import { buildBaselinesSection } from '../../../src/report/sections/baselines.js';
import { buildScheduleSection, describeFirstUpdate } from '../../../src/report/sections/schedule.js';
import type { Block, Section } from '../../../src/report/blocks.js';
import { describeStop, measureEffort } from '../../../src/report/words/search-stop.js';
import { buildKeepSampleResult, buildSampleResult } from '../../support/sample-result.js';

const SAMPLE = buildSampleResult();

function tableOf({ blocks }: Section): string[][] {
  const table = blocks.find((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table')!;
  return [table.columns.map(({ label }) => label), ...table.rows.map((row) => row.map(({ text }) => text))];
}

describe('the attribution section', () => {
  test('has a column per changed parameter and the whole beside them, a row per metric', () => {
    const [head, ...rows] = tableOf(buildAttributionSection(SAMPLE));
    expect(head).toEqual(['Metric', 'LTV', 'Together']);
    expect(rows).toHaveLength(Object.keys(SAMPLE.metrics.difference).length);
    expect(rows.find(([name]) => name === 'Bad debt, ES 99 %')).toEqual(['Bad debt, ES 99 %', '+$31.0K', '+$31.0K']);
  });

  test('names the method', () => {
    const [first] = SAMPLE.attribution.parameters;
    const two = [first!, { ...first!, parameter: 'liquidationThresholdBps' }];
    const textOf = (attribution: typeof SAMPLE.attribution): unknown => buildAttributionSection({ ...SAMPLE, attribution }).blocks[0];
    expect(textOf({ method: 'shapley', orders: 2, parameters: two })).toMatchObject({ text: expect.stringContaining('Shapley values: the mean over all 2 orders') });
    expect(textOf({ method: 'settable-orders', orders: 1, parameters: two })).toMatchObject({ text: expect.stringContaining('in which every set on the way may be set') });
    expect(textOf({ method: 'none', orders: 0, parameters: [] })).toMatchObject({ text: 'Nothing changes, so there is nothing to attribute.' });
  });
});

describe('the baselines section', () => {
  test('sets recommendation, values in force and every rule side by side, with what each breaks', () => {
    const [, ours, current, morpho, smart] = tableOf(buildBaselinesSection(SAMPLE));
    expect([ours![0], ours!.at(-1)]).toEqual(['Recommended here', 'keeps every limit']);
    expect(current![0]).toBe('Current');
    expect([morpho![1], morpho![3], morpho!.at(-1)]).toEqual(['93.0 %', '93.00 %', 'breaks 2 of 2']);
    expect(smart!.slice(1)).toEqual(['none', 'none', 'none', 'none', 'none', 'none', 'none']);
  });

  test('says why each differs', () => {
    expect(buildBaselinesSection(SAMPLE).blocks.at(-1)).toMatchObject({ kind: 'list', items: SAMPLE.baselines.map(({ name, disagreement }) => `${name}: ${disagreement}`) });
  });
});

describe('the schedule section', () => {
  test('says what one update clips and how long the whole takes', () => {
    expect(describeFirstUpdate(SAMPLE)).toBe(
      'One update within the limits of the Aave v3 risk steward reaches LTV 72.50 % / threshold 83.00 % / bonus 7.00 %: it clips LTV. The whole takes 3 updates over 6 days at least.',
    );
    const [, first, second] = tableOf(buildScheduleSection(SAMPLE));
    expect([first![0], second![0], first!.at(-2), second!.at(-2)]).toEqual(['at once', '3 days later', '0 ($0)', '1 ($206K)']);
  });

  test('says so where there are no limits, and where one update is enough', () => {
    expect(describeFirstUpdate({ ...SAMPLE, updateSchedule: null })).toBe('The policy names no limits on single updates, or nothing changes.');
    const whole = { ...SAMPLE.updateSchedule!, clipped: [], updates: SAMPLE.updateSchedule!.updates.slice(-1) };
    expect(describeFirstUpdate({ ...SAMPLE, updateSchedule: whole })).toBe('One update within the limits of the Aave v3 risk steward sets all of it.');
    expect(buildScheduleSection({ ...buildKeepSampleResult(), updateSchedule: null }).blocks).toHaveLength(1);
  });
});

describe('why the search stopped', () => {
  const search = (stop: (typeof SAMPLE)['search']['stop']) => ({ ...SAMPLE.search, stop });

  test('tells separation from an exhausted budget, and a better rival from a cheaper one', () => {
    expect(describeStop(search({ reason: 'separated', rivals: 0, rivalGainRatio: 0 }))).toContain('is separated');
    expect(describeStop(search({ reason: 'budget', rivals: 3, rivalGainRatio: 0.0139 }))).toContain('3 other candidates, up to 1.39 % better in the objective');
    expect(describeStop(search({ reason: 'budget', rivals: 1, rivalGainRatio: 0 }))).toContain('1 other candidate, as good in the objective at a lower cost to borrowers');
  });

  test('effort is the share of every candidate on every path', () => {
    expect(measureEffort(SAMPLE.search)).toBeCloseTo(640_000 / (245 * 20_000), 12);
  });
});
