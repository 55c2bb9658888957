import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-account-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ACCOUNT = `
venue: aave-v3.3
account: whale
market:
  reserves:
    ETH: {decimals: 18, ltvBps: 7500, liquidationThresholdBps: 8000, liquidationBonusBps: 500}
    USD: {decimals: 18, ltvBps: 7500, liquidationThresholdBps: 8000, liquidationBonusBps: 500}
positions:
  - {asset: ETH, side: collateral, amount: 12.25}
  - {asset: USD, side: debt, amount: 10000}
prices: {ETH: 1000, USD: 1}
`;

async function ask(text: string, ...args: readonly string[]) {
  await writeFile(join(folder, 'account.yaml'), text);
  return runPlimsoll(['account', 'account.yaml', ...args], folder);
}

describe('plimsoll account', () => {
  test('the text names health, prices, the largest liquidation and what is left', async () => {
    const { exitCode, stdout, stderr } = await ask(ACCOUNT);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Health factor 0\.98\d*, liquidatable/);
    // Half of the debt at a bonus of 5 %: 5,000 · 1.05 / 1,000.
    expect(stdout).toMatch(/A liquidator repays at most 5,000 USD and takes 5\.25 ETH/);
  });

  test('--json prints one object with exact numbers as text', async () => {
    const { stdout, stderr } = await ask(ACCOUNT, '--price', 'ETH=1100', '--json');
    expect(stderr).toBe('');
    const reply = JSON.parse(stdout) as { prices: Record<string, string>; current: { health: { healthFactor: string } } };
    expect([reply.prices['ETH'], reply.current.health.healthFactor]).toEqual(['1100', '1.078']);
  });

  test('bad input ends with the same exit code in text and in JSON, names the field and shows no stack', async () => {
    const bad = ACCOUNT.replace('amount: 10000', 'amount: -1');
    const [text, json] = [await ask(bad), await ask(bad, '--json')];
    expect([text.exitCode, json.exitCode, text.stdout]).toEqual([2, 2, '']);
    expect(text.stderr).toMatch(/positions\[1\]\.amount: a debt must be ≥ 0, found -1/);
    expect(text.stderr).not.toMatch(/\n\s+at /);
  });

  test('the first example of the help: an account from a file, at another price of WETH', async () => {
    await writeFile(join(folder, 'whale.yaml'), ACCOUNT.replaceAll('ETH', 'WETH'));
    const { exitCode, stdout } = await runPlimsoll(['account', 'whale.yaml', '--price', 'WETH=1500'], folder);
    expect(exitCode).toBe(0);
    // 12.25 · 1,500 · 0.8 / 10,000.
    expect(stdout).toMatch(/Health factor 1\.47\d*, safe/);
  });

  test('the second example of the help: an account of a dataset under a proposal, for a script', async () => {
    const given = ['account', '--dataset', 'aave-v2-steth_2023-06', '--account', 'acct_00a44b5155246388', '--json'];
    const before = JSON.parse((await runPlimsoll(given, folder)).stdout) as { prices: Record<string, string> };
    const [asset] = Object.keys(before.prices);
    await writeFile(join(folder, 'proposal.yaml'), `reserves: {${asset}: {ltvBps: 0}}`);
    const { exitCode, stdout } = await runPlimsoll([...given, '--parameters', 'proposal.yaml'], folder);
    expect(exitCode).toBe(0);
    const { current, proposed } = JSON.parse(stdout) as Record<'current' | 'proposed', { health: { healthFactor: string } }>;
    // A loan-to-value bounds new borrowing alone.
    expect(proposed.health.healthFactor).toBe(current.health.healthFactor);
  });
});

const PERPS = `
venue: hyperliquid
account: whale
crossCollateralUsd: 1000
market:
  markets:
    ETH: {parameters: {lowerBound: [0], maxLeverage: [10]}}
positions:
  - {market: ETH, side: long, sizeBase: 10, entryPriceUsd: 1000}
prices: {ETH: 1000}
`;

describe('plimsoll account of a perps venue', () => {
  test('the text names health, tier, prices, the first close and the place for deleveraging', async () => {
    const { exitCode, stdout, stderr } = await ask(PERPS, '--price', 'ETH=940');
    expect([exitCode, stderr]).toEqual([0, '']);
    // Equity 1,000 − 600 over 9,400 / 20.
    expect(stdout).toMatch(/Cross margin: health 0\.85\d*, liquidatable/);
    // 900 / 0.95.
    expect(stdout).toMatch(/tier 1 of 1, maintenance 5.*\n {2}liquidatable when it falls to 947\.368421; bankrupt at 900\n/);
    expect(stdout).toMatch(/deleveraging \(hyperliquid\)/);
    expect(stdout).toMatch(/First 10 ETH is closed/);
  });

  test('--parameters tries a proposal, --json prints one object', async () => {
    await writeFile(join(folder, 'proposal.yaml'), 'markets: {ETH: {parameters: {maxLeverage: [5]}}}');
    const { exitCode, stdout, stderr } = await ask(PERPS, '--parameters', 'proposal.yaml', '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    const reply = JSON.parse(stdout) as Record<'current' | 'proposed', { units: { health: { maintenanceMarginUsd: string } }[] }>;
    expect([reply.current, reply.proposed].map(({ units }) => units[0]!.health.maintenanceMarginUsd)).toEqual(['500', '1000']);
  });

  test('a rising leverage is refused with the field, the same in text and in JSON', async () => {
    const bad = PERPS.replace('[0], maxLeverage: [10]', '[0, 5], maxLeverage: [10, 20]');
    const [text, json] = [await ask(bad), await ask(bad, '--json')];
    expect([text.exitCode, text.stdout]).toEqual([2, '']);
    expect(json.exitCode).toBe(2);
    expect(text.stderr).toMatch(/market\.markets\.ETH\.parameters\.maxLeverage: leverage must fall/);
    expect(text.stderr).not.toMatch(/\n\s+at /);
  });
});
