import { describe, expect, test } from '@jest/globals';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

const SMART = ['baseline', 'smart-ltv', '--sigma', '0.1', '--liquidity', '1000000', '--debt', '200000', '--beta', '0.05', '--c', '3'];
const MORPHO = ['baseline', 'gauntlet-morpho', '--collateral-usd', '360383272.29', '--repay-usd', '20904419.67', '--max-drawdown', '0.4'];

describe('plimsoll baseline', () => {
  test('smart-ltv prints the published number, as text and as one object', async () => {
    expect((await runPlimsoll(SMART, CHECKOUT)).stdout).toMatch(/SmartLTV: LTV 82\.4 %/);
    const { exitCode, stdout, stderr } = await runPlimsoll([...SMART, '--json'], CHECKOUT);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect((JSON.parse(stdout) as { ltv: number }).ltv).toBeCloseTo(0.82444657, 8);
  });

  test('gauntlet-morpho prints the published LLTV and what the next one would cost', async () => {
    const { stdout } = await runPlimsoll(MORPHO, CHECKOUT);
    expect(stdout).toMatch(/LTV 93\.0 %/);
    expect(stdout).toMatch(/bad debt there \(USD\) +284,536\.96\n/);
  });

  test('historical-var takes a series of a dataset, longer horizons asking for more', async () => {
    const ask = async (...more: string[]) =>
      JSON.parse((await runPlimsoll(['baseline', 'historical-var', '--dataset', 'aave-v2-steth_2023-06', '--series', 'ETH/USD', '--json', ...more], CHECKOUT)).stdout) as { ltv: number };
    const [day, week] = [await ask(), await ask('--horizon', '168')];
    expect(day.ltv).toBeGreaterThan(week.ltv);
    expect(week.ltv).toBeGreaterThan(0.4);
  });

  test('what is out of range ends with exit code 2 in text and in JSON, naming the flag', async () => {
    const bad = SMART.with(5, '0');
    const [text, json] = [await runPlimsoll(bad, CHECKOUT), await runPlimsoll([...bad, '--json'], CHECKOUT)];
    expect([text.exitCode, json.exitCode, text.stdout]).toEqual([2, 2, '']);
    expect(text.stderr).toMatch(/liquidity must be above 0, found 0/);
  });
});
