import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { addInteraction, addTransfer, COMET, COMET_MARKET, cometTime, fillComet } from '../../../support/subgraph-server/compound-v3.js';
import { TEST_BLOCK, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const addresses = [0, 1, 2, 3].map((index) => testAddress('account', index)) as [string, string, string, string];
const [first, second, , absorbed] = addresses.map(nameAccount) as [string, string, string, string];
const absorber = testAddress('absorber', 0);
const market = `compound-v3-ethereum-${COMET_MARKET.slice(0, 18)}`;

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: COMET });
  fillComet(server);
  // What pins the time: the newest interaction, in the pinned block.
  addInteraction(server, 'SupplyBase', TEST_BLOCK, '07', { account: addresses[2], asset: 'USDC', amount: '2000000000' });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'compound-v3', endpoint: server.url, name: 'pulled', ...more });

describe('a pull of Compound v3', () => {
  test('accrues loans to the pinned block and keeps collateral, exactly', async () => {
    const reply = await pull({ tables: 'positions' });
    expect(reply.warnings).toEqual(['1 supplies of a base asset back no loan and are left out']);
    const row = { market, liquidation_threshold_bps: null };
    // The borrow index grew by 7.2 · 10⁻⁶: ⌊700000001 · 1.0000072⌋ and ⌊299999999 · 1.0000072⌋.
    const expected = [
      { ...row, account: first, side: 'collateral', asset: 'WETH', amount_raw: '1000000000000000007' },
      { ...row, account: first, side: 'debt', asset: 'USDC', amount_raw: '700005041' },
      { ...row, account: second, side: 'collateral', asset: 'WETH', amount_raw: '5' },
      { ...row, account: second, side: 'collateral', asset: 'wstETH', amount_raw: '250000000000000000' },
      { ...row, account: second, side: 'debt', asset: 'USDC', amount_raw: '300002158' },
    ];
    const rows = await readPulledTable(folder, 'lending_positions');
    expect(rows).toHaveLength(expected.length);
    expect(rows).toEqual(expect.arrayContaining(expected));
    expect(await readPulledTable(folder, 'reserves')).toEqual([
      { market, asset: 'USDC', ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: '999900000000000000' },
      // 1 / 0.95 − 1 and 1 / 0.93 − 1.
      { market, asset: 'WETH', ltv_bps: 8250, liquidation_threshold_bps: 8950, liquidation_bonus_bps: 526, usage_as_collateral: true, oracle_price_raw: '1795000000000000000000' },
      { market, asset: 'wstETH', ltv_bps: 8000, liquidation_threshold_bps: 8500, liquidation_bonus_bps: 752, usage_as_collateral: true, oracle_price_raw: '1999000000000000000000' },
    ]);
    const { checks } = await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('says when what is owed does not add up to the market’s total', async () => {
    server.add('PositionAccounting', { id: 'x', basePrincipal: '-1', collateralBalances: [] });
    server.add('Position', { id: `${COMET_MARKET}ff`, market: COMET_MARKET, account: addresses[3], accounting: 'x' });
    const { warnings } = await pull({ tables: 'positions' });
    expect(warnings.filter((warning) => warning.includes('principal'))).toEqual([expect.stringMatching(/principal owed in .*1000000000.*1000000001/)]);
  });

  test('takes a price only from the block at which it was read', async () => {
    await pull({ tables: 'prices' });
    const prices = await readPulledTable(folder, 'prices');
    const closes = (asset: string) => prices.filter((row) => row['asset'] === asset).map(({ close, filled }) => [close, filled]);
    expect(closes('WETH')).toEqual([[1800, false], [1800, true], [1810.5, false], [1795, false]]);
    expect(closes('wstETH')).toEqual([[2000, false], [2000, true], [2000, true], [1999, false]]);
    expect(closes('USDC').map(([close]) => close)).toEqual([0.9999, 0.9999, 0.9999, 0.9999]);
  });

  test('puts an absorbed debt beside the first collateral, and sales into the market’s own account', async () => {
    const block = TEST_BLOCK - 50;
    const more = { absorber };
    addInteraction(server, 'AbsorbCollateral', block, 'ff00', { account: addresses[3], asset: 'WETH', amount: '100', more });
    // 256 comes after 255, though its bytes sort before.
    addInteraction(server, 'AbsorbCollateral', block, '0001', { account: addresses[3], asset: 'wstETH', amount: '200', more });
    addInteraction(server, 'AbsorbDebt', block, '0101', { account: addresses[3], asset: 'USDC', amount: '321', more });
    addInteraction(server, 'AbsorbDebt', block + 1, '05', { account: addresses[1], asset: 'USDC', amount: '9', more });
    addInteraction(server, 'BuyCollateral', block + 2, '03', { asset: 'WETH', more: { buyer: absorber, collateralAmount: '90', baseAmount: '300' } });
    const { warnings } = await pull({ tables: 'liquidations' });
    expect(warnings).toEqual(['1 absorptions took no collateral and are left out of the liquidations']);
    const row = { market, liquidator: nameAccount(absorber) };
    expect(await readPulledTable(folder, 'liquidations')).toEqual([
      { ...row, account: absorbed, collateral_asset: 'WETH', debt_asset: 'USDC', unix_seconds: String(cometTime(block)), block_number: String(block), log_index: 255, collateral_seized_raw: '100', debt_repaid_raw: '321' },
      { ...row, account: absorbed, collateral_asset: 'wstETH', debt_asset: null, unix_seconds: String(cometTime(block)), block_number: String(block), log_index: 256, collateral_seized_raw: '200', debt_repaid_raw: null },
      { ...row, account: nameAccount(COMET_MARKET), collateral_asset: 'WETH', debt_asset: 'USDC', unix_seconds: String(cometTime(block + 2)), block_number: String(block + 2), log_index: 3, collateral_seized_raw: '90', debt_repaid_raw: '300' },
    ]);
  });

  test('signs what moves a balance', async () => {
    const [block, account] = [TEST_BLOCK - 20, addresses[0]];
    addInteraction(server, 'SupplyCollateral', block, '00', { account, asset: 'WETH', amount: '11' });
    addInteraction(server, 'WithdrawCollateral', block, '01', { account, asset: 'WETH', amount: '12' });
    addInteraction(server, 'WithdrawBase', block, '02', { account, asset: 'USDC', amount: '13' });
    addTransfer(server, 'TransferBase', block, '03', { from: account, to: null, asset: 'USDC', amount: '-14' });
    addTransfer(server, 'TransferBase', block, '04', { from: null, to: addresses[1], asset: 'USDC', amount: '14' });
    addTransfer(server, 'TransferCollateral', block, '05', { from: account, to: addresses[1], asset: 'WETH', amount: '15' });
    addInteraction(server, 'AbsorbCollateral', block, '06', { account, asset: 'WETH', amount: '16', more: { absorber } });
    addInteraction(server, 'AbsorbDebt', block, '07', { account, asset: 'USDC', amount: '17', more: { absorber } });
    const { warnings } = await pull({ tables: 'events' });
    expect(warnings).toEqual(['1 transfers of collateral between accounts are left out of the events']);
    expect((await readPulledTable(folder, 'position_events')).map((row) => [row['log_index'], row['account'], row['kind'], row['asset'], row['amount_raw']])).toEqual([
      [0, first, 'deposit', 'WETH', '11'],
      [1, first, 'withdraw', 'WETH', '-12'],
      [2, first, 'withdraw', 'USDC', '-13'],
      [3, first, 'transfer', 'USDC', '-14'],
      [4, second, 'transfer', 'USDC', '14'],
      [6, first, 'liquidation', 'WETH', '-16'],
      [7, first, 'liquidation', 'USDC', '17'],
      [7, nameAccount(addresses[2]), 'deposit', 'USDC', '2000000000'],
    ]);
  });

  test('names the field of a schema that does not fit', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: COMET.replaceAll('liquidateCollateralFactor', 'liquidationCollateralFactor') });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('liquidateCollateralFactor') });
  });
});
