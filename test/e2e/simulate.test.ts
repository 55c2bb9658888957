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
    expect(loose.plotFiles).toHaveLength(4);
    expect(await readFile(loose.plotFiles[0]!, 'utf8')).toMatch(/^<svg /);
  });

  test('a market file may name a fund, owners, and a venue alongside: who pays is told, the same by both engines', async () => {
    const market = await readFile('data/aave-v2-steth_2023-06/market.yaml', 'utf8');
    const more = 'alongside: [aave-v2-steth_2023-06]\nborrowers: { kind: repay, belowHealth: 1.05, targetHealth: 1.2, probabilityPerStep: 0.1 }\nbackstop: { fundUsd: 100000 }\n';
    await writeFile(join(folder, 'rules.yaml'), `${market}\n${more}`);
    const given = ['--market', 'rules.yaml', '--stress', 'eth-march-2020', '--lt-bps', '9000'];
    const fast = await simulate(...given);
    const { outcome } = fast.worstPath;
    expect(outcome.badDebtUsd).toBeGreaterThan(100_000);
    expect(outcome.fundDrawUsd).toBe(100_000);
    expect(outcome.socialisedUsd).toBeCloseTo(outcome.badDebtUsd - 100_000, 4);
    expect(Math.min(outcome.ownersPaidUsd, outcome.alongsideLiquidatedDebtUsd)).toBeGreaterThan(0);
    expect({ ...(await simulate(...given, '--engine', 'reference')), engine: 'fast' }).toEqual(fast);
    const drawn = await simulate('--market', 'rules.yaml', '--paths', '64', '--workers', '1');
    expect(Object.keys(drawn.metrics!)).toEqual(expect.arrayContaining(['ownersPaidMeanUsd', 'fundDrawEs99Usd', 'socialisedMeanUsd', 'alongsideBadDebtMeanUsd', 'weightedMaxLeverageMultiple']));
  });

  test('an oracle that stands still in a crash leaves more bad debt than one that sees it', async () => {
    const moves = 'moves: {ETH/USD: [[1, 0.9], [12, 0.55]]}\n';
    await writeFile(join(folder, 'seen.yaml'), `name: seen\n${moves}`);
    await writeFile(join(folder, 'frozen.yaml'), `name: frozen\n${moves}oracle: { frozen: { fromHour: 2, toHour: 14 } }\n`);
    const [seen, frozen] = [await simulate('--stress', 'seen.yaml'), await simulate('--stress', 'frozen.yaml')];
    expect(frozen.worstPath.outcome.badDebtUsd).toBeGreaterThan(seen.worstPath.outcome.badDebtUsd);
  });

  test('a tilt weighs its paths: a figure that both can see agrees with that of plain Monte-Carlo paths', async () => {
    const none = await simulate('--paths', '1024', '--tilt', 'ETH/USD=0');
    const tilted = await simulate('--paths', '1024', '--tilt', 'ETH/USD=-0.05');
    expect(none.effectivePaths).toBe(1024);
    expect(tilted.effectivePaths).toBeLessThan(1024);
    const [plain, weighted] = [none.metrics!['liquidatedDebtMeanUsd']!, tilted.metrics!['liquidatedDebtMeanUsd']!];
    const standardError = Math.hypot(plain.ciHigh - plain.value, weighted.ciHigh - weighted.value) / 1.96;
    expect(Math.abs(plain.value - weighted.value) / standardError).toBeLessThan(3.5);
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
    ['a factor that the market lacks', ['--stress', 'odd.yaml'], /moves\.DOGE\/USD: the market has no factor DOGE\/USD/],
    ['a tilt of no factor', ['--tilt', 'DOGE/USD=-0.1'], /--tilt[\s\S]*Factors: ETH\/USD/],
    ['a tilt of a given path', ['--stress', 'eth-may-2021', '--tilt', 'ETH/USD=-0.1'], /a given stress has no normals to tilt/],
    ['a price of zero', ['--stress', 'zero.yaml'], /moves/],
  ])('%s ends with exit code 2 and says what to do', async (_, args, message) => {
    await writeFile(join(folder, 'odd.yaml'), 'name: odd\nmoves: {DOGE/USD: [[1, 0.5]]}\n');
    await writeFile(join(folder, 'zero.yaml'), 'name: zero\nmoves: {ETH/USD: [[1, 0]]}\n');
    const { exitCode, stderr } = await runPlimsoll(['simulate', ...args], folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
