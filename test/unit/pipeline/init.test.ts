import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
// Loaded before the run does it: the test runner cannot load modules that share others at the same time.
import '../../../src/proposal/aave/arfc.js';
import '../../../src/report/html/render-html-report.js';
import '../../../src/report/markdown/render-forum-report.js';
import { type UsageError } from '../../../src/core/errors.js';
import { parseMarketFile } from '../../../src/pipeline/config/market-file.js';
import { parsePolicyFile } from '../../../src/pipeline/config/policy-file.js';
import { initPipeline, type Ask, type InitOptions, type Question } from '../../../src/pipeline/init.js';
import { parsePerpMarketFile } from '../../../src/pipeline/perps/perp-market-file.js';
import { parsePerpPolicyFile } from '../../../src/pipeline/perps/perp-policy-file.js';
import { runPipeline } from '../../../src/pipeline/run.js';
import { startAaveAndPools } from '../../support/subgraph-server/aave-and-pools.js';
import { TEST_TIME } from '../../support/subgraph-server/messari-lending.js';
import { POOL } from '../../support/subgraph-server/uniswap-v3.js';

const PACKAGE = join(import.meta.dirname, '../../..');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function init(answers: InitOptions['answers'], more: Partial<InitOptions> = {}, ask: Ask | null = null) {
  return initPipeline({ answers, takesStandards: false, replaces: false, ...more }, { packageFolder: PACKAGE, workingFolder: folder }, ask);
}
const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
const refusal = (work: Promise<unknown>): Promise<UsageError> => work.then(() => Promise.reject(new Error('not refused')), (error: unknown) => error as UsageError);

describe('init', () => {
  test('asks each question once, says what it means, and writes what was answered', async () => {
    const asked: Question[] = [];
    const replies: Record<string, string> = { data: 'dataset', dataset: 'aave-v2-steth_2023-06', asset: 'WETH', 'horizon-days': '3', appetite: 'aggressive' };
    await init({}, {}, async (question) => {
      asked.push(question);
      return replies[question.flag]!;
    });
    expect(asked.map(({ flag }) => flag)).toEqual(['data', 'dataset', 'asset', 'horizon-days', 'appetite']);
    expect(asked.filter(({ meaning }) => meaning.length < 30)).toEqual([]);
    const market = parseMarketFile(await read('market.yaml'), 'market.yaml');
    expect(market).toMatchObject({ asset: 'WETH', horizonDays: 3, venue: 'aave-v2', network: 'ethereum', dataset: 'aave-v2-steth_2023-06', name: 'aave-v2 ethereum, WETH' });
    expect(parsePolicyFile(await read('policy.yaml'), 'policy.yaml').name).toBe('aggressive');
  });

  test('keeps the comments and every other line of a market file beside the dataset', async () => {
    await init({ dataset: 'aave-v2-steth_2023-06' }, { takesStandards: true });
    const [, ...lines] = (await read('market.yaml')).split('\n');
    expect(lines.join('\n')).toBe(await readFile('data/aave-v2-steth_2023-06/market.yaml', 'utf8'));
    const policy = await read('policy.yaml');
    expect(policy.slice(policy.indexOf('\n') + 1)).toBe(await readFile('data/policies/moderate.yaml', 'utf8'));
  });

  test('writes a perps market with a policy of margin tiers', async () => {
    await init({ dataset: 'hyperliquid_2023', appetite: 'conservative', 'horizon-days': '2' });
    expect(parsePerpMarketFile(await read('market.yaml'), 'm')).toMatchObject({ horizonDays: 2, venue: 'hyperliquid' });
    expect(parsePerpPolicyFile(await read('policy.yaml'), 'p').name).toBe('perps-conservative');
  });

  test('names every missing answer at once where nobody can be asked, and writes nothing', async () => {
    const error = await refusal(init({ endpoint: 'Cd2gEDVeqnjBn1hSeqFMitw8Q1iiyV9FYUZkLNRcL87g' }, { takesStandards: true }));
    expect(error).toMatchObject({ exitCode: 2, message: 'there is no terminal to ask on, and 4 answers are missing' });
    expect(error.suggestions.slice(0, 4).map((step) => step.split(' ')[0])).toEqual(['--assets', '--since', '--depth-endpoint', '--pools']);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    [{ dataset: 'nope' }, '--dataset nope', 'dataset must be one of: aave-v2-steth_2023-06, hyperliquid_2023'],
    [{ asset: 'DOGE' }, '--asset DOGE', 'asset must be one of: stETH'],
    [{ 'horizon-days': '61' }, '--horizon-days 61', 'above 0 and at most 60'],
    [{ endpoint: 'ftp://x' }, '--endpoint ftp://x', 'neither a URL nor the id'],
    [{ endpoint: `https://gateway.thegraph.com/api/${'0'.repeat(32)}/subgraphs/id/Cd2gEDVeqnjBn1hSeqFMitw8Q1iiyV9FYUZkLNRcL87g` }, '--endpoint', 'the endpoint holds a key'],
    [{ endpoint: 'https://a.example/q', assets: 'WETH,USDC', since: '2025-13-01' }, '--since 2025-13-01', ''],
    [{ endpoint: 'https://a.example/q', assets: 'WETH,USDC', since: '2025-01-01', 'depth-endpoint': 'https://a.example/q', pools: '0x1' }, '--pools 0x1', '0x and 40 digits'],
  ])('refuses %j, naming the flag', async (answers, where, message) => {
    const error = await refusal(init(answers, { takesStandards: true }));
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect(error.where).toContain(where);
    expect(await readdir(folder)).toEqual([]);
  });

  test('asks nothing when a file is there, and replaces it only when told', async () => {
    await writeFile(join(folder, 'policy.yaml'), 'mine');
    const ask: Ask = () => Promise.reject(new Error('asked in vain'));
    expect(await refusal(init({}, {}, ask))).toMatchObject({ exitCode: 2, where: join(folder, 'policy.yaml') });
    expect([await readdir(folder), await read('policy.yaml')]).toEqual([['policy.yaml'], 'mine']);
    await init({}, { takesStandards: true, replaces: true });
    expect(await read('policy.yaml')).toContain('name: moderate');
  });

  test('leaves nothing behind when the answers break off or the second file cannot be written', async () => {
    const breaksOff: Ask = ({ flag }) => (flag === 'appetite' ? Promise.reject(new Error('Ctrl-C')) : Promise.resolve(flag === 'data' ? 'dataset' : flag === 'horizon-days' ? '7' : flag === 'asset' ? 'stETH' : 'aave-v2-steth_2023-06'));
    await expect(init({}, {}, breaksOff)).rejects.toThrow('Ctrl-C');
    await expect(init({}, { takesStandards: true, policyFile: 'no/such/folder/policy.yaml' })).rejects.toMatchObject({ exitCode: 2 });
    expect(await readdir(folder)).toEqual([]);
  });

  test('writes a market that its first run pulls, and a market for what was pulled; both run', async () => {
    const { aave, uniswap } = await startAaveAndPools();
    try {
      await init({ endpoint: aave.url, 'depth-endpoint': uniswap.url, pools: POOL, assets: 'WETH,USDC', since: '2023-10-01', 'horizon-days': '2', dataset: 'pulled' }, { takesStandards: true });
      const run = async () => {
        const context = { packageFolder: PACKAGE, workingFolder: folder, version: '0.0.0-test', commandLine: ['run'], progress: { start: () => {}, update: () => {}, done: () => {} }, now: () => new Date(TEST_TIME * 1000), environment: {} };
        return (await runPipeline({ market: 'market.yaml', policy: 'policy.yaml', quick: true, paths: 32, workers: 1 }, context)).result;
      };
      expect(await run()).toMatchObject({ asset: 'WETH', dataset: { name: 'pulled' } });
      // The dataset that is there now has no market file beside it: one is made of its tables.
      await init({ dataset: 'pulled', 'horizon-days': '2' }, { takesStandards: true, replaces: true });
      expect(parseMarketFile(await read('market.yaml'), 'm')).toMatchObject({ venue: 'aave-v3', factors: { 'WETH/USD': { model: 'garch', depth: { sell: 'WETH', buy: 'USDC' } } }, assets: { WETH: ['WETH/USD'], USDC: [] } });
      expect(await run()).toMatchObject({ asset: 'WETH', dataset: { name: 'pulled' } });
    } finally {
      await Promise.all([aave.stop(), uniswap.stop()]);
    }
  });
});
