import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK } from '../../../support/subgraph-server/messari-lending.js';
import { addCurieChange, curieEvent, fillCurie, PERP_CURIE, PERP_TRADERS } from '../../../support/subgraph-server/perpetual-v2.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const [first, second, third] = PERP_TRADERS.map(nameAccount) as [string, string, string];
const wei = (text: string): string => `${text}${'0'.repeat(18)}`;

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: PERP_CURIE });
  fillCurie(server);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) =>
  pullInFolder(folder, { source: 'perpetual-v2', endpoint: server.url, name: 'pulled', network: 'optimism', tables: 'positions,events,prices,liquidations,depth', ...more });

describe('a pull of Perpetual v2', () => {
  test('maps open positions and shared margins exactly', async () => {
    const reply = await pull();
    expect(reply.warnings).toEqual(['1 accounts have margin in other tokens than USDC, whose value is left out of the margin']);
    const position = { market: 'vETH', collateral_asset: 'USD', collateral_raw: '0', margin_mode: 'cross' };
    const positions = await readPulledTable(folder, 'perp_positions');
    expect(new Set(positions)).toEqual(
      new Set([
        { ...position, account: first, size_raw: wei('2'), entry_price_raw: wei('1825') },
        { ...position, account: second, size_raw: wei('-2'), entry_price_raw: wei('1850') },
      ]),
    );
    const accounts = await readPulledTable(folder, 'perp_accounts');
    // USD of six decimals, rounded towards zero as the vault keeps it.
    expect(new Map(accounts.map((row) => [row['account'], row['cross_collateral_raw']]))).toEqual(new Map([[first, '1000123456'], [second, '-20500000']]));
    expect(await readPulledTable(folder, 'perp_collateral')).toEqual([{ account: second, market: 'all', side: 'all', asset: 'USDT', amount_raw: '1500250000' }]);
    expect(await readPulledTable(folder, 'perp_markets')).toEqual([
      { market: 'v12345678', venue: 'perpetual-v2', base_asset: '12345678', quote_asset: 'USD', initial_margin_bps: 1000, maintenance_margin_bps: 625, liquidation_fee_bps: 250, mark_price_raw: '2500000000000000000' },
      { market: 'vETH', venue: 'perpetual-v2', base_asset: 'ETH', quote_asset: 'USD', initial_margin_bps: 1000, maintenance_margin_bps: 625, liquidation_fee_bps: 250, mark_price_raw: wei('1961') },
    ]);
    const { checks } = await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder });
    // The short owes more than its USDC: its tether is not valued.
    expect(checks.filter(({ holds }) => !holds).map(({ detail }) => detail)).toEqual([`2 accounts, 1 at or below 0 with 50.00 % of the notional (${second})`]);
  });

  test('maps events in their order, with what was closed by force or with its market', async () => {
    await pull();
    const events = await readPulledTable(folder, 'perp_events');
    const brief = events.map(({ market, account, kind, size_delta_raw: delta, size_after_raw: after, order_index: order }) => [market, account, kind, delta, after, order]);
    expect(brief).toEqual([
      ['v12345678', third, 'increase', wei('-3'), wei('-3'), 0],
      ['v12345678', third, 'decrease', wei('3'), '0', 2],
      ['vETH', first, 'increase', '1500000000000000000', '1500000000000000000', 9],
      ['vETH', first, 'increase', '500000000000000000', wei('2'), 10],
      ['vETH', second, 'increase', wei('-4'), wei('-4'), 0],
      ['vETH', second, 'liquidation', wei('2'), wei('-2'), 3],
      ['vETH', third, 'increase', wei('-2'), wei('-2'), 4],
      ['vETH', third, 'decrease', '1999999999999999993', '0', 0],
    ]);
    expect(await readPulledTable(folder, 'perp_liquidations')).toEqual([
      {
        market: 'vETH', account: second, event: '0xff-5', unix_seconds: String(1_700_000_000 - 40), block_number: String(TEST_BLOCK - 40), order_index: 5,
        liquidator: third, size_raw: wei('-2'), price_raw: wei('1950'), collateral_usd_raw: null, fee_usd_raw: '97500000',
      },
    ]);
  });

  test('makes depth of open orders and bars of the prices after trades', async () => {
    await pull({ tables: 'prices,depth' });
    expect((await readPulledTable(folder, 'pool_ticks')).map(({ pool, tick, liquidity_net_raw: net }) => [pool, tick, net])).toEqual([
      ['vETH', -60, '500'],
      ['vETH', 75_000, '300'],
      ['vETH', 76_000, '-800'],
    ]);
    expect((await readPulledTable(folder, 'prices')).map(({ asset, open, high, low, close }) => [asset, open, high, low, close])).toEqual([
      ['12345678', 2.5, 2.5, 2.5, 2.5],
      ['ETH', 1801.5, 1961, 1801.5, 1961],
    ]);
  });

  test('counts positions whose last change has another size, and liquidations without a side', async () => {
    addCurieChange(server, { block: TEST_BLOCK - 5, log: 0, trader: PERP_TRADERS[0] }, '0.000000000000000001', '2.000000000000000001', '1900', '1961');
    server.add('PositionLiquidated', { ...curieEvent({ block: TEST_BLOCK - 3, log: 1, trader: PERP_TRADERS[0] }), liquidator: PERP_TRADERS[2], positionNotionalAbs: '1', positionSizeAbs: '1', liquidationFee: '0' });
    expect((await pull()).warnings).toEqual([
      '1 accounts have margin in other tokens than USDC, whose value is left out of the margin',
      'the last change of 1 of 4 positions is not the size that the subgraph states of them',
      'the sizes of 1 liquidations are left out: no change of position tells their side',
    ]);
  });

  test('leaves out, and counts, positions in markets whose price is not known', async () => {
    expect((await pull({ tables: 'positions', since: '2023-11-14T22:13:10' })).warnings[0]).toBe('2 positions in markets without a trade in the time pulled are left out');
  });

  test('refuses another network, and names the field of another schema', async () => {
    await expect(pull({ network: 'base' })).rejects.toMatchObject({ exitCode: 4, message: 'the subgraph is of network optimism, not base' });
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: PERP_CURIE.replace('settlementTokenBalance', 'settledBalance') });
    await rm(join(folder, 'data'), { recursive: true });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('settlementTokenBalance') });
  });
});
