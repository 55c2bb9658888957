import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { namePosition } from '../../../../src/sources/mapping/perp-fold.js';
import { createDatasetStore } from '../../../../src/storage/dataset-store.js';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { fillMessariPerps, MESSARI_PERPS, TRADERS } from '../../../support/subgraph-server/messari-perps.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const TIME = 1_700_000_000;
const [first, second] = [nameAccount(TRADERS[0]), nameAccount(TRADERS[1])];

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: MESSARI_PERPS });
  fillMessariPerps(server);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'messari-perps', endpoint: server.url, name: 'pulled', network: 'arbitrum', tables: 'positions,events,liquidations', ...more });

describe('a pull of a Messari perpetual-futures subgraph', () => {
  test('maps open positions and margins exactly', async () => {
    const reply = await pull({ choose: ['initial-margin-bps=200', 'maintenance-margin-bps=100', 'liquidation-fee-bps=10'] });
    expect(reply.warnings).toEqual(['1 positions without a size or value are left out', '1 positions in tokens without a price are left out']);
    expect(await readPulledTable(folder, 'perp_positions')).toEqual([
      { market: 'WBTC', account: first, size_raw: `-5${'0'.repeat(17)}`, entry_price_raw: `41${'0'.repeat(21)}`, collateral_asset: 'USD', collateral_raw: '2500000000', margin_mode: 'isolated' },
      { market: 'WETH', account: first, size_raw: `3${'0'.repeat(18)}`, entry_price_raw: `19${'0'.repeat(20)}`, collateral_asset: 'USD', collateral_raw: '1900123456', margin_mode: 'isolated' },
    ]);
    expect(await readPulledTable(folder, 'perp_accounts')).toEqual([{ account: first, collateral_asset: 'USD', cross_collateral_raw: '0' }]);
    expect(await readPulledTable(folder, 'perp_collateral')).toEqual([
      { account: first, market: 'WBTC', side: 'short', asset: 'USDC', amount_raw: '2500000000' },
      { account: first, market: 'WETH', side: 'long', asset: 'WETH', amount_raw: `1${'0'.repeat(18)}` },
    ]);
    const margins = { venue: 'generic-brackets', quote_asset: 'USD', initial_margin_bps: 200, maintenance_margin_bps: 100, liquidation_fee_bps: 10 };
    expect(await readPulledTable(folder, 'perp_markets')).toEqual([
      { market: 'WBTC', base_asset: 'WBTC', mark_price_raw: `4${'0'.repeat(22)}`, ...margins },
      { market: 'WETH', base_asset: 'WETH', mark_price_raw: `20005${'0'.repeat(17)}`, ...margins },
    ]);
    expect((await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder })).checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('maps changes and liquidations with their places', async () => {
    await pull();
    const change = { market: 'WETH', kind: 'change', size_delta_raw: null, price_raw: null };
    const at = (block: number, order: number) => ({ unix_seconds: String(TIME - (TEST_BLOCK - block)), block_number: String(block), order_index: order });
    expect(await readPulledTable(folder, 'perp_events')).toEqual([
      { ...change, ...at(TEST_BLOCK - 90, 3), event: '0xa1', account: first, position: namePosition('0x01'), size_after_raw: `1${'0'.repeat(18)}` },
      { ...change, ...at(TEST_BLOCK - 80, 1), event: '0xa0', account: first, position: namePosition('0x01'), size_after_raw: `3${'0'.repeat(18)}` },
      { ...change, ...at(TEST_BLOCK - 80, 2), event: '0xa2', account: second, position: namePosition('0x05'), size_after_raw: '0' },
    ]);
    expect(await readPulledTable(folder, 'perp_liquidations')).toEqual([
      { ...at(TEST_BLOCK - 80, 2), market: 'WETH', event: '0xb0', account: second, liquidator: nameAccount(testAddress('keeper', 0)), size_raw: null, price_raw: null, collateral_usd_raw: '12345678', fee_usd_raw: null },
    ]);
  });

  test('counts positions whose last change has another size', async () => {
    server.add('PositionSnapshot', { id: '0xaf', account: TRADERS[0], position: '0x02', balance: '50000001', logIndex: 0, blockNumber: String(TEST_BLOCK - 5), timestamp: String(TIME - 5) });
    expect((await pull()).warnings).toContain('the last change of 1 of 3 positions is not the size that the subgraph states of them');
  });

  test('is read as a perps dataset, without margins it does not tell', async () => {
    await pull({ tables: 'positions' });
    const dataset = await createDatasetStore({ folders: [join(folder, 'data', 'local')] }).loadPerpsDataset('pulled');
    expect(dataset).toMatchObject({ depthQuotes: [], markets: expect.arrayContaining([expect.objectContaining({ market: 'WETH', initialMarginBps: null })]) });
    expect(dataset.positions.map(({ market, sizeRaw }) => [market, sizeRaw])).toEqual([['WBTC', -5n * 10n ** 17n], ['WETH', 3n * 10n ** 18n]]);
  });

  test.each([
    ['a wrong network', { network: 'base' }, 4, 'the subgraph is of network arbitrum, not base'],
    ['a margin that is none', { choose: ['initial-margin-bps=2%'] }, 2, '`2%` is no margin in bps'],
    ['a maintenance margin above the initial', { choose: ['initial-margin-bps=100', 'maintenance-margin-bps=200'] }, 2, 'above the initial one'],
  ])('refuses %s', async (_, more, exitCode, message) => {
    await expect(pull(more)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  test('names the field of another schema', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: MESSARI_PERPS.replace('collateralBalanceUSD', 'marginUSD') });
    fillMessariPerps(server);
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('collateralBalanceUSD') });
  });
});
