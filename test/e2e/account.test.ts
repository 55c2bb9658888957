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
});
