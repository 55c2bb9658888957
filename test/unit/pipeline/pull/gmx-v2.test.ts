import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { namePosition } from '../../../../src/sources/mapping/perp-fold.js';
import { hashDataset, pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { addGmxChange, fillGmx, GMX_STATS, GMX_TRADERS, gmxTransaction, USDC } from '../../../support/subgraph-server/gmx-v2.js';
import { TEST_BLOCK, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const MARKET = 'WETH-WETH-USDC';
const TIME = 1_700_000_000;
const [first, second] = [nameAccount(GMX_TRADERS[0]), nameAccount(GMX_TRADERS[1])];
const keeper = nameAccount(testAddress('gmx-keeper', 0));

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: GMX_STATS });
  fillGmx(server);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'gmx-v2', endpoint: server.url, name: 'pulled', network: 'arbitrum', tables: 'positions,events,prices,liquidations', ...more });

describe('a pull of GMX v2', () => {
  test('folds increases and decreases into the open positions, exactly', async () => {
    const reply = await pull();
    expect(reply.warnings).toEqual([]);
    const position = { market: MARKET, account: first, collateral_asset: 'USD', margin_mode: 'isolated' };
    expect(await readPulledTable(folder, 'perp_positions')).toEqual([
      // 0.5 ether at the lower price of 1,999 USD.
      { ...position, size_raw: `-2${'0'.repeat(18)}`, entry_price_raw: `2000${'0'.repeat(18)}`, collateral_raw: '999500000' },
      // 8,000 USD over 3.5 ether; 600 USDC at the lower price of 0.999 USD.
      { ...position, size_raw: '3500000000000000000', entry_price_raw: '2285714285714285714285', collateral_raw: '599400000' },
    ]);
    expect(await readPulledTable(folder, 'perp_collateral')).toEqual([
      { account: first, market: MARKET, side: 'long', asset: 'USDC', amount_raw: '600000000' },
      { account: first, market: MARKET, side: 'short', asset: 'WETH', amount_raw: '500000000000000000' },
    ]);
    expect(await readPulledTable(folder, 'perp_markets')).toEqual([
      { market: MARKET, venue: 'gmx-v2', base_asset: 'WETH', quote_asset: 'USD', initial_margin_bps: null, maintenance_margin_bps: null, liquidation_fee_bps: null, mark_price_raw: `2000${'0'.repeat(18)}` },
    ]);
    expect((await readPulledTable(folder, 'assets')).map(({ asset, decimals }) => [asset, decimals])).toEqual([['USDC', 6], ['WETH', 18]]);
    expect((await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder })).checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('maps events and liquidations with signed sizes and prices', async () => {
    await pull();
    const at = (block: number, order = 0) => ({ market: MARKET, unix_seconds: String(TIME - (TEST_BLOCK - block)), block_number: String(block), order_index: order });
    const events = await readPulledTable(folder, 'perp_events');
    expect(events).toHaveLength(7);
    expect(events.slice(3)).toEqual([
      { ...at(TEST_BLOCK - 100, 1), event: 'k4', account: first, position: namePosition('0xa2'), kind: 'increase', size_delta_raw: `-2${'0'.repeat(18)}`, size_after_raw: `-2${'0'.repeat(18)}`, price_raw: `2000${'0'.repeat(18)}` },
      { ...at(TEST_BLOCK - 90), event: 'k2', account: second, position: namePosition('0xb1'), kind: 'increase', size_delta_raw: `1${'0'.repeat(18)}`, size_after_raw: `15${'0'.repeat(17)}`, price_raw: `2000${'0'.repeat(18)}` },
      { ...at(TEST_BLOCK - 90), event: 'k8', account: second, position: namePosition('0xb1'), kind: 'increase', size_delta_raw: `5${'0'.repeat(17)}`, size_after_raw: `5${'0'.repeat(17)}`, price_raw: `2000${'0'.repeat(18)}` },
      { ...at(TEST_BLOCK - 50), event: 'k7', account: second, position: namePosition('0xb1'), kind: 'liquidation', size_delta_raw: `-15${'0'.repeat(17)}`, size_after_raw: '0', price_raw: `1900${'0'.repeat(18)}` },
    ]);
    expect(await readPulledTable(folder, 'perp_liquidations')).toEqual([
      { ...at(TEST_BLOCK - 50), event: 'k7', account: second, liquidator: keeper, size_raw: `15${'0'.repeat(17)}`, price_raw: `1900${'0'.repeat(18)}`, collateral_usd_raw: null, fee_usd_raw: '4995000' },
    ]);
  });

  test('makes hourly bars of execution prices, whatever the order of their ids', async () => {
    await pull({ tables: 'prices' });
    const prices = await readPulledTable(folder, 'prices');
    expect(prices.map(({ open, high, low, close, filled }) => [open, high, low, close, filled])).toEqual([
      [2010, 2020, 2004, 2020, false],
      [null, null, null, 2020, true],
      [null, null, null, 2020, true],
      [1900, 1900, 1900, 1900, false],
    ]);
  });

  test('gives the positions of a past block, and the same bytes whatever the number in flight', async () => {
    await pull({ name: 'past', tables: 'positions', block: TEST_BLOCK - 150 });
    expect((await readPulledTable(folder, 'perp_positions', 'past')).map(({ size_raw }) => size_raw)).toEqual([`7${'0'.repeat(18)}`]);
    await pull({ name: 'one', 'in-flight': 1 });
    await pull({ name: 'many', 'in-flight': 8 });
    const [one, many] = [await hashDataset(folder, 'one'), await hashDataset(folder, 'many')];
    expect({ ...many, 'manifest.json': '' }).toEqual({ ...one, 'manifest.json': '' });
  });

  test('ends in the same tables when every kind of fault strikes', async () => {
    const add = (): void => {
      for (let index = 0; index < 1500; index++) {
        addGmxChange(server, { key: `0x${index}`, id: `i${index}`, block: TEST_BLOCK - 1000, usd: [100, 100], milli: [50, 50], collateral: [USDC, 1_000_000n], isLong: true, account: testAddress('many', index) });
        if (index % 3 === 0) addGmxChange(server, { key: `0x${index}`, id: `d${index}`, block: TEST_BLOCK - 900, usd: [0, -100], milli: [0, -50], collateral: [USDC, 0n], isLong: true, account: testAddress('many', index) });
      }
    };
    add();
    const calm = await pull({ name: 'calm' });
    // Two thirds are open still, beside the two that are there.
    expect(calm.rows['perp_positions']).toBe(1002);
    await server.stop();
    const five = 0.05;
    server = await SubgraphServer.start({ entitySdl: GMX_STATS, shares: { 'http-429': five, 'http-502': five, 'cut-connection': five, 'malformed-json': five, 'timeout-on-large-page': five, 'duplicate-page': five, 'bad-indexers': five } });
    fillGmx(server);
    add();
    await pull({ name: 'rough' });
    const [one, other] = [await hashDataset(folder, 'calm'), await hashDataset(folder, 'rough')];
    expect({ ...other, 'manifest.json': '' }).toEqual({ ...one, 'manifest.json': '' });
  });

  test('counts positions whose changes do not add up to their size', async () => {
    addGmxChange(server, { key: '0xc1', id: 'k3', block: TEST_BLOCK - 20, usd: [5_000, 1_000], milli: [2500, 500], collateral: [USDC, 1n], isLong: true });
    expect((await pull({ tables: 'positions' })).warnings).toEqual(['in 1 of 4 positions increases less decreases are not the size that the subgraph states']);
  });

  test('leaves out and names a market whose token is unknown, until it is told', async () => {
    const [market, token] = [testAddress('gmx-market', 7), testAddress('gmx-token', 7)];
    server.add('MarketInfo', { id: market, marketToken: market, indexToken: token, longToken: USDC, shortToken: USDC });
    server.add('TokenPrice', { id: token, minPrice: String(3n * 10n ** 22n), maxPrice: String(3n * 10n ** 22n) });
    server.add('PositionIncrease', {
      id: 'kz', orderKey: 'kz', positionKey: '0xd1', account: GMX_TRADERS[1], marketAddress: market, collateralTokenAddress: USDC, isLong: true, transaction: gmxTransaction(TEST_BLOCK - 50), orderType: '2',
      sizeInUsd: String(30n * 10n ** 30n), sizeDeltaUsd: String(30n * 10n ** 30n), sizeInTokens: '1000000000', sizeDeltaInTokens: '1000000000', collateralAmount: '5000000', executionPrice: String(3n * 10n ** 22n),
    });
    expect((await pull({ tables: 'positions' })).warnings).toEqual([`1 entities are left out: the decimals of token ${token} are unknown; name it with --choose tokens=…`]);
    const told = await pull({ name: 'told', tables: 'positions', choose: [`tokens=FOO ${token} 8`] });
    expect(told.warnings).toEqual([]);
    expect((await readPulledTable(folder, 'perp_positions', 'told'))[0]).toMatchObject({ market: 'FOO-USDC-USDC', size_raw: `10${'0'.repeat(18)}`, entry_price_raw: `3${'0'.repeat(18)}` });
  });

  test('leaves out what is backed by an unknown token, unless it is closed', async () => {
    const token = testAddress('gmx-token', 9);
    addGmxChange(server, { key: '0xe1', id: 'u1', block: TEST_BLOCK - 20, usd: [10, 10], milli: [5, 5], collateral: [token, 1n], isLong: true });
    addGmxChange(server, { key: '0xe2', id: 'u2', block: TEST_BLOCK - 20, usd: [10, 10], milli: [5, 5], collateral: [token, 1n], isLong: false });
    addGmxChange(server, { key: '0xe2', id: 'u3', block: TEST_BLOCK - 10, usd: [0, -10], milli: [0, -5], collateral: [token, 0n], isLong: false });
    const reply = await pull({ tables: 'positions' });
    expect(reply.warnings).toEqual([`1 entities are left out: the decimals of token ${token} are unknown; name it with --choose tokens=…`]);
    expect(reply.rows['perp_positions']).toBe(2);
  });

  test.each([
    ['a token list that is none', { choose: ['tokens=FOO 8'] }, 2, '`FOO 8` is no token'],
    ['a margin above 100 %', { choose: ['liquidation-fee-bps=10001'] }, 2, 'no margin in bps'],
  ])('refuses %s', async (_, more, exitCode, message) => {
    await expect(pull(more)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  test('names the field of another schema', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: GMX_STATS.replaceAll('sizeDeltaInTokens', 'tokensDelta') });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('sizeDeltaInTokens') });
  });
});
