import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { addMorphoEvent, addMorphoLiquidation, fillMorpho, IDLE_MARKET, MORPHO, morphoTime } from '../../../support/subgraph-server/morpho-blue.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const [first, second, liquidator] = [0, 1, 2].map((index) => nameAccount(testAddress('account', index))) as [string, string, string];
const market = `morpho-blue-ethereum-0x${'3a'.repeat(8)}`;

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: MORPHO });
  fillMorpho(server);
  // What pins the time: the newest event, in the pinned block.
  addMorphoEvent(server, 'Deposit', 1, { asset: 'wstETH', amount: '5', block: TEST_BLOCK });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'morpho-blue', endpoint: server.url, name: 'pulled', ...more });

describe('a pull of Morpho Blue', () => {
  test('turns shares into debts as the contract rounds them', async () => {
    const { warnings } = await pull({ tables: 'positions' });
    expect(warnings).toEqual(['prices of 1 of 2 tokens are left out of the reserves: the subgraph has none', 'interest since the last event of each market is left out: at most 0.5 days of it']);
    const row = { market, liquidation_threshold_bps: null };
    // ⌈1900000000000004 · 3000000008 / 2900000001000005⌉ = ⌈1965517245.943⌉ and ⌈1000000000000001 · 3000000008 / 2900000001000005⌉ = ⌈1034482761.023⌉.
    expect(await readPulledTable(folder, 'lending_positions')).toEqual(
      [
        { ...row, account: first, side: 'collateral', asset: 'wstETH', amount_raw: '2000000000000000003' },
        { ...row, account: first, side: 'debt', asset: 'USDC', amount_raw: '1965517246' },
        { ...row, account: second, side: 'debt', asset: 'USDC', amount_raw: '1034482762' },
      ].sort((left, right) => (left.account < right.account ? -1 : left.account > right.account ? 1 : 0)),
    );
    expect(await readPulledTable(folder, 'reserves')).toEqual([
      { market, asset: 'USDC', ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: '0' },
      // 1 / (1 − 0.3 · 0.14) − 1 = 4.384 %.
      { market, asset: 'wstETH', ltv_bps: 8600, liquidation_threshold_bps: 8600, liquidation_bonus_bps: 438, usage_as_collateral: true, oracle_price_raw: '2050250000000000000000' },
    ]);
  });

  test('says when shares do not add up to the market’s total', async () => {
    server.add('Position', { id: 'stray', account: testAddress('account', 2), market: `0x${'3a'.repeat(32)}`, side: 'BORROWER', balance: '1', shares: '4', hashClosed: null });
    const { warnings } = await pull({ tables: 'positions' });
    expect(warnings).toContain(`borrow shares of ${market}, raw: the subgraph states 2900000000000005, 2900000000000009 were pulled`);
  });

  test('keeps both sides of a liquidation, and its bad debt among the events', async () => {
    addMorphoLiquidation(server, TEST_BLOCK - 30, { seized: '70', repaid: '60' });
    addMorphoLiquidation(server, TEST_BLOCK - 25, { seized: '71', repaid: '61', badDebt: '8' });
    await pull({ tables: 'liquidations,events' });
    const row = { market, account: second, liquidator, collateral_asset: 'wstETH', debt_asset: 'USDC', log_index: 9 };
    const place = (block: number) => ({ unix_seconds: morphoTime(block), block_number: String(block) });
    expect(await readPulledTable(folder, 'liquidations')).toEqual([
      { ...row, ...place(TEST_BLOCK - 30), collateral_seized_raw: '70', debt_repaid_raw: '60' },
      { ...row, ...place(TEST_BLOCK - 25), collateral_seized_raw: '71', debt_repaid_raw: '61' },
    ]);
    const events = await readPulledTable(folder, 'position_events');
    expect(events[0]).toEqual({ market, account: second, asset: 'USDC', kind: 'bad-debt', ...place(TEST_BLOCK - 25), log_index: 9, amount_raw: '-8' });
  });

  test('says that bad debt is left out where events are not asked for', async () => {
    addMorphoLiquidation(server, TEST_BLOCK - 25, { seized: '71', repaid: '61', badDebt: '8' });
    expect((await pull({ tables: 'liquidations' })).warnings).toContain('bad debt of 1 liquidations is left out: the table `events` holds it');
  });

  test('signs events, also of markets that hold idle supply', async () => {
    addMorphoEvent(server, 'Borrow', 2, { asset: 'USDC', amount: '20' });
    addMorphoEvent(server, 'Repay', 3, { asset: 'USDC', amount: '7' });
    addMorphoEvent(server, 'Withdraw', 4, { asset: 'USDC', amount: '9', market: IDLE_MARKET });
    await pull({ tables: 'events' });
    const idle = `morpho-blue-ethereum-0x${'54'.repeat(8)}`;
    expect((await readPulledTable(folder, 'position_events')).map((row) => [row['market'], row['kind'], row['asset'], row['amount_raw']])).toEqual([
      [market, 'borrow', 'USDC', '20'],
      [market, 'repay', 'USDC', '-7'],
      [market, 'deposit', 'wstETH', '5'],
      [idle, 'withdraw', 'USDC', '-9'],
    ]);
    expect((await readPulledTable(folder, 'reserves')).map((row) => row['market'])).toEqual([market, market]);
  });

  test('fills the hours in which no market of a token had an event', async () => {
    await pull({ tables: 'prices' });
    expect((await readPulledTable(folder, 'prices')).map(({ asset, close, filled }) => [asset, close, filled])).toEqual([
      ['wstETH', 1995, false],
      ['wstETH', 1995, true],
      ['wstETH', 1997, false],
      ['wstETH', 1997, true],
      ['wstETH', 1999, false],
    ]);
  });

  test('names the field of Messari’s plain schema, which it does not fit', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: MORPHO.replace('lltv: BigInt!', '') });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('lltv') });
  });
});
