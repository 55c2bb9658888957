import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('plimsoll init', () => {
  test('without a terminal names what is missing with exit code 2, in both modes, and writes nothing', async () => {
    const text = await runPlimsoll(['init'], folder);
    expect([text.exitCode, text.stdout]).toEqual([2, '']);
    expect(text.stderr).toContain('there is no terminal to ask on, and 5 answers are missing');
    expect(text.stderr).toContain('--appetite conservative | moderate | aggressive');
    const json = await runPlimsoll(['init', '--json'], folder);
    expect([json.exitCode, (JSON.parse(json.stdout) as { error: { code: number } }).error.code]).toEqual([2, 2]);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['aave-v2-steth_2023-06', 'moderate', ' --quick'],
    // 256 paths are too few to hold the bounds of the other two appetites.
    ['hyperliquid_2023', 'aggressive', ''],
  ])('writes two files for %s, %s, that run', async (dataset, appetite, look) => {
    const { exitCode, stdout } = await runPlimsoll(['init', '--dataset', dataset, '--appetite', appetite, '--yes', '--json'], folder);
    expect(exitCode).toBe(0);
    const { next } = JSON.parse(stdout) as { next: string };
    expect(next).toBe(`plimsoll run --market market.yaml --policy policy.yaml${look}`);
    expect((await readdir(folder)).sort()).toEqual(['market.yaml', 'policy.yaml']);
    const run = await runPlimsoll(['run', '--market', 'market.yaml', '--policy', 'policy.yaml', '--quick', '--json'], folder);
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ dataset: { name: dataset } });
  });
});
