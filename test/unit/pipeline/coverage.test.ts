import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { coveragePipeline, type CoverageOptions, type CoverageReply } from '../../../src/pipeline/coverage.js';

const PACKAGE = join(import.meta.dirname, '../../..');
const SHORT = 'aave-v2-steth_2023-06';
/** What `.ci/run` asks for; else a year less is rolled where only sameness is tested. */
const IS_WHOLE = process.env['PLIMSOLL_CONFORMANCE'] === 'full';
/** The last spans that leave enough to choose and to test. */
const AT_THE_END = { choose: '2023-06-01', split: '2023-09-15' };
let folder: string;
let reply: CoverageReply;

const run = (options: CoverageOptions): Promise<CoverageReply> =>
  coveragePipeline(options, { packageFolder: PACKAGE, workingFolder: folder, progress: { start: () => {}, update: () => {}, done: () => {} } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-coverage-'));
  reply = await run({ dataset: SHORT, out: 'first' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('one-day value-at-risk of ETH, 2021 to 2023', () => {
  const find = (name: string): CoverageReply['models'][number] => reply.models.find((model) => model.name === name)!;

  test('is passed by the model that was chosen on 2020', () => {
    const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
    expect(Object.values(reply.spans).map(day)).toEqual(['2019-01-02', '2020-01-02', '2021-01-01', '2023-12-30']);
    const [chosen, ...others] = [...reply.models].sort((left, right) => left.choiceLoss - right.choiceLoss);
    expect(chosen!.isChosen).toBe(true);
    expect(others.some(({ isChosen }) => isChosen)).toBe(false);
    expect(chosen).toMatchObject({ passes: true, passesExpectedShortfall: true });
    expect(reply.verdict).toEqual({ holds: true, sentence: expect.stringMatching(/^ETH\/USD: the chosen model, GARCH\(1,1\), Student t, passes .* and passes .* at 5 %/) });
  });

  test('shows which models fail: normal tails are too thin, constant volatility too slow', () => {
    const [riskMetrics, constant] = [find('ewma-normal'), find('constant-normal')];
    expect(riskMetrics).toMatchObject({ passes: false, passesExpectedShortfall: false });
    expect(riskMetrics.levels[1]!.exceedances).toBeGreaterThan(2 * riskMetrics.levels[1]!.expectedExceedances);
    expect(constant).toMatchObject({ passes: false, passesExpectedShortfall: false });
    for (const { levels } of reply.models) for (const { zones, n } of levels) expect(zones.green + zones.yellow + zones.red).toBe(n - 249);
  });

  test('gives the same tables again', async () => {
    const again = { dataset: SHORT, ...(IS_WHOLE ? {} : AT_THE_END) };
    if (!IS_WHOLE) await run({ ...again, out: 'first-of-few' });
    await run({ ...again, out: 'second' });
    for (const file of ['coverage-models.csv', 'coverage-forecasts.csv']) {
      expect(await readFile(join(folder, 'second', file), 'utf8')).toBe(await readFile(join(folder, IS_WHOLE ? 'first' : 'first-of-few', file), 'utf8'));
    }
  }, 120_000);

  test('gives tables that hold what was tested', async () => {
    const [header, ...rows] = (await readFile(join(folder, 'first', 'coverage-forecasts.csv'), 'utf8')).trim().split('\n').map((line) => line.split(','));
    expect(header).toEqual(['unixSeconds', 'returnPercent', 'valueAtRisk95Percent', 'expectedShortfall95Percent', 'valueAtRisk99Percent', 'expectedShortfall99Percent']);
    const beyond = rows.filter(([, value, valueAtRisk]) => Number(value) < -Number(valueAtRisk)).length;
    expect(beyond).toBe(reply.models.find(({ isChosen }) => isChosen)!.levels[0]!.exceedances);
    for (const [, , var95, es95, var99, es99] of rows) expect(Number(es95) > Number(var95) && Number(es99) > Number(var99) && Number(var99) > Number(var95)).toBe(true);
  });
});

// The three years above take the same way; these five take as long again.
if (IS_WHOLE) {
  describe('one-day value-at-risk of ETH, five years out of sample', () => {
    test('is passed at 95 % and 99 % by the model that was chosen before 2019, and the models that fail are shown', async () => {
      const { dataset, spans, models, verdict } = await run({});
      expect(dataset.name).toBe('eth-usd_2017-2023');
      expect([spans.testUnixSeconds, spans.toUnixSeconds].map((time) => new Date(time * 1000).toISOString().slice(0, 10))).toEqual(['2019-01-02', '2023-12-30']);
      expect(verdict.holds).toBe(true);
      const chosen = models.find(({ isChosen }) => isChosen)!;
      expect(chosen.levels.map(({ level, n }) => [level, n])).toEqual([[0.95, 1824], [0.99, 1824]]);
      for (const { kupiec, independence } of chosen.levels) expect(Math.min(kupiec.pValue, independence.pValue)).toBeGreaterThan(0.05);
      expect(models.filter(({ passes }) => !passes).map(({ name }) => name)).toEqual(['constant-normal', 'ewma-normal']);
    });
  });
}

describe('refuses', () => {
  test.each([
    ['a series that is not there', { series: 'ETH/EUR' }, 3, 'no prices ETH/EUR'],
    ['a level that is none', { levels: '0.95,95' }, 2, '`95` is no level'],
    ['a split that leaves nothing to test', { split: '2023-12-01' }, 2, 'too little to fit, to choose or to test'],
    ['a choice that leaves nothing to fit', { choose: '2019-03-01' }, 2, 'too little to fit, to choose or to test'],
    ['what is no day', { split: 'soon' }, 2, '"soon" is no date'],
    ['steps so long that the series is too short', { 'horizon-hours': 720 }, 2, 'the series has 60 steps, and 565 are the fewest'],
    ['a dataset without prices', { dataset: 'nothing' }, 3, 'there is no dataset `nothing`'],
  ])('%s', async (_, options, exitCode, message) => {
    await expect(run({ dataset: SHORT, ...options })).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });
});
