import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SimulateReply } from '../../src/pipeline/simulate.js';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-simulate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function simulate(...args: readonly string[]): Promise<SimulateReply> {
  const { exitCode, stdout, stderr } = await runPlimsoll(['simulate', ...args, '--json'], folder);
  if (exitCode !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as SimulateReply;
}

describe('plimsoll simulate', () => {
  test('gives the same figures for either engine and any number of workers', async () => {
    const one = await simulate('--paths', '48', '--workers', '1');
    const two = await simulate('--paths', '48', '--workers', '2');
    const { engine, ...dense } = await simulate('--paths', '48', '--engine', 'reference');
    expect(engine).toBe('reference');
    expect(two).toEqual(one);
    expect({ ...dense, engine: 'fast' }).toEqual(one);
    expect(one.metrics!['badDebtProbability']!.n).toBe(48);
    expect(one.worstPath.steps).toHaveLength(169);
  });

  test('the steps of a path add up to its outcome', async () => {
    const { worstPath, stress, metrics } = await simulate('--stress', 'eth-march-2020');
    const sum = worstPath.steps.reduce((total, { liquidatedDebtUsd }) => total + liquidatedDebtUsd, 0);
    expect(sum / worstPath.outcome.liquidatedDebtUsd).toBeCloseTo(1, 9);
    expect(worstPath.outcome.liquidatedAccounts).toBeGreaterThan(100);
    expect([stress!.name, metrics]).toEqual(['ETH, March 2020', null]);
  });

  test('a stress file moves what it names: a deeper fall costs more, and nothing moves without it', async () => {
    const lossAt = async (ratio: number): Promise<number> => {
      await writeFile(join(folder, 'fall.yaml'), `name: a fall\nmoves: {ETH/USD: [[12, ${ratio}]]}\n`);
      return (await simulate('--stress', 'fall.yaml')).worstPath.outcome.liquidatedDebtUsd;
    };
    const [deep, shallow] = [await lossAt(0.5), await lossAt(0.8)];
    expect(deep).toBeGreaterThan(shallow);
    await writeFile(join(folder, 'calm.yaml'), 'name: calm\nmoves: {ETH/USD: [[1, 1]]}\n');
    const calm = await simulate('--stress', 'calm.yaml');
    expect(calm.worstPath.outcome.badDebtUsd).toBeLessThan(shallow);
    expect(calm.worstPath.steps.at(-1)!.priceRatio['BTC/USD']).toBe(1);
  });

  test('a looser threshold, of which borrowers make use, leaves more bad debt in the same crash; pictures are written', async () => {
    const loose = await simulate('--stress', 'eth-may-2021', '--lt-bps', '9000', '--plots', 'pictures');
    const tight = await simulate('--stress', 'eth-may-2021', '--lt-bps', '7500');
    expect(loose.parameters.liquidationThresholdBps).toBe(9000);
    expect(loose.worstPath.outcome.badDebtUsd).toBeGreaterThan(tight.worstPath.outcome.badDebtUsd);
    expect(loose.plotFiles).toHaveLength(3);
    expect(await readFile(loose.plotFiles[0]!, 'utf8')).toMatch(/^<svg /);
  });

  test('the text says figures, the worst path and its hours', async () => {
    const { stdout } = await runPlimsoll(['simulate', '--paths', '16'], folder);
    expect(stdout).toMatch(/stETH, LTV 72\.00 % \/ threshold 83\.00 % \/ bonus 7\.00 %/);
    expect(stdout).toMatch(/Bad debt, ES 99 % +\$/);
    expect(stdout).toMatch(/Worst path \(number \d+\): bad debt/);
  });

  test.each<[string, string[], RegExp]>([
    ['an unknown stress', ['--stress', 'the-end'], /there is no stress called the-end/],
    ['a threshold below the LTV', ['--lt-bps', '7000'], /LTV must not be above the liquidation threshold/],
    ['a factor that the market lacks', ['--stress', 'odd.yaml'], /moves\.DOGE\/USD: the market has no such factor/],
    ['a price of zero', ['--stress', 'zero.yaml'], /moves/],
  ])('%s ends with exit code 2 and says what to do', async (_, args, message) => {
    await writeFile(join(folder, 'odd.yaml'), 'name: odd\nmoves: {DOGE/USD: [[1, 0.5]]}\n');
    await writeFile(join(folder, 'zero.yaml'), 'name: zero\nmoves: {ETH/USD: [[1, 0]]}\n');
    const { exitCode, stderr } = await runPlimsoll(['simulate', ...args], folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
