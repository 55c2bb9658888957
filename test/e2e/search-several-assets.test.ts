import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/core/run-result.js';
import { chooseRuns } from '../support/fuzz.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

const SHAPE = 'liquidation: { penalty: { kind: health, minimumShareRatio: 0.8, healthForMax: 0.95 } }';
/** Few levels of each number, so that the space is a grid of some hundred sets. */
const LIMITS = `changeLimits:
  ltvBps: { kind: absolute-bps, max: 200, stepBps: 200 }
  liquidationThresholdBps: { kind: absolute-bps, max: 100, stepBps: 100 }
  liquidationBonusBps: { kind: absolute-bps, max: 0, stepBps: 50 }
  furtherAssets:
    WETH: { liquidationThresholdBps: { kind: absolute-bps, max: 50, stepBps: 50 } }
  penaltyShape:
    minimumShareBps: { kind: absolute-bps, max: 3000, stepBps: 3000 }
`;
let folder: string;
let market: string;
let policy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-several-'));
  market = (await readFile(join(CHECKOUT, 'data/aave-v2-steth_2023-06/market.yaml'), 'utf8')).replace('\nasset: stETH', `\nasset: stETH\nfurtherAssets: [WETH]\n${SHAPE}`);
  policy = (await readFile(join(CHECKOUT, 'data/policies/moderate.yaml'), 'utf8')).replace(/changeLimits:[\s\S]*?(?=updateLimits)/, LIMITS).replace('max: 0.0005,', 'max: 0.005,').replace('minimumBufferBps: 500', 'minimumBufferBps: 350');
  await Promise.all([writeFile(join(folder, 'market.yaml'), market), writeFile(join(folder, 'policy.yaml'), policy)]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a search over two collateral assets and a penalty’s shape', () => {
  let result: RunResult;
  let report: string;

  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await runPlimsoll(['run', '--market', 'market.yaml', '--policy', 'policy.yaml', '--quick', '--paths', '64', '--workers', '2', '--out', 'out', '--json'], folder);
    if (exitCode !== 0) throw new Error(stdout + stderr);
    result = JSON.parse(stdout) as RunResult;
    report = await readFile(join(folder, 'out', 'report.md'), 'utf8');
  }, 120_000);

  test('starts from what is in force on both, and every candidate may be set', () => {
    expect(result.current).toMatchObject({ ltvBps: 7200, furtherReserves: { WETH: { ltvBps: 8250, liquidationThresholdBps: 8600, liquidationBonusBps: 500 } }, penaltyShape: { minimumShareBps: 8000, healthForMaxBps: 9500 } });
    expect(result.frontier.length).toBeGreaterThan(1);
    for (const { parameters, isCurrent } of result.frontier) {
      const { WETH } = parameters.furtherReserves!;
      for (const { ltvBps, liquidationThresholdBps, liquidationBonusBps } of [parameters, WETH!]) {
        expect(liquidationThresholdBps * (10_000 + liquidationBonusBps)).toBeLessThanOrEqual(100_004_999);
        if (!isCurrent) expect(liquidationThresholdBps - ltvBps).toBeGreaterThanOrEqual(350);
      }
      expect([5000, 8000, 10_000]).toContain(parameters.penaltyShape!.minimumShareBps);
    }
  });

  test('attributes the change to the parameters of either asset and of the shape, all of it', () => {
    expect(result.recommended.decision).toBe('change');
    const names = result.attribution.parameters.map(({ parameter }) => parameter);
    expect(names).toContain('ltvBps');
    expect(names).toContain('penalty.minimumShareBps');
    for (const metric of ['borrowingPowerUsd', 'penaltyMeanUsd']) {
      const sum = result.attribution.parameters.reduce((total, { shareByMetric }) => total + shareByMetric[metric]!, 0);
      expect(sum / result.metrics.difference[metric]!.value).toBeCloseTo(1, 9);
    }
  });

  test('cuts what a steward may set into updates, and says what he may not', () => {
    const { updates, outOfReach } = result.updateSchedule!;
    expect(outOfReach).toEqual(['penalty.minimumShareBps']);
    const last = updates.at(-1)!.parameters;
    expect([last.ltvBps, last.furtherReserves, last.penaltyShape]).toEqual([result.recommended.ltvBps, result.recommended.furtherReserves, result.current.penaltyShape]);
  });

  test('shows both assets and the shape in the report, the table of candidates and the draft', async () => {
    for (const text of ['WETH liquidation threshold', 'Least share of the bonus', 'WETH LTV', 'that takes a vote', 'each is asked for stETH and WETH']) expect(report).toContain(text);
    const [header] = (await readFile(join(folder, 'out', 'tables', 'candidates.csv'), 'utf8')).split('\n');
    expect(header).toMatch(/^ltvBps,liquidationThresholdBps,liquidationBonusBps,WETH\.ltvBps,WETH\.liquidationThresholdBps,WETH\.liquidationBonusBps,penalty\.minimumShareBps,penalty\.healthForMaxBps,isFeasible/);
    expect(await readFile(join(folder, 'out', 'proposal', 'arfc.md'), 'utf8')).toContain('Least share of the bonus');
  });

  test('asks every simpler rule about both assets, and sets all that it gives at once', () => {
    for (const { thresholdRatio, further, parameters, metrics, disagreement } of result.baselines) {
      const { WETH } = further!;
      const expected = (ratio: number, bonusBps: number): number => Math.min(Math.floor(1e8 / (10_000 + bonusBps)), Math.floor(ratio * 10_000));
      expect(parameters!.liquidationThresholdBps).toBe(expected(thresholdRatio!, 700));
      expect(parameters!.furtherReserves!['WETH']!.liquidationThresholdBps).toBe(expected(WETH!.thresholdRatio!, 500));
      expect(parameters!.penaltyShape).toEqual(result.current.penaltyShape);
      expect(metrics!['badDebtEs99Usd']!.n).toBe(64);
      expect(disagreement).toMatch(/WETH: its threshold lies [\d.]+ points (above|below)/);
    }
    // ETH falls less than stETH, which falls with it and by its discount: the historical rule lets WETH go further.
    const history = result.baselines.find(({ rule }) => rule === 'historical-var')!;
    expect(history.further!['WETH']!.thresholdRatio! * 1.05).toBeGreaterThan(history.thresholdRatio! * 1.07);
  });

  test('is not turned into calls, as the venue’s contracts have no such penalty', async () => {
    await writeFile(join(folder, 'book.yaml'), 'network: ethereum\nchainId: 1\nsource: test\ndate: 2023-01-01\ncontracts: {configurator: "0x311Bb771e4F8952E6Da169b425E7e92d6Ac45756"}\nassets: {stETH: "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84", WETH: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"}\n');
    const { exitCode, stderr } = await runPlimsoll(['propose', 'out', '--format', 'calls', '--addresses', 'book.yaml', '--date', '2023-06-25'], folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/gate venue-rules does not hold: penalty\.minimumShareBps: is no parameter of Aave v2/)]);
  });

  test.each([
    ['a further asset that there is not', 'furtherAssets: [WETH]', 'furtherAssets: [WETH, GOLD]', 'the dataset has no reserve GOLD'],
    ['the reserve under study named twice', 'furtherAssets: [WETH]', 'furtherAssets: [WETH, stETH]', 'furtherAssets: stETH is searched already'],
    ['limits on an asset that is not searched', 'furtherAssets: [WETH]\n', '', 'changeLimits.furtherAssets: WETH is not searched'],
    ['the shape of a flat penalty', SHAPE, '', 'changeLimits.penaltyShape: the penalty of the market is flat and has no shape'],
    ['another penalty’s number', 'kind: health, minimumShareRatio: 0.8, healthForMax: 0.95', 'kind: size, minimumShareRatio: 0.80005, sizeForMaxUsd: 1000', 'liquidation.penalty.minimumShareRatio: 0.80005 is no whole number of basis points'],
  ])('refuses %s with exit code 2', async (_, from, to, message) => {
    await writeFile(join(folder, 'bad.yaml'), market.replace(from, to));
    const { exitCode, stdout } = await runPlimsoll(['search', '--market', 'bad.yaml', '--policy', 'policy.yaml', '--quick', '--json'], folder);
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining(message)]);
  });
});

const STETH = '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84';
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
const BOOK = `network: ethereum
chainId: 1
source: test
date: 2023-01-01
contracts: { configurator: "0x311Bb771e4F8952E6Da169b425E7e92d6Ac45756", configEngine: "0x${'11'.repeat(20)}", riskSteward: "0x${'22'.repeat(20)}" }
assets: { stETH: "${STETH}", WETH: "${WETH}" }
`;

describe('a proposal that changes both assets', () => {
  let result: RunResult;
  const propose = async (...args: readonly string[]): Promise<{ readonly gates: readonly { readonly name: string; readonly holds: boolean }[] }> => {
    const { exitCode, stdout, stderr } = await runPlimsoll(['propose', 'both', '--addresses', 'both-book.yaml', '--date', '2023-06-25', ...args, '--json'], folder);
    if (exitCode !== 0) throw new Error(stdout + stderr);
    return JSON.parse(stdout) as Awaited<ReturnType<typeof propose>>;
  };
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

  beforeAll(async () => {
    const step = (max: number): string => `{ kind: absolute-bps, max: ${max}, stepBps: 100 }`;
    const limits = `changeLimits:\n  ltvBps: ${step(100)}\n  liquidationThresholdBps: ${step(0)}\n  liquidationBonusBps: ${step(0)}\n`;
    await Promise.all([
      writeFile(join(folder, 'both-market.yaml'), market.replace(`${SHAPE}\n`, '')),
      writeFile(join(folder, 'both-policy.yaml'), policy.replace(LIMITS, limits).replace('minimumBufferBps: 350', 'minimumBufferBps: 200')),
      writeFile(join(folder, 'both-book.yaml'), BOOK),
    ]);
    const { exitCode, stdout, stderr } = await runPlimsoll(['run', '--market', 'both-market.yaml', '--policy', 'both-policy.yaml', '--quick', '--paths', '64', '--out', 'both', '--json'], folder);
    if (exitCode !== 0) throw new Error(stdout + stderr);
    result = JSON.parse(stdout) as RunResult;
  }, 120_000);

  test('one call per asset with the values of the run, and every gate of the payload holds', async () => {
    expect([result.recommended.ltvBps, result.recommended.furtherReserves!['WETH']!.ltvBps]).toEqual([7300, 8350]);
    const { gates } = await propose('--format', 'calls', '--format', 'safe', '--out', 'v2');
    // A hundred basis points are two updates of a risk steward; the calls are a vote's.
    expect(gates.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(['steward-limits']);
    const batch = JSON.parse(await read('v2/safe-batch.json')) as { transactions: { contractInputsValues: Record<string, string> }[] };
    expect(batch.transactions.map(({ contractInputsValues }) => contractInputsValues)).toEqual([
      { asset: STETH, ltv: '7300', liquidationThreshold: '8300', liquidationBonus: '10700' },
      { asset: WETH, ltv: '8350', liquidationThreshold: '8600', liquidationBonus: '10500' },
    ]);
    for (const text of [STETH, WETH]) expect(await read('v2/calls.txt')).toContain(text);
  });

  test('an AIP and the updates of a steward hold both', async () => {
    await propose('--venue', 'aave-v3', '--format', 'aip', '--format', 'steward', '--snapshot-block', '19000000', '--out', 'v3');
    const solidity = await read('v3/20230625_AaveV3Ethereum_RiskParameters/AaveV3Ethereum_RiskParameters_20230625.sol');
    for (const text of ['asset: STETH', '73_00', 'asset: WETH', '83_50']) expect(solidity).toContain(text);
    const schedule = await read('v3/steward-schedule.json');
    for (const text of [STETH, WETH, '7250', '7300', '8300', '8350']) expect(schedule).toContain(text);
  });

  test.each([['--files-only'], []].slice(0, chooseRuns(2, 1)))('verify holds afterwards %s', async (...flags) => {
    const { exitCode, stdout, stderr } = await runPlimsoll(['verify', 'both', ...flags], folder);
    expect([exitCode, exitCode === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  });
});
