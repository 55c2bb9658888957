import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { examine, type DoctorOptions, type Finding, type Machine } from '../../../src/pipeline/doctor.js';
import { startAaveAndPools } from '../../support/subgraph-server/aave-and-pools.js';
import { fillMessariMarket, MESSARI_3 } from '../../support/subgraph-server/messari-lending.js';
import { POOL } from '../../support/subgraph-server/uniswap-v3.js';
import { SubgraphServer } from '../../support/subgraph-server/server.js';

const PACKAGE = join(import.meta.dirname, '../../..');
/** Time of the server's head: it counts a second per block. */
const HEAD_TIME = 1_600_000_000 + 20_000_000;
const MACHINE: Machine = { nodeVersion: '20.19.0', platform: 'linux-x64', availableMemoryBytes: 4 * 2 ** 30, processors: 2 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-doctor-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function find(check: string, options: DoctorOptions = {}, { machine = MACHINE, packageFolder = PACKAGE, environment = {}, workingFolder = folder, hoursLater = 0 } = {}): Promise<Finding & { holds: boolean }> {
  const context = { packageFolder, workingFolder, version: '0', commandLine: [], progress: { start: () => {}, update: () => {}, done: () => {} }, now: () => new Date((HEAD_TIME + 3600 * hoursLater) * 1000), environment };
  const { findings, holds } = await examine(options, context, machine);
  const found = findings.find((finding) => finding.check.startsWith(check))!;
  return { ...found, holds };
}

describe('doctor', () => {
  test('finds a sound machine and leaves nothing behind', async () => {
    expect(await find('Node')).toMatchObject({ state: 'good', holds: true, remedy: '' });
    expect(await find('Bundled data')).toMatchObject({ state: 'good', detail: expect.stringContaining('aave-v2-steth_2023-06 is as its manifest says') });
    expect(await find('Database')).toMatchObject({ state: 'good' });
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['18.20.0', 'broken'],
    ['20.18.9', 'broken'],
    ['20.19.0', 'good'],
    ['24.0.1', 'good'],
  ])('Node %s is %s', async (nodeVersion, state) => {
    expect(await find('Node', {}, { machine: { ...MACHINE, nodeVersion } })).toMatchObject({ state, holds: state === 'good' });
  });

  test.each([
    [0.4, 'broken', false],
    [1, 'poor', true],
    [8, 'good', true],
  ])('%p GB of memory are %s', async (gigabytes, state, holds) => {
    expect(await find('Memory', {}, { machine: { ...MACHINE, availableMemoryBytes: gigabytes * 2 ** 30 } })).toMatchObject({ state, holds });
  });

  test('says which folder cannot be written', async () => {
    // A file where a folder should be cannot be written into by anybody, root included.
    await writeFile(join(folder, 'reports'), '');
    expect(await find('Reports folder', {})).toMatchObject({ state: 'broken', holds: false, detail: expect.stringContaining('ENOTDIR'), remedy: expect.stringContaining('--out DIR') });
  });

  test('sees bundled data that were altered', async () => {
    const damaged = join(folder, 'package');
    await mkdir(join(damaged, 'data'), { recursive: true });
    await cp('data/aave-v2-steth_2023-06', join(damaged, 'data/aave-v2-steth_2023-06'), { recursive: true });
    await writeFile(join(damaged, 'data/aave-v2-steth_2023-06/reserves.parquet'), 'x');
    expect(await find('Bundled data', {}, { packageFolder: damaged })).toMatchObject({ state: 'broken', holds: false });
  });

  test('says that a key is set, and never what it is', async () => {
    const finding = await find('Key', {}, { environment: { THEGRAPH_API_KEY: 'secret-key' } });
    expect(finding).toMatchObject({ state: 'good', detail: 'THEGRAPH_API_KEY is set' });
  });
});

describe('doctor, of an endpoint', () => {
  let server: SubgraphServer;
  beforeEach(async () => {
    server = await SubgraphServer.start({ entitySdl: MESSARI_3 });
    fillMessariMarket(server, 10);
  });
  afterEach(() => server.stop().catch(() => {}));

  test('tells head and deployment, with the schema held against the source', async () => {
    expect(await find('Endpoint', { endpoint: server.url, source: 'messari-lending' })).toMatchObject({ state: 'good', holds: true, detail: expect.stringMatching(/fits messari-lending; head block \d+, .* old; deployment Qma+$/) });
    expect(await find('Endpoint', { endpoint: server.url })).toMatchObject({ state: 'good', detail: expect.stringMatching(/^answers; head block/) });
  });

  test('names the field that another schema lacks', async () => {
    expect(await find('Endpoint', { endpoint: server.url, source: 'aave-v3' })).toMatchObject({ state: 'broken', holds: false, remedy: expect.stringContaining('plimsoll data sources') });
  });

  test('calls a head late that is hours behind', async () => {
    expect(await find('Endpoint', { endpoint: server.url }, { hoursLater: 5 })).toMatchObject({ state: 'poor', holds: true, remedy: expect.stringContaining('behind the chain') });
  });

  test('says what to do about a host that does not answer, and about a missing key', async () => {
    const { url } = server;
    await server.stop();
    expect(await find('Endpoint', { endpoint: url })).toMatchObject({ state: 'broken', detail: expect.stringContaining('cannot be reached') });
    expect(await find('Endpoint', { endpoint: 'Cd2gEDVeqnjBn1hSeqFMitw8Q1iiyV9FYUZkLNRcL87g' })).toMatchObject({ state: 'broken', remedy: expect.stringContaining('PLIMSOLL_SUBGRAPH_KEY') });
  });

  test('asks every subgraph of a market file', async () => {
    const { aave, uniswap } = await startAaveAndPools();
    try {
      const { initPipeline } = await import('../../../src/pipeline/init.js');
      const answers = { endpoint: aave.url, 'depth-endpoint': uniswap.url, pools: POOL, assets: 'WETH,USDC', since: '2023-10-01' };
      await initPipeline({ answers, takesStandards: true, replaces: false }, { packageFolder: PACKAGE, workingFolder: folder }, null);
      const context = { packageFolder: PACKAGE, workingFolder: folder, version: '0', commandLine: [], progress: { start: () => {}, update: () => {}, done: () => {} }, now: () => new Date(HEAD_TIME * 1000), environment: {} };
      const { findings } = await examine({ market: 'market.yaml' }, context, MACHINE);
      expect(findings.filter(({ check }) => check.startsWith('Endpoint')).map(({ detail }) => detail.split(';')[0])).toEqual(['fits aave-v3', 'fits uniswap-v3']);
    } finally {
      await Promise.all([aave.stop(), uniswap.stop()]);
    }
  });
});
