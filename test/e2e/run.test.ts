import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RunResult } from '../../src/core/run-result.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
let reply: RunResult;
let stderr: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-run-'));
  const outcome = await runPlimsoll(['run', '--quick', '--json', '--workers', '1', '--out', 'one'], folder);
  stderr = outcome.stderr;
  expect(outcome.exitCode).toBe(0);
  reply = JSON.parse(outcome.stdout) as RunResult;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const hashOf = async (path: string): Promise<string> => createHash('sha256').update(await readFile(join(folder, path))).digest('hex');

describe('plimsoll run --json on the bundled dataset', () => {
  test('prints one object that the committed schema accepts, and nothing on stderr', async () => {
    const schema = JSON.parse(await readFile(join(CHECKOUT, 'docs/schemas/run.schema.json'), 'utf8')) as object;
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    const isValid = ajv.validate(schema, reply);
    expect(ajv.errors).toBeNull();
    expect(isValid).toBe(true);
    expect(stderr).toBe('');
  });

  test('works on more than 1,000 accounts and gives every tail figure its level, horizon, n and interval', () => {
    expect(reply.dataset.accounts).toBeGreaterThan(1000);
    for (const metrics of [reply.metrics.current, reply.metrics.recommended]) {
      for (const [name, metric] of Object.entries(metrics)) {
        expect([name, metric.ciLow <= metric.value && metric.value <= metric.ciHigh]).toEqual([name, true]);
        if (/(Var|Es)\d\d/.test(name)) expect([name, metric.level, metric.horizonSeconds, metric.n]).toEqual([name, 0.99, 604_800, 256]);
      }
    }
  });

  test('recommends values inside the policy’s limits that hold every constraint', () => {
    expect(Math.abs(reply.recommended.ltvBps - reply.current.ltvBps)).toBeLessThanOrEqual(300);
    expect(Math.abs(reply.recommended.liquidationThresholdBps - reply.current.liquidationThresholdBps)).toBeLessThanOrEqual(300);
    expect(reply.recommended.ltvBps + 500).toBeLessThanOrEqual(reply.recommended.liquidationThresholdBps);
    expect(reply.constraints.map(({ holds }) => holds)).toEqual(reply.constraints.map(() => true));
    expect(reply.frontier.filter(({ isRecommended }) => isRecommended)).toHaveLength(1);
  });

  test('replays the windows that the market file names', () => {
    expect(reply.backtest.windows.map(({ name }) => name)).toEqual([
      'Black Thursday 2020',
      'May 2021 crash',
      'Terra collapse 2022',
      'stETH discount June 2022',
      'FTX collapse 2022',
      'August 2023 flush',
    ]);
    // The fall of 12 March 2020 is in every price record: ETH lost half its value within two days.
    expect(reply.backtest.windows[0]!.maxDrawdownRatio).toBeGreaterThan(0.5);
    expect(reply.backtest.windows[3]!.minimumPegRatio).toBeLessThan(0.94);
  });

  test('writes every file that it names, and a manifest with their hashes', async () => {
    expect(reply.folder).toBe(join(folder, 'one'));
    const manifest = JSON.parse(await readFile(join(folder, 'one/manifest.json'), 'utf8')) as { files: Record<string, { sha256: string }> };
    for (const path of Object.values(reply.files)) {
      if (path === 'manifest.json') continue;
      expect([path, manifest.files[path]!.sha256]).toEqual([path, await hashOf(`one/${path}`)]);
    }
  });

  test('gives the same result.json bytes with two workers in a fresh process, and other bytes with another seed', async () => {
    const two = await runPlimsoll(['run', '--quick', '--json', '--workers', '2', '--out', 'two'], folder);
    expect(two.exitCode).toBe(0);
    expect(await hashOf('two/result.json')).toBe(await hashOf('one/result.json'));
    expect(await hashOf('two/tables/paths.csv')).toBe(await hashOf('one/tables/paths.csv'));
    expect(await hashOf('two/report.html')).toBe(await hashOf('one/report.html'));
    const other = await runPlimsoll(['run', '--quick', '--json', '--seed', '2', '--out', 'other'], folder);
    expect(other.exitCode).toBe(0);
    expect(await hashOf('other/tables/paths.csv')).not.toBe(await hashOf('one/tables/paths.csv'));
  });

  test('leaves only whole run folders behind', async () => {
    expect((await readdir(folder)).sort()).toEqual(['one', 'other', 'two']);
  });
});

describe('plimsoll run for a person', () => {
  test('shows stages on stderr and a summary with units, intervals, hit accounts and files on stdout', async () => {
    const outcome = await runPlimsoll(['run', '--quick', '--out', 'person'], folder);
    expect(outcome.exitCode).toBe(0);
    for (const stage of ['Load dataset', 'Fit volatility, peg and depth', 'Simulate and search', 'Replay history', 'Simulate worse markets', 'Write report and proposal']) {
      expect(outcome.stderr).toContain(`✔ ${stage}`);
    }
    expect(outcome.stdout).toMatch(/Loan-to-value \(LTV\)\s+72\.00 %/);
    expect(outcome.stdout).toMatch(/Bad debt, ES 99 %\s+\$[\d.]+/);
    expect(outcome.stdout).toContain('95 % interval');
    expect(outcome.stdout).toMatch(/liquidatable through the change itself/);
    expect(outcome.stdout).toContain('person/report.html');
    expect(Math.max(...outcome.stdout.split('\n').filter((line) => /^(stETH|Over|Loan|Bad|Borrow|Liquid|Max)/.test(line)).map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
