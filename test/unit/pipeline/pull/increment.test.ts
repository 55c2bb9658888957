import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { planIncrement } from '../../../../src/pipeline/pull/increment.js';
import type { PullReply } from '../../../../src/pipeline/pull.js';
import { hashDataset, pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { AAVE, AAVE_TOKENS, aaveEventId, aaveReserve, aaveTime, addAaveAction, addAaveReserve, addAaveUser, fillAave } from '../../../support/subgraph-server/aave-v3.js';
import { COMET, fillComet } from '../../../support/subgraph-server/compound-v3.js';
import { fillGmx, GMX_STATS } from '../../../support/subgraph-server/gmx-v2.js';
import { fillMessariMarket, MESSARI_3, TEST_BLOCK, TEST_TIME, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { addMorphoEvent, addMorphoLiquidation, fillMorpho, MORPHO } from '../../../support/subgraph-server/morpho-blue.js';
import { fillSynthetix, SYNTHETIX_PERPS } from '../../../support/subgraph-server/synthetix-v3.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';
import { fillUniswap, POOL, readRecorded, UNISWAP } from '../../../support/subgraph-server/uniswap-v3.js';

/** Half an hour past a full one, some hours before the last block; blocks are a second apart. */
const CUT = TEST_TIME - (TEST_TIME % 3600) - 4 * 3600;
const BASE_BLOCK = TEST_BLOCK - (TEST_TIME - CUT) + 1800;
const LOWER = `0x${'0'.repeat(39)}1`;
const SINCE = new Date((TEST_TIME - 48 * 3600) * 1000).toISOString().replace('.000Z', 'Z');
const blockAt = (unixSeconds: number): number => TEST_BLOCK - (TEST_TIME - unixSeconds);

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-increment-'));
  server = await SubgraphServer.start({ entitySdl: AAVE });
  fillAave(server);
  for (let index = 0; index < 4; index++) addAaveUser(server, index, null, { WETH: { supply: String(10n ** 18n + BigInt(index)) }, USDC: { debt: String(100_000_000 + index) } });
  // Answers every 20 minutes, with a quiet stretch over the cut: its hours are filled from an earlier bar.
  for (let minutes = 46 * 60; minutes > 0; minutes -= 20) {
    const timestamp = TEST_TIME - minutes * 60;
    if (timestamp > CUT - 2 * 3600 && timestamp < CUT + 3 * 3600) continue;
    server.add('PriceHistoryItem', { id: `${AAVE_TOKENS.WETH}${minutes}`, asset: AAVE_TOKENS.WETH, price: String(180_000_000_000 + minutes), timestamp }, blockAt(timestamp));
  }
  // One feed that answers within the hour of the cut, before and after the base's block; one that only the later pull sees.
  for (const [token, minutes] of [['USDC', 10], ['USDC', 50], ['weETH', 75]] as const) {
    server.add('PriceHistoryItem', { id: `${AAVE_TOKENS[token]}-${minutes}`, asset: AAVE_TOKENS[token], price: String(100_000_000 + minutes), timestamp: CUT + minutes * 60 }, blockAt(CUT + minutes * 60));
  }
  for (const [index, offset] of [-7200, -1, 0, 900, 1700, 1799, 1800, 1801, 5000, 14_000].entries()) {
    const block = blockAt(CUT + offset);
    addAaveAction(server, index % 2 === 0 ? 'Supply' : 'Borrow', block, index, 'WETH', String(100 + index));
    const call = { user: testAddress('account', 1), liquidator: testAddress('account', 2), collateralReserve: aaveReserve('WETH'), collateralAmount: '70', principalReserve: aaveReserve('USDC'), principalAmount: '60' };
    server.add('LiquidationCall', { id: aaveEventId(block, 100 + index), timestamp: aaveTime(block), ...call }, block);
  }
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object): Promise<PullReply> => pullInFolder(folder, { source: 'aave-v3', endpoint: server.url, name: 'pulled', ...more });
const pullBase = (): Promise<PullReply> => pull({ block: BASE_BLOCK, since: SINCE, tables: 'positions,prices,liquidations,events' });

function fillMorphoWithEvents(filled: SubgraphServer): void {
  fillMorpho(filled);
  for (const [index, offset] of [9000, 900, 100, 70, 69, 0].entries()) addMorphoEvent(filled, 'Borrow', index, { asset: 'USDC', amount: String(20 + index), block: TEST_BLOCK - offset });
  for (const offset of [9000, 100, 50]) addMorphoLiquidation(filled, TEST_BLOCK - offset, { seized: '70', repaid: '60' });
}

async function readTables(name: string): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(await hashDataset(folder, name)).filter(([file]) => file.endsWith('.parquet')));
}

describe('a pull that adds to a dataset', () => {
  test('makes the next version, whose tables are those of a whole pull, byte for byte', async () => {
    await pullBase();
    const whole = await pull({ name: 'whole', since: SINCE, tables: 'positions,prices,liquidations,events' });
    const asked = server.requests.length;
    const added = await pull({ since: 'latest' });
    expect(added.dataset).toBe('pulled.v2');
    expect(await readTables('pulled.v2')).toEqual(await readTables('whole'));
    expect(added.rows).toEqual(whole.rows);
    // Nothing of before the cut was asked for.
    const spans = server.requests.slice(asked).flatMap(({ query }) => [...query.matchAll(/timestamp_gte: (\d+)/g)].map(([, time]) => Number(time)));
    expect(new Set(spans)).toEqual(new Set([CUT]));
    const manifest = JSON.parse(await readFile(join(folder, 'data', 'local', 'pulled.v2', 'manifest.json'), 'utf8')) as { basedOn: object; tables: Record<string, { source: string[] }>; pulls: { sinceUnixSeconds: number }[] };
    expect(manifest.tables['prices']!.source).toEqual([expect.stringMatching(/^pulled, sha256/), expect.stringMatching(/^aave-v3 at/)]);
    expect(manifest.tables['lending_positions']!.source).toEqual([expect.stringMatching(/^aave-v3 at/)]);
    expect(manifest.basedOn).toMatchObject({ name: 'pulled', fromUnixSeconds: CUT });
    expect(manifest.pulls[0]!.sinceUnixSeconds).toBe(TEST_TIME - 48 * 3600);
    const { checks } = await verifyDataset('pulled.v2', { packageFolder: folder, workingFolder: folder });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('goes on from the newest version, whichever is named', async () => {
    await pullBase();
    await pull({ since: 'latest', block: TEST_BLOCK - 3000 });
    expect((await pull({ since: 'latest' })).dataset).toBe('pulled.v3');
    await pull({ name: 'whole', since: SINCE, tables: 'positions,prices,liquidations,events' });
    expect(await readTables('pulled.v3')).toEqual(await readTables('whole'));
  });

  test.each([
    ['a dataset that is not there', { name: 'other' }, 2, 'there is no dataset `other` to add to'],
    ['tables of its own', { tables: 'prices' }, 2, '--tables is given'],
    ['another network', { network: 'base' }, 2, 'it is of network ethereum, not base'],
    ['other choices', { choose: ['pools=0x1'] }, 2, '--choose differs from what it holds'],
    ['another source', { source: 'messari-lending' }, 2, 'it was pulled by the source aave-v3, not messari-lending'],
    ['a block that is no later', { block: BASE_BLOCK }, 3, `block ${BASE_BLOCK} is no later`],
  ])('refuses %s', async (_, more, exitCode, message) => {
    await pullBase();
    await expect(pull({ since: 'latest', ...more })).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
    await expect(hashDataset(folder, 'pulled.v2')).rejects.toThrow();
  });

  test.each([
    ['messari-lending', MESSARI_3, (filled: SubgraphServer) => void fillMessariMarket(filled, 5), {}],
    ['compound-v3', COMET, fillComet, {}],
    ['morpho-blue', MORPHO, fillMorphoWithEvents, {}],
    ['gmx-v2', GMX_STATS, fillGmx, { network: 'arbitrum' }],
    ['synthetix-v3', SYNTHETIX_PERPS, fillSynthetix, { network: 'base' }],
  ])('gives the tables of a whole pull of %s', async (source, entitySdl, fill, more) => {
    const other = await SubgraphServer.start({ entitySdl });
    try {
      fill(other);
      const asked = { source, endpoint: other.url, ...more };
      const tables = 'positions,events,prices,liquidations';
      await pull({ ...asked, name: source, block: TEST_BLOCK - 70, since: SINCE, tables });
      await pull({ ...asked, name: source, since: 'latest' });
      await pull({ ...asked, name: 'whole', since: SINCE, tables });
      expect(await readTables(`${source}.v2`)).toEqual(await readTables('whole'));
    } finally {
      await other.stop();
    }
  });

  test('refuses a source whose snapshot rests on the history that is asked for', async () => {
    await expect(planIncrement(join(folder, 'data', 'local'), 'pulled', { name: 'perpetual-v2', isAdditive: false }, { source: 'perpetual-v2', endpoint: server.url })).rejects.toThrow(/no dataset/);
    await pullBase();
    await expect(planIncrement(join(folder, 'data', 'local'), 'pulled', { name: 'aave-v3', isAdditive: false }, { source: 'aave-v3', endpoint: server.url })).rejects.toThrow(/from the whole history/);
  });

  test('refuses another deployment, and a base that was altered', async () => {
    await pullBase();
    server.chain.deployment = `Qm${'b'.repeat(44)}`;
    await expect(pull({ since: 'latest' })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('their history may differ') });
    server.chain.deployment = `Qm${'a'.repeat(44)}`;
    await appendFile(join(folder, 'data', 'local', 'pulled', 'prices.parquet'), 'x');
    await expect(pull({ since: 'latest' })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('was altered') });
  });

  test('refuses a symbol that stands for another token now', async () => {
    await pullBase();
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: AAVE });
    fillAave(server);
    addAaveUser(server, 0, null, {});
    // Of two tokens called WETH the lower address has the name.
    addAaveReserve(server, LOWER, 'WETH');
    addAaveAction(server, 'Supply', TEST_BLOCK, 4, 'WETH', '5');
    await expect(pull({ since: 'latest' })).rejects.toMatchObject({ exitCode: 3, message: `WETH is the token ${AAVE_TOKENS.WETH} in pulled, and ${LOWER} now` });
  });

  test('keeps the observations of each version', async () => {
    const uniswap = await SubgraphServer.start({ entitySdl: UNISWAP });
    try {
      fillUniswap(uniswap, await readRecorded());
      uniswap.add('Transaction', { id: '0xaa', blockNumber: String(BASE_BLOCK) });
      uniswap.add('Swap', { id: '0xaa#1', timestamp: String(aaveTime(BASE_BLOCK)), transaction: '0xaa' }, BASE_BLOCK);
      const depth = { source: 'uniswap-v3', endpoint: uniswap.url, name: 'depth' };
      const first = await pull({ ...depth, block: BASE_BLOCK, choose: [`pools=${POOL}`], tables: 'depth' });
      // Nothing happened meanwhile: the same time, seen once.
      expect((await pull({ ...depth, since: 'latest', block: BASE_BLOCK + 5 })).rows).toEqual(first.rows);
      uniswap.add('Transaction', { id: '0xbb', blockNumber: String(TEST_BLOCK) });
      uniswap.add('Swap', { id: '0xbb#1', timestamp: String(TEST_TIME), transaction: '0xbb' }, TEST_BLOCK);
      const third = await pull({ ...depth, since: 'latest' });
      expect([third.dataset, third.rows['pool_ticks'], third.rows['depth_quotes']]).toEqual(['depth.v3', 2 * first.rows['pool_ticks']!, 2 * first.rows['depth_quotes']!]);
      expect((await readPulledTable(folder, 'pools', 'depth.v3')).map((row) => row['unix_seconds'])).toEqual([String(aaveTime(BASE_BLOCK)), String(TEST_TIME)]);
    } finally {
      await uniswap.stop();
    }
  });
});
