import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';
import { addLiquidation, addSettlement, fillSynthetix, SYNTHETIX_PERPS, wad } from '../../../support/subgraph-server/synthetix-v3.js';

const [trader, reduced, closed] = [17, 170, 9].map((id) => nameAccount(`synthetix-v3/${id}`)) as [string, string, string];

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: SYNTHETIX_PERPS });
  fillSynthetix(server);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'synthetix-v3', endpoint: server.url, name: 'pulled', network: 'base', tables: 'positions,events,prices,liquidations', ...more });

describe('a pull of Synthetix perps v3', () => {
  test('replays settlements and liquidations into positions and margins, exactly', async () => {
    const reply = await pull();
    expect(reply.warnings).toEqual(['1 accounts have margin in other synths than snxUSD, whose value is left out of the margin']);
    const position = { collateral_asset: 'USD', collateral_raw: '0', margin_mode: 'cross' };
    expect(await readPulledTable(folder, 'perp_positions')).toEqual([
      { ...position, market: 'BTC', account: reduced, size_raw: wad(-400), entry_price_raw: wad(38_000_000) },
      { ...position, market: 'ETH', account: trader, size_raw: wad(-1000), entry_price_raw: wad(1_900_000) },
    ]);
    const accounts = await readPulledTable(folder, 'perp_accounts');
    // 1,000 posted − 5 + (2 · 100 + 1.5 − 4); and 50 posted after everything was taken.
    expect(new Map(accounts.map((row) => [row['account'], row['cross_collateral_raw']]))).toEqual(new Map([[trader, '1192500000'], [reduced, '50000000']]));
    expect(await readPulledTable(folder, 'perp_collateral').then((rows) => rows.map(({ account, asset, amount_raw }) => [account, asset, amount_raw]))).toEqual(
      expect.arrayContaining([[trader, 'snxUSD', wad(1_000_000)], [trader, 'synth-3', wad(150)], [reduced, 'snxUSD', wad(50_000)]]),
    );
    expect(await readPulledTable(folder, 'perp_markets')).toEqual([
      // 4 % initial, of which 35 % is the maintenance margin; 0.03 % reward.
      { market: 'BTC', venue: 'synthetix-v3', base_asset: 'BTC', quote_asset: 'USD', initial_margin_bps: 400, maintenance_margin_bps: 140, liquidation_fee_bps: 3, mark_price_raw: wad(40_000_000) },
      { market: 'ETH', venue: 'synthetix-v3', base_asset: 'ETH', quote_asset: 'USD', initial_margin_bps: 400, maintenance_margin_bps: 140, liquidation_fee_bps: 3, mark_price_raw: wad(2_000_000) },
    ]);
    const { checks } = await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder });
    // The reduced account is short 0.4 bitcoin at 38,000 with 50 USD behind it and the mark at 40,000: it is worth less than nothing.
    expect(checks.filter(({ holds }) => !holds).map(({ detail }) => detail)).toEqual([`2 accounts, 1 at or below 0 with 88.89 % of the notional (${reduced})`]);
  });

  test('maps events and liquidations, of which two may fall into one block', async () => {
    await pull();
    const events = await readPulledTable(folder, 'perp_events');
    expect(events.map(({ market, account, kind, size_delta_raw: delta, size_after_raw: after, price_raw: price }) => [market, account, kind, delta, after, price])).toEqual([
      ['BTC', reduced, 'increase', wad(-1000), wad(-1000), wad(38_000_000)],
      ['BTC', reduced, 'liquidation', wad(600), wad(-400), null],
      ['ETH', trader, 'increase', wad(2000), wad(2000), wad(1_800_000)],
      ['ETH', trader, 'increase', wad(-3000), wad(-1000), wad(1_900_000)],
      ['ETH', closed, 'liquidation', wad(-700), '0', null],
      ['ETH', closed, 'increase', wad(700), wad(700), wad(2_100_000)],
    ]);
    expect((await readPulledTable(folder, 'perp_liquidations')).map(({ market, account, size_raw: size, block_number: block }) => [market, account, size, block])).toEqual([
      ['BTC', reduced, wad(-600), String(TEST_BLOCK - 400)],
      ['ETH', closed, wad(700), String(TEST_BLOCK - 200)],
    ]);
  });

  test('takes the later of two prices of one block as the close', async () => {
    await pull({ tables: 'prices' });
    expect(await readPulledTable(folder, 'prices')).toMatchObject([{ asset: 'ETH', quote: 'USD', open: 1990, high: 2000.5, low: 1990, close: 2000.5, filled: false }]);
  });

  test('gives the positions of a past block', async () => {
    await pull({ tables: 'positions', block: TEST_BLOCK - 450 });
    expect((await readPulledTable(folder, 'perp_positions')).map(({ market, size_raw: size }) => [market, size])).toEqual([['BTC', wad(-1000)], ['ETH', wad(-1000)]]);
  });

  test('counts positions whose changes do not lead to the stated size, and keeps that', async () => {
    addSettlement(server, 200, 5, TEST_BLOCK - 50, { delta: 100, after: 300, price: 40_000 });
    addLiquidation(server, 200, 6, TEST_BLOCK - 50, 100, 100);
    expect((await pull()).warnings).toContain('in 2 of 5 positions settlements and liquidations do not add up to the size that the subgraph states');
    expect((await readPulledTable(folder, 'perp_positions')).filter(({ market }) => market === 'BTC')).toHaveLength(3);
  });

  test('names an id that does not tell the block', async () => {
    server.add('OrderSettled', { id: 'odd', timestamp: '1', marketId: '100', accountId: '1', fillPrice: '1', accruedFunding: '0', sizeDelta: '1', newSize: '1', totalFees: '0' });
    await expect(pull()).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('does not tell the block as expected: odd') });
  });

  test('names the field of another schema', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: SYNTHETIX_PERPS.replace('currentPositionSize', 'sizeLeft') });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('currentPositionSize') });
  });
});
