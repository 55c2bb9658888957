import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

const DATASET = 'aave-v2-steth_2023-06';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-bad-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs in text and in JSON mode: same exit code, one clear error, and no run folder left. */
async function expectRefusal(args: readonly string[], exitCode: number, expected: RegExp): Promise<void> {
  const before = (await readdir(folder)).sort();
  const text = await runPlimsoll(['run', '--quick', ...args], folder);
  expect(text.stderr).toMatch(expected);
  expect(text.stderr).not.toMatch(/\n\s+at /);
  expect([text.exitCode, text.stdout]).toEqual([exitCode, '']);
  const json = await runPlimsoll(['run', '--quick', '--json', ...args], folder);
  expect(json.exitCode).toBe(exitCode);
  const { error } = JSON.parse(json.stdout) as { error: { message: string; where?: string; suggestions: string[] } };
  expect(`${error.message} ${error.where ?? ''} ${error.suggestions.join(' ')}`.length).toBeGreaterThan(20);
  expect((await readdir(folder)).sort()).toEqual(before);
}

/** Copies the shipped policy with one text replaced; the replacement must be found. */
async function writePolicy(from: string | RegExp, to: string): Promise<string> {
  const text = await readFile(join(CHECKOUT, 'data/policies/moderate.yaml'), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(folder, 'policy.yaml'), changed);
  return 'policy.yaml';
}

async function copyDataset(): Promise<string> {
  const target = join(folder, 'data', DATASET);
  await cp(join(CHECKOUT, 'data', DATASET), target, { recursive: true });
  return target;
}

describe('plimsoll run refuses', () => {
  test('an unknown dataset, naming the known ones', () => expectRefusal(['--dataset', 'nope'], 3, /no dataset `nope`[\s\S]*aave-v2-steth_2023-06/));

  test('a negative seed', () => expectRefusal(['--seed', '-1'], 2, /seed/));

  test('an unknown policy', () => expectRefusal(['--policy', 'nowhere.yaml'], 2, /no such file[\s\S]*nowhere\.yaml/));

  test('a constraint that no ratio can meet, naming the field', async () => {
    await expectRefusal(['--policy', await writePolicy('max: 0.0005', 'max: -1')], 2, /constraints.*max/);
  });

  test('an impossible constraint that is well-formed, as infeasible', async () => {
    await expectRefusal(['--policy', await writePolicy('metric: liquidatedDebt, statistic: mean, max: 0.02', 'metric: liquidatedDebt, statistic: mean, max: 0')], 6, /infeasible[\s\S]*liquidatedDebt mean ≤ 0/);
  });

  test('a policy field that does not exist', async () => {
    await expectRefusal(['--policy', await writePolicy('minimumBufferBps', 'minimumBufer')], 2, /minimumBu/);
  });

  test('an LTV above the liquidation threshold', async () => {
    const text = await readFile(join(CHECKOUT, 'data', DATASET, 'market.yaml'), 'utf8');
    const inForce = 'parametersInForce: { ltvBps: 9000, liquidationThresholdBps: 8300, liquidationBonusBps: 700 }';
    await writeFile(join(folder, 'market.yaml'), `${text}\n${inForce}\n`);
    await expectRefusal(['--market', 'market.yaml'], 2, /LTV must not be above the liquidation threshold \(found ltvBps 9000, liquidationThresholdBps 8300\)/);
  });

  test('a truncated Parquet file', async () => {
    const dataset = await copyDataset();
    await truncate(join(dataset, 'prices.parquet'), 1000);
    await expectRefusal([], 3, /prices\.parquet/);
  });

  test('an altered Parquet file', async () => {
    const path = join(await copyDataset(), 'lending_positions.parquet');
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    await expectRefusal([], 3, /lending_positions\.parquet/);
  });

  test('an --out that is a file', async () => {
    await writeFile(join(folder, 'taken'), 'mine');
    await expectRefusal(['--out', 'taken'], 2, /cannot write the run folder[\s\S]*taken/);
    expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('mine');
  });

  test('an --out that holds somebody’s files', async () => {
    await cp(join(CHECKOUT, 'data/policies'), join(folder, 'mine'), { recursive: true });
    await expectRefusal(['--out', 'mine'], 2, /holds files that no run wrote/);
  });

  test('an --out under a file system that cannot be written', () => expectRefusal(['--out', '/proc/plimsoll/run'], 2, /cannot write the run folder/));
});
