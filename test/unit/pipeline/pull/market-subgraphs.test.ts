import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
// Loaded before the run does it: the test runner cannot load modules that share others at the same time.
import '../../../../src/proposal/aave/arfc.js';
import '../../../../src/report/html/render-html-report.js';
import '../../../../src/report/markdown/render-forum-report.js';
import { runPipeline, type RunOutcome } from '../../../../src/pipeline/run.js';
import { hashDataset } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { AAVE_MARKET, AAVE_TOKENS, addAaveReserve } from '../../../support/subgraph-server/aave-v3.js';
import { TEST_TIME, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { startAaveAndPools } from '../../../support/subgraph-server/aave-and-pools.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';
import { fillUniswap, POOL, readRecorded, UNISWAP } from '../../../support/subgraph-server/uniswap-v3.js';

const PACKAGE = join(import.meta.dirname, '../../../..');
const DATASET = 'aave-v3_test';

let folder: string;
let aave: SubgraphServer;
let uniswap: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-market-'));
  ({ aave, uniswap } = await startAaveAndPools());
});
afterEach(async () => {
  await Promise.all([aave.stop(), uniswap.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function writeMarket(change: (text: string) => string = (text) => text): Promise<string> {
  const text = `
name: Aave v3 test
venue: aave-v3
network: ethereum
dataset: ${DATASET}
subgraphs:
  - { source: aave-v3, endpoint: "${aave.url}", tables: [positions, prices] }
  - { source: uniswap-v3, endpoint: "${uniswap.url}", tables: [prices, depth], choose: { pools: ["${POOL}"], tokens: ["${AAVE_TOKENS.WETH}"] } }
asset: WETH
closeFactorBps: 5000
horizonDays: 2
stepSeconds: 3600
factors:
  WETH/USD: { model: garch, depth: { sell: WETH, buy: USDC } }
assets: { WETH: [WETH/USD], USDC: [] }
market: { fitFrom: 2023-10-01, bootstrapBlockHours: 24, depthScale: 1, depthMinimumImpactRatio: 0.001, recoveryHalfLifeHours: 6, permanentShareRatio: 0.1 }
oracle: { delaySteps: 0 }
liquidators: { gasUsd: 40, minimumProfitUsd: 0, capacityUsdPerStep: 500000000, callsPerAccountPerStep: 4 }
replayWindows: []
`;
  const path = join(folder, 'market.yaml');
  await writeFile(path, change(text));
  return path;
}

const notes: string[] = [];
function run(market: string, more: object = {}, progress: Partial<Parameters<typeof runPipeline>[1]['progress']> = {}): Promise<RunOutcome> {
  const watch = { start: () => {}, update: (_title: string, _fraction: number, note?: string) => void notes.push(note ?? ''), done: () => {}, ...progress };
  const context = { packageFolder: PACKAGE, workingFolder: folder, version: '0.0.0-test', commandLine: ['run'], progress: watch, now: () => new Date(TEST_TIME * 1000), environment: {} };
  // Quick: what history says of the forecasts is the business of other tests.
  return runPipeline({ market, quick: true, paths: 32, workers: 1, ...more }, context);
}

describe('a market file that names subgraphs', () => {
  test('is pulled first, once, and run', async () => {
    const { result, folder: runFolder } = await run(await writeMarket());
    expect(notes.some((note) => /pulling aave-v3: \d+ entities, userReserves/.test(note))).toBe(true);
    expect(result).toMatchObject({ asset: 'WETH', dataset: { name: DATASET }, models: { pegs: [], depth: [{ quotesPair: 'WETH > USDC' }] } });
    expect(await readFile(join(runFolder, 'report.html'), 'utf8')).toContain('Simulated WETH/USD');
    const before = await hashDataset(folder, DATASET);
    expect(Object.keys(before)).toEqual(['assets', 'depth_quotes', 'lending_positions', 'manifest.json', 'pool_ticks', 'pools', 'prices', 'reserves'].map((name) => (name.includes('.') ? name : `${name}.parquet`)).sort());
    // Aave's feed comes first in the file: the pool's prices of the same series are left out.
    expect(new Set((await readPulledTable(folder, 'prices', DATASET)).map(({ asset, quote }) => `${String(asset)}/${String(quote)}`))).toEqual(new Set(['WETH/USD']));
    const manifest = JSON.parse(await readFile(join(folder, 'data', 'local', DATASET, 'manifest.json'), 'utf8')) as { notes: string[]; pulls: { source: string }[] };
    expect(manifest.notes).toContain('prices of WETH/USD from uniswap-v3 are left out: aave-v3 gives them');
    expect(manifest.pulls.map(({ source }) => source)).toEqual(['aave-v3', 'uniswap-v3']);

    const asked = aave.requests.length;
    const again = await run(await writeMarket(), { out: join(folder, 'again') });
    expect([aave.requests.length, again.result.runId]).toEqual([asked, result.runId]);
    expect(await readFile(join(folder, 'again', 'result.json'))).toEqual(await readFile(join(runFolder, 'result.json')));
  });

  test('goes on with a pull that broke off, to the same bytes', async () => {
    await run(await writeMarket());
    const whole = await hashDataset(folder, DATASET);
    await rm(join(folder, 'data'), { recursive: true });
    uniswap.chain.errorBlock = 1;
    await expect(run(await writeMarket(), { out: join(folder, 'b') })).rejects.toMatchObject({ exitCode: 4 });
    uniswap.chain.errorBlock = null;
    const asked = aave.requests.length;
    await run(await writeMarket(), { out: join(folder, 'c') });
    expect(await hashDataset(folder, DATASET)).toEqual(whole);
    // Aave's pages were kept: its schema and head are asked for again, nothing else.
    expect(aave.requests.slice(asked).filter(({ query }) => query.includes('{ page_'))).toEqual([]);
  });

  test.each([
    ['a key in an endpoint', (text: string) => text.replace(/endpoint: "[^"]*"/, `endpoint: "https://gateway.thegraph.com/api/${'ab'.repeat(16)}/subgraphs/id/x"`), 2, /holds a key/],
    ['a date that is none', (text: string) => text.replace('tables: [positions, prices]', 'at: yesterday'), 2, /"yesterday" is no date/],
    ['a source that is none', (text: string) => text.replace('source: aave-v3', 'source: aave-v9'), 2, /no source `aave-v9`/],
    ['another token of the same name', (text: string) => text, 3, /two tokens are called USDC: .* of 6 decimals in aave-v3 and .* of 6 decimals in uniswap-v3/],
  ])('is refused with %s, and nothing is published', async (what, change, exitCode, message) => {
    if (what === 'another token of the same name') {
      await uniswap.stop();
      uniswap = await SubgraphServer.start({ entitySdl: UNISWAP });
      fillUniswap(uniswap, await readRecorded());
      uniswap.add('Token', { id: AAVE_TOKENS.WETH, symbol: 'WETH', decimals: '18' });
    }
    await expect(run(await writeMarket(change))).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) });
    await expect(hashDataset(folder, DATASET)).rejects.toThrow();
  });

  test('must have a factor for the currency that its prices are in', async () => {
    await expect(run(await writeMarket((text) => text.replace('asset: WETH\n', 'asset: WETH\nbaseCurrency: EUR\n')))).rejects.toMatchObject({ exitCode: 2, where: 'baseCurrency', message: expect.stringContaining('no factor is EUR/USD') });
  });

  test('must say which of several lending markets it means', async () => {
    const other = testAddress('pool', 9);
    aave.add('Pool', { id: other });
    addAaveReserve(aave, AAVE_TOKENS.WETH, 'WETH', { pool: other });
    await expect(run(await writeMarket())).rejects.toMatchObject({ exitCode: 2, message: 'the dataset holds several lending markets' });
    const { result } = await run(await writeMarket((text) => text.replace('asset: WETH\n', `asset: WETH\nlendingMarket: ${AAVE_MARKET}\n`)), { out: join(folder, 'named') });
    expect(result.current).toEqual({ ltvBps: 8050, liquidationThresholdBps: 8300, liquidationBonusBps: 500 });
  });
});
