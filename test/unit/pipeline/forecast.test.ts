import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/core/errors.js';
import { verifyDataset } from '../../../src/pipeline/data.js';
import { forecastPipeline, type ForecastReply } from '../../../src/pipeline/forecast.js';

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));
const progress = { start: () => undefined, update: () => undefined, done: () => undefined };
const PATHS = 1000;
let folder = '';
let reply: ForecastReply;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-forecast-'));
  reply = await forecastPipeline({ paths: PATHS, out: 'tables' }, { packageFolder, workingFolder: folder, progress });
});
afterAll(() => rm(folder, { recursive: true }));

describe('the bundled vaults, forecast and held against what happened', () => {
  test('are sound: the dataset passes every check, and no liquidation takes more debt than its events leave', async () => {
    const report = await verifyDataset('maker-ethb_2020-2022', { packageFolder, workingFolder: folder });
    expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.checks.at(-1)!.detail).toMatch(/^472 liquidations/);
  });

  test('a day ahead the skill is above 0 against climatology, hindsight included, and constant volatility with and without a response', () => {
    const { skill, logSkill } = reply.horizons[0]!;
    for (const { skill: value } of Object.values(skill)) expect(value).toBeGreaterThan(0);
    expect(logSkill.skill).toBeGreaterThan(0.25);
    expect(logSkill.z).toBeGreaterThan(1.645);
  });

  test('a gain over climatology within sampling error is not called one', () => {
    const verdict = reply.verdicts.find(({ claim }) => claim === '24 h: beats climatology')!;
    expect(reply.horizons[0]!.skill.climatology.z).toBeLessThan(1.645);
    expect(verdict.holds).toBe(false);
  });

  test('a day ahead it is calibrated, a week ahead the verdict says that it is not', () => {
    const slopes = reply.horizons.map(({ calibration }) => calibration.slope);
    expect(slopes[0]).toBeGreaterThan(0.8);
    expect(slopes[0]).toBeLessThan(1.2);
    for (const [index, verdict] of reply.verdicts.filter(({ claim }) => claim.includes('calibration')).entries()) expect(verdict.holds).toBe(slopes[index]! >= 0.8 && slopes[index]! <= 1.2);
  });

  test('the test span starts at the split and holds what the events say: 34 vault-days, 28.8 million DAI', () => {
    const { splitUnixSeconds, test: tested, totals, amounts } = reply.horizons[0]!;
    expect(new Date(splitUnixSeconds * 1000).toISOString()).toBe('2021-05-01T00:00:00.000Z');
    expect([amounts[0]!.unixSeconds, tested.moments, tested.events]).toEqual([splitUnixSeconds, 365, 34]);
    // Summed from the source table itself: liquidations from 2021-05-01 on.
    expect(totals.actualDebtUsd).toBeCloseTo(28_754_581.56, 1);
    expect(totals.withinUpperShare).toBeGreaterThan(0.95);
  });

  test('the tables carry units in their headers and one row per forecast moment', async () => {
    const text = await readFile(reply.files.find((file) => file.endsWith('forecast-amounts.csv'))!, 'utf8');
    const [header, ...rows] = text.trim().split('\n');
    expect(header).toMatch(/^horizonHours,unixSeconds,.*predictedDebtUsd,.*actualDebtUsd/);
    expect(rows).toHaveLength(365 + 52);
  });

  test.each(['2020-10-25', '2022-04-29', '2021-5-1', 'soon'])('a split at %s is refused with the days that are possible', async (split) => {
    const failed = forecastPipeline({ split }, { packageFolder, workingFolder: folder, progress });
    await expect(failed).rejects.toThrow(UsageError);
  });
});
