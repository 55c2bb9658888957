import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProposeReply } from '../../src/pipeline/propose.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
let decision: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-propose-'));
  const { exitCode, stdout, stderr } = await runPlimsoll(['run', '--quick', '--paths', '64', '--out', 'run', '--date', '2023-07-01', '--json'], folder);
  if (exitCode !== 0) throw new Error(stderr);
  decision = (JSON.parse(stdout) as { recommended: { decision: string } }).recommended.decision;
  await writeFile(
    join(folder, 'book.yaml'),
    'network: ethereum\nchainId: 1\nsource: test\ndate: 2023-01-01\ncontracts:\n  configEngine: "0x19A109d0dCB1268729341732Ac146D4A74c7034f"\n  configurator: "0x64b761D848206f447Fe2dd461b0c635Ec39EbB27"\n  governor: "0x309a862bbC1A00e45506cB8A802D1ff10004c8C0"\nassets:\n  stETH: "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84"\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const propose = (...args: readonly string[]) => runPlimsoll(['propose', 'run', '--addresses', 'book.yaml', '--date', '2023-07-01', '--out', 'drafts', ...args], folder);

describe('plimsoll propose', () => {
  test('the quick run recommends a change, so there is something to execute', () => {
    expect(decision).toBe('change');
  });

  test('writes every form from the outcome alone and shows what the bytes say beside the intent', async () => {
    const { exitCode, stdout } = await propose('--format', 'arfc', '--format', 'calls', '--format', 'safe', '--format', 'governor', '--author', 'alice', '--json');
    expect(exitCode).toBe(0);
    const reply = JSON.parse(stdout) as ProposeReply;
    expect(reply.files.map((file) => file.split('/').at(-1))).toEqual(['arfc.md', 'calls.json', 'calls.txt', 'safe-batch.json', 'governor.json']);
    const [call] = reply.calls;
    expect(call!.decoded.find(({ name }) => name === 'asset')!.value).toBe('0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84');
    const arfc = await readFile(join(folder, 'drafts', 'arfc.md'), 'utf8');
    expect(arfc).toMatch(/^author: "alice"$/m);
    const governor = JSON.parse(await readFile(join(folder, 'drafts', 'governor.json'), 'utf8')) as { description: string; calldatas: string[] };
    expect(governor.description).toMatch(/^# Change the stETH /);
    expect(governor.calldatas).toEqual([call!.calldata]);
    const text = await propose('--format', 'calls');
    expect(text.stdout).toMatch(/configureReserveAsCollateral\(address asset[\s\S]*ltv += \d+ {2}\(\d+\.\d\d %\)/);
  });

  test('leaves what the run wrote as it was', async () => {
    const { exitCode, stdout } = await runPlimsoll(['propose', 'run', '--date', '2023-07-02', '--max-age-days', '400'], folder);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/Draft +run\/drafts\/arfc\.md/)]);
    expect((await runPlimsoll(['verify', 'run', '--files-only'], folder)).exitCode).toBe(0);
  });

  test('writes the folder of an AIP, and shows every parameter before and after', async () => {
    const { exitCode, stdout } = await propose('--format', 'aip', '--format', 'aip-calls', '--venue', 'aave-v3', '--snapshot-block', '17595000', '--diff');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/before +after +change\nLTV +stETH +72\.00 % /);
    const payload = await readFile(join(folder, 'drafts/20230701_AaveV3Ethereum_StETHCollateral/AaveV3Ethereum_StETHCollateral_20230701.sol'), 'utf8');
    expect(payload).toContain('contract AaveV3Ethereum_StETHCollateral_20230701 is AaveV3PayloadEthereum');
    const calls = JSON.parse(await readFile(join(folder, 'drafts/aip-calls.json'), 'utf8')) as { operation: string; calls: { calldata: string }[] };
    expect([calls.operation, calls.calls[0]!.calldata.slice(0, 10)]).toEqual(['delegatecall', '0x09d83328']);
  });

  test('a file of changes: previewed, written, and held against the earlier draft', async () => {
    const changes = (percent: number): string =>
      `venue: compound-v3\nnetwork: ethereum\nasOf: 2023-06-20\nchanges:\n  - {market: cUSDCv3, asset: WETH, parameter: borrowCollateralFactorWad, from: 82.5, to: ${percent}, unit: percent}\n`;
    const book = 'network: ethereum\nchainId: 1\nsource: test\ndate: 2023-01-01\ncontracts: {configurator: "0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3", cometProxyAdmin: "0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779"}\nassets: {WETH: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"}\nmarkets: {cUSDCv3: "0xc3d688B66703497DAA19211EEdff47f25384cdc3"}\n';
    await writeFile(join(folder, 'compound.yaml'), book);
    await writeFile(join(folder, 'changes.yaml'), changes(80));
    const args = ['propose', '--changes', 'changes.yaml', '--addresses', 'compound.yaml', '--date', '2023-07-01'];
    const preview = await runPlimsoll([...args, '--preview'], folder);
    expect([preview.exitCode, preview.stdout]).toEqual([0, expect.stringMatching(/# Change WETH in cUSDCv3: Borrow collateral factor from 82\.50 % to 80\.00 %[\s\S]*newValue +(?:= )800000000000000000 +\(80\.00 %\)[\s\S]*Nothing was written/)]);
    expect((await runPlimsoll([...args, '--format', 'calls', '--out', 'first'], folder)).exitCode).toBe(0);
    await writeFile(join(folder, 'changes.yaml'), changes(79));
    const second = await runPlimsoll([...args, '--format', 'calls', '--out', 'second', '--against', 'first', '--fail-on', 'evidence'], folder);
    expect([second.exitCode, second.stdout]).toEqual([10, expect.stringMatching(/calls\.txt changed[\s\S]*\n {2}-.*\(80\.00 %\)[\s\S]*\n {2}\+.*\(79\.00 %\)[\s\S]*does not: evidence/)]);
  });

  test('a run on margin tiers gives its venue’s draft, and a dYdX proposal where the values in force are said', async () => {
    const text = await readFile(join(CHECKOUT, 'data/policies/perps-aggressive.yaml'), 'utf8');
    // The book's deficits with 96 paths: a limit between those of 50× and of the lowest leverage, so that one tier is lowered.
    const policy = text.replace(/(deficit, .*max: )[\d.]+/, '$10.021').replace(/(deleveraged.*max: )[\d.]+/, '$10.5').replace('count: 2', 'count: 1');
    await writeFile(join(folder, 'tiers.yaml'), policy);
    const run = await runPlimsoll(['run', '--dataset', 'hyperliquid_2023', '--quick', '--policy', 'tiers.yaml', '--out', 'perps', '--json'], folder);
    expect([run.exitCode, (JSON.parse(run.stdout) as { recommended: { decision: string } }).recommended.decision]).toEqual([0, 'change']);
    const own = await runPlimsoll(['propose', 'perps', '--date', '2023-05-20', '--preview'], folder);
    expect([own.exitCode, own.stdout]).toEqual([0, expect.stringMatching(/Change the margin tiers of 11 markets from 50× to \d+×[\s\S]*## Motivation[\s\S]*Limits of the policy[\s\S]*Run it again/)]);
    const missing = await runPlimsoll(['propose', 'perps', '--venue', 'dydx-v4', '--date', '2023-05-20'], folder);
    expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringMatching(/what is in force on dYdX v4 must be said/)]);
    const tier = { initialMarginPpm: '2, unit: percent', maintenanceFractionPpm: '60, unit: percent', impactNotional: '10000, unit: usd', openInterestLowerCap: '0, unit: usd', openInterestUpperCap: '0, unit: usd' };
    const stated = Object.entries(tier).map(([parameter, from]) => `  - {market: Large-Cap, id: 0, parameter: ${parameter}, from: ${from}}\n`).join('');
    await writeFile(join(folder, 'in-force.yaml'), `venue: dydx-v4\nnetwork: dydx\nasOf: 2023-05-10\nchanges:\n${stated}`);
    const dydx = await runPlimsoll(['propose', 'perps', '--venue', 'dydx-v4', '--in-force', 'in-force.yaml', '--format', 'dydx-gov', '--date', '2023-05-20', '--out', 'dydx'], folder);
    expect([dydx.exitCode, dydx.stdout]).toEqual([0, expect.stringMatching(/✘ own-book: the run simulated the accounts of Hyperliquid, the proposal is for dYdX v4/)]);
    const proposal = JSON.parse(await readFile(join(folder, 'dydx', 'dydx-proposal.json'), 'utf8')) as { messages: { liquidity_tier: { maintenance_fraction_ppm: number; impact_notional: string } }[] };
    expect(proposal.messages[0]!.liquidity_tier).toMatchObject({ maintenance_fraction_ppm: 500_000, impact_notional: '10000000000' });
  }, 120_000);

  test('the run may be named by a flag as well', async () => {
    const { exitCode, stdout } = await runPlimsoll(['propose', '--run', 'run', '--date', '2023-07-01', '--out', 'flagged', '--json'], folder);
    expect([exitCode, (JSON.parse(stdout) as ProposeReply).files.length]).toEqual([0, 1]);
    const twice = await runPlimsoll(['propose', 'run', '--run', 'other'], folder);
    expect([twice.exitCode, twice.stderr]).toEqual([2, expect.stringMatching(/two run folders are given/)]);
  });

  test('gates become exit code 10 when they are asked for, and only then', async () => {
    expect((await runPlimsoll(['propose', 'run', '--date', '2024-07-01', '--out', 'late'], folder)).exitCode).toBe(0);
    const { exitCode, stdout } = await runPlimsoll(['propose', 'run', '--date', '2024-07-01', '--out', 'late', '--fail-on', 'fresh-data'], folder);
    expect([exitCode, stdout]).toEqual([10, expect.stringMatching(/Asked to hold and does not: fresh-data/)]);
  });

  test.each<[string, string[], RegExp]>([
    ['a form without addresses', ['propose', 'run', '--format', 'safe', '--date', '2023-07-01'], /the form safe needs addresses/],
    ['a steward where there is none', ['propose', 'run', '--format', 'steward', '--addresses', 'book.yaml', '--date', '2023-07-01'], /aave-v2 has no form steward[\s\S]*Say --venue aave-v3/],
    ['a missing address', ['propose', 'run', '--format', 'steward', '--venue', 'aave-v3', '--addresses', 'book.yaml', '--date', '2023-07-01'], /no contracts\.riskSteward/],
    ['a book of another network', ['propose', 'run', '--format', 'calls', '--addresses', 'polygon.yaml'], /of polygon, the proposal of ethereum/],
    ['an address that is none', ['propose', 'run', '--format', 'calls', '--addresses', 'broken.yaml'], /contracts\.configurator: must be an address[\s\S]*What to do: docs\/guide\/propose\.md shows an address book\./],
    ['a vote without a space', ['propose', 'run', '--format', 'snapshot'], /needs a space and a block/],
    ['a gate that is none', ['propose', 'run', '--fail-on', 'luck'], /there is no gate luck/],
    ['a payload from old data', ['propose', 'run', '--format', 'calls', '--addresses', 'book.yaml', '--date', '2024-07-01'], /gate fresh-data does not hold[\s\S]*Run again on a newer snapshot/],
    ['a draft from data older than allowed', ['propose', 'run', '--date', '2023-07-15', '--max-age-days', '10'], /gate fresh-data does not hold[\s\S]*10 are allowed/],
    ['a payload for another chain', ['propose', 'run', '--format', 'calls', '--addresses', 'chain.yaml', '--date', '2023-07-01'], /gate network-id does not hold: the book says chain id 137, ethereum has 1/],
    ['an AIP for a market without a config engine', ['propose', 'run', '--format', 'aip', '--addresses', 'book.yaml', '--date', '2023-07-01'], /aave-v2 has no form aip/],
    ['a payload of no day', ['propose', 'run', '--format', 'calls', '--addresses', 'book.yaml', '--date', '2023-02-30'], /must be a day as YYYY-MM-DD/],
    ['a payload dated before its data', ['propose', 'run', '--format', 'calls', '--addresses', 'book.yaml', '--date', '2023-05-01'], /gate fresh-data does not hold: the proposal is dated \d+ days before its snapshot/],
    ['no run', ['propose', '.'], /there is no run in this folder/],
  ])('%s ends with exit code 2 and says what to do', async (_, args, message) => {
    const book = await readFile(join(folder, 'book.yaml'), 'utf8');
    await writeFile(join(folder, 'polygon.yaml'), book.replace('ethereum', 'polygon').replace('chainId: 1', 'chainId: 137'));
    await writeFile(join(folder, 'chain.yaml'), book.replace('chainId: 1', 'chainId: 137'));
    await writeFile(join(folder, 'broken.yaml'), book.replace('0x64b761D848206f447Fe2dd461b0c635Ec39EbB27', '0x64b7'));
    const { exitCode, stderr } = await runPlimsoll(args, folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
