import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { createDatasetStore } from '../../../../src/storage/dataset-store.js';
import { DuckDbSession, quoteSql } from '../../../../src/storage/duckdb-session.js';
import { chooseRuns } from '../../../support/fuzz.js';
import { hashDataset, pullInFolder } from '../../../support/pull-in-folder.js';
import { fillMessariMarket, MESSARI_2, MESSARI_3, TEST_BLOCK, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer, type ServerOptions } from '../../../support/subgraph-server/server.js';

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function serve(accounts: number, options: Partial<ServerOptions> = {}): Promise<void> {
  server = await SubgraphServer.start({ entitySdl: MESSARI_3, ...options });
  fillMessariMarket(server, accounts);
}

const flags = (more: object = {}) => ({ source: 'messari-lending', endpoint: server.url, name: 'pulled', ...more });

async function readTable(table: string, name = 'pulled'): Promise<Record<string, unknown>[]> {
  return DuckDbSession.use((session) => session.readRows(`SELECT * FROM read_parquet(${quoteSql(join(folder, 'data', 'local', name, `${table}.parquet`))})`));
}

describe('a pull of a Messari lending subgraph', () => {
  test('keeps every position, exactly, at the pinned block', async () => {
    await serve(1500);
    const reply = await pullInFolder(folder, flags({ tables: 'positions,prices,liquidations,events' }));
    expect(reply).toMatchObject({ block: TEST_BLOCK, warnings: [], rows: { lending_positions: 3000, reserves: 3, assets: 3, liquidations: 5, position_events: 5 } });
    const positions = await readTable('lending_positions');
    const last = positions.filter((row) => row['account'] === nameAccount(testAddress('account', 1499)));
    expect(last.map((row) => [row['market'], row['side'], row['asset'], String(row['amount_raw'])])).toEqual([
      ['aave-v3-ethereum', 'collateral', 'WETH', '1000000000000001499'],
      ['aave-v3-ethereum', 'debt', 'USDC', '1000001499'],
    ]);
    const verification = await createDatasetStore({ folders: [join(folder, 'data', 'local')] }).verifyDataset('pulled');
    expect(verification.checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('reads percent as bps, USD as 18 decimals and fills quiet hours', async () => {
    await serve(3);
    await pullInFolder(folder, flags());
    const reserves = await readTable('reserves');
    expect(reserves.find((row) => row['asset'] === 'WETH')).toMatchObject({ ltv_bps: 8000, liquidation_threshold_bps: 8250, liquidation_bonus_bps: 500 });
    expect(reserves.find((row) => row['asset'] === 'USDC')).toMatchObject({ liquidation_bonus_bps: 450 });
    const prices = await readTable('prices');
    // 48 hours less 7 without an event, which are filled from the hour before.
    expect(prices.map((row) => row['filled']).filter(Boolean)).toHaveLength(7);
    expect(prices).toHaveLength(48);
    expect(prices[3]).toMatchObject({ close: 1802, filled: true });
  });

  test('reads version 2.0.1, whose positions do not tell their asset', async () => {
    server = await SubgraphServer.start({ entitySdl: MESSARI_2 });
    fillMessariMarket(server, 10);
    const reply = await pullInFolder(folder, flags({ tables: 'positions' }));
    expect(reply.rows['lending_positions']).toBe(20);
  });

  test('gives equal bytes whatever the number in flight', async () => {
    await serve(1500);
    await pullInFolder(folder, flags({ name: 'one', 'in-flight': 1 }));
    await pullInFolder(folder, flags({ name: 'sixteen', 'in-flight': 16 }));
    const [one, sixteen] = [await hashDataset(folder, 'one'), await hashDataset(folder, 'sixteen')];
    expect({ ...sixteen, 'manifest.json': '' }).toEqual({ ...one, 'manifest.json': '' });
  });

  test('takes the state of a past block', async () => {
    await serve(5);
    server.add('Position', { id: 'zzz-late', account: testAddress('account', 0), market: testAddress('market', 0), asset: testAddress('token', 0), side: 'COLLATERAL', balance: '7', isCollateral: true, hashClosed: null }, TEST_BLOCK - 10);
    const before = await pullInFolder(folder, flags({ name: 'before', tables: 'positions', block: TEST_BLOCK - 11 }));
    expect(before).toMatchObject({ block: TEST_BLOCK - 11, rows: { lending_positions: 10 } });
    const after = await pullInFolder(folder, flags({ name: 'after', tables: 'positions', at: '2023-11-14T22:12' }));
    expect(after.block).toBeGreaterThanOrEqual(TEST_BLOCK - 100);
  });
});

describe('a pull that meets trouble', () => {
  test('ends complete and equal when every fault strikes at 5 % of requests', async () => {
    // Two positions each: in full, the 100,000 entities that the pull must bear.
    const accounts = chooseRuns(50_000, 2000);
    await serve(accounts);
    await pullInFolder(folder, flags({ name: 'pulled' }));
    const calm = await hashDataset(folder, 'pulled');
    await server.stop();
    await rm(join(folder, 'data'), { recursive: true });
    const five = 0.05;
    await serve(accounts, {
      shares: { 'http-429': five, 'http-502': five, 'slow-page': five, 'cut-connection': five, 'malformed-json': five, 'timeout-on-large-page': five, 'reorganised-while-executing': five, 'duplicate-page': five, 'bad-indexers': five },
    });
    const reply = await pullInFolder(folder, flags({ name: 'pulled' }));
    expect(Object.keys(reply.retries).length).toBeGreaterThan(3);
    const { 'manifest.json': _calm, ...calmTables } = calm;
    const { 'manifest.json': _rough, ...roughTables } = await hashDataset(folder, 'pulled');
    expect(roughTables).toEqual(calmTables);
  });

  test('is pinned anew after a reorganisation, and never mixes', async () => {
    await serve(1200);
    server.onRequest = (count) => {
      if (count === 6) server.chain.fork = server.chain.head - 100;
    };
    const reply = await pullInFolder(folder, flags({ tables: 'positions' }));
    expect(reply.block).toBe(server.chain.head - 250);
  });

  test('is pinned anew when the endpoint changes its deployment', async () => {
    await serve(10);
    server.onRequest = (count) => {
      if (count === 5) server.chain.deployment = `Qm${'b'.repeat(44)}`;
    };
    expect((await pullInFolder(folder, flags())).deployment).toBe(server.chain.deployment);
  });

  test('refuses a pruned block by naming what is kept', async () => {
    await serve(10);
    server.chain.earliest = TEST_BLOCK;
    await expect(pullInFolder(folder, flags({ block: TEST_BLOCK - 5 }))).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining(`data starting at block number ${TEST_BLOCK}`) });
  });

  test('refuses a failed subgraph, or takes its data when allowed', async () => {
    await serve(10);
    server.chain.errorBlock = TEST_BLOCK - 1;
    await expect(pullInFolder(folder, flags())).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('indexing_error') });
    await rm(join(folder, 'data'), { recursive: true });
    const reply = await pullInFolder(folder, flags({ 'allow-indexing-errors': true }));
    expect(reply.warnings).toEqual([expect.stringContaining('indexing errors')]);
  });

  test('sends the key in the Bearer header and shows it nowhere', async () => {
    const key = 'f00dfacef00dfacef00dfacef00dface';
    await serve(10, { key });
    await expect(pullInFolder(folder, flags(), { PLIMSOLL_SUBGRAPH_KEY: 'wrong' })).rejects.toMatchObject({ exitCode: 4, message: expect.not.stringContaining('wrong') });
    await pullInFolder(folder, flags({ resume: true }), { THEGRAPH_API_KEY: key });
    expect(server.requests.at(-1)!.headers.authorization).toBe(`Bearer ${key}`);
    const manifest = await createDatasetStore({ folders: [join(folder, 'data', 'local')] }).readDatasetManifest('pulled');
    expect(JSON.stringify(manifest)).not.toContain(key);
  });

  test('names the field of a schema that does not fit', async () => {
    server = await SubgraphServer.start({ entitySdl: MESSARI_3.replace('liquidationPenalty', 'penalty') });
    await expect(pullInFolder(folder, flags())).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('liquidationPenalty') });
  });

  test.each([
    ['a subgraph of another chain', { network: 'base' }, 4, 'the subgraph is of network ethereum, not base'],
    ['a block above the head', { block: 99_999_999 }, 2, 'block 99999999 is above'],
    ['an unknown table', { tables: 'positions,dreams' }, 2, '`dreams` is nothing that can be pulled'],
    ['an unknown source', { source: 'dreams' }, 2, 'there is no source `dreams`'],
    ['a choice that the source does not have', { choose: ['margin=1'] }, 2, 'the source messari-lending has no choice `margin`'],
    ['no date', { at: 'yesterday' }, 2, '"yesterday" is no date'],
    ['a name that climbs', { name: '../x' }, 2, 'cannot name a dataset'],
    ['an unfinished pull that is none', { resume: true }, 2, 'there is no unfinished pull'],
  ])('refuses %s', async (_, more, exitCode, message) => {
    await serve(3);
    await expect(pullInFolder(folder, flags(more))).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
    expect(await readdir(join(folder, 'data', 'local')).catch(() => [])).not.toContain('pulled');
  });

  test.each([
    ['absurd decimals', { balance: '1e40' }, '`balance` is no whole number: "1e40"'],
    ['a balance below zero', { balance: '-5' }, '`balance` is negative: -5'],
    ['a balance of 40 digits', { balance: '9'.repeat(40) }, 'more than 38 digits'],
  ])('refuses %s, publishes nothing, and keeps the pages', async (_, fields, message) => {
    await serve(3);
    const [account, market, token] = [testAddress('account', 9), testAddress('market', 0), testAddress('token', 0)];
    server.add('Position', { id: 'odd', account, market, asset: token, side: 'COLLATERAL', isCollateral: true, hashClosed: null, ...fields });
    server.add('Account', { id: account, openPositionCount: 1 });
    await expect(pullInFolder(folder, flags())).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining(message) });
    expect(await readdir(join(folder, 'data', 'local'))).toEqual(['.pulled.pull']);
  });

  test('refuses a second pull of a name that is taken or begun', async () => {
    await serve(3);
    await pullInFolder(folder, flags());
    await expect(pullInFolder(folder, flags())).rejects.toMatchObject({ exitCode: 2, message: 'there is a dataset `pulled` already' });
  });
});
