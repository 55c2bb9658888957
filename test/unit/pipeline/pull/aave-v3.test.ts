import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { AAVE, AAVE_MARKET as market, AAVE_TOKENS, aaveEventId, aaveReserve, aaveTime, addAaveAction, addAaveReserve, addAaveUser, fillAave } from '../../../support/subgraph-server/aave-v3.js';
import { TEST_BLOCK, TEST_TIME, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const [first, second, third] = [0, 1, 2].map((index) => nameAccount(testAddress('account', index))) as [string, string, string];
const FIRST_FILLED = { WETH: { supply: '1000000000000000007' }, USDC: { debt: '700000001' } };

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  await serve(AAVE);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function serve(entitySdl: string): Promise<void> {
  server = await SubgraphServer.start({ entitySdl });
  fillAave(server);
  addAaveUser(server, 0, null, FIRST_FILLED);
  // What pins the time: the newest event, in the pinned block.
  addAaveAction(server, 'Supply', TEST_BLOCK, 4, 'WETH', '5');
}

const pull = (more: object = {}) => pullInFolder(folder, { source: 'aave-v3', endpoint: server.url, name: 'pulled', ...more });
const readPositions = async () => (await readPulledTable(folder, 'lending_positions')).map((row) => [row['account'], row['side'], row['asset'], row['amount_raw'], row['liquidation_threshold_bps']]);

describe('a pull of Aave v3', () => {
  test('accrues balances to the pinned block, exactly', async () => {
    // The rest of the stated debt; its supply is lent without backing the loan.
    addAaveUser(server, 1, null, { USDC: { supply: '1000000001', debt: '300000000' }, WETH: { supply: '9', isCollateral: false } });
    const { warnings } = await pull({ tables: 'positions' });
    expect(warnings).toEqual([
      'present prices of 1 of 3 reserves are left out: the subgraph does not follow their feeds, and its own are older than two days: weETH',
      '1 supplies are not used as collateral and are left out',
    ]);
    // Half a year at 10 %: supplies × 1.05, loans × 2 · (1 + 0.05 + 0.05²/2 + 0.05³/6) = 2.102541666…
    const expected = [
      [first, 'collateral', 'WETH', '1000000000000000007', null],
      [first, 'debt', 'USDC', '1471779169', null],
      [second, 'collateral', 'USDC', '1050000001', null],
      [second, 'debt', 'USDC', '630762500', null],
    ];
    const rows = await readPositions();
    expect(rows).toHaveLength(expected.length);
    expect(rows).toEqual(expect.arrayContaining(expected));
    expect(await readPulledTable(folder, 'reserves')).toEqual([
      { market, asset: 'USDC', ltv_bps: 7500, liquidation_threshold_bps: 7800, liquidation_bonus_bps: 450, usage_as_collateral: true, oracle_price_raw: '999900000000000000' },
      { market, asset: 'WETH', ltv_bps: 8050, liquidation_threshold_bps: 8300, liquidation_bonus_bps: 500, usage_as_collateral: true, oracle_price_raw: '1800500000000000000000' },
      { market, asset: 'weETH', ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: '1900000000000000000000' },
    ]);
    const { checks } = await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('gives collateral the threshold of its owner’s e-mode, where the mode lists it', async () => {
    addAaveUser(server, 1, '1', { weETH: { supply: '20' }, WETH: { supply: '30' }, USDC: { debt: '300000000' } });
    // A placeholder without threshold, and no mode at all.
    addAaveUser(server, 2, '2', { weETH: { supply: '40' }, WETH: { supply: '50' }, USDC: { debt: '0' } }, 1);
    const { warnings } = await pull({ tables: 'positions' });
    expect(await readPositions()).toEqual(expect.arrayContaining([
      [second, 'collateral', 'WETH', '30', null],
      [second, 'collateral', 'weETH', '20', 9500],
      [third, 'collateral', 'WETH', '50', null],
    ]));
    expect(warnings).toContain('LTV and bonus of e-modes are left out: 1 positions carry the threshold of theirs alone');
    expect(warnings).toContain('1 supplies are not used as collateral and are left out');
    expect(warnings).toContain('borrowed reserves of all borrowers: the subgraph states 3, 2 were pulled');
  });

  test('asks the reserve for its e-mode where categories do not list their assets', async () => {
    await server.stop();
    await serve(AAVE.replace(/type EModeCategoryConfig.*\n/, 'type EModeCategoryConfig { id: ID! category: EModeCategory! asset: Bytes! }\n'));
    addAaveUser(server, 1, '1', { WETH: { supply: '30' }, USDC: { debt: '300000000' } });
    await pull({ tables: 'positions' });
    expect(await readPositions()).toContainEqual([second, 'collateral', 'WETH', '30', 9500]);
  });

  test('adds a loan at stable rate, grown since its own last event', async () => {
    addAaveUser(server, 1, null, { USDC: { debt: '100', stable: { principal: '1000000', rate: String(10n ** 26n), secondsAgo: 15_768_000 } } });
    await pull({ tables: 'positions' });
    // ⌈100 · 2.1025416…⌉ and 1000000 · 1.051270833…
    expect(await readPositions()).toContainEqual([second, 'debt', 'USDC', String(211 + 1_051_271), null]);
  });

  test('takes balances below 0 for none, and holds sums against the reserves’ counters', async () => {
    addAaveUser(server, 1, null, { USDC: { debt: '-1' }, WETH: { supply: '-1' } });
    const { warnings } = await pull({ tables: 'positions' });
    expect((await readPositions()).map(([account]) => account)).toEqual([first, first]);
    expect(warnings).toContain('2 scaled balances are below 0 and are left out: the subgraph rounds otherwise than the contract');
    expect(warnings).toContain(`scaled debt of USDC in ${market}, raw: the subgraph states 1000000001, 700000000 were pulled`);
  });

  test('does not ask for accounts without a loan', async () => {
    addAaveUser(server, 1, null, { WETH: { supply: '30' } });
    await pull({ tables: 'positions' });
    expect((await readPositions()).map(([account]) => account)).toEqual([first, first]);
  });

  test('reads block and log from an event’s id, and signs what moves a balance', async () => {
    const block = TEST_BLOCK - 20;
    addAaveAction(server, 'Borrow', block, 12, 'USDC', '20');
    addAaveAction(server, 'Repay', block, 9, 'USDC', '7');
    addAaveAction(server, 'RedeemUnderlying', block, 101, 'WETH', '8');
    const call = { user: testAddress('account', 1), liquidator: testAddress('account', 2), collateralReserve: aaveReserve('WETH'), collateralAmount: '70', principalReserve: aaveReserve('USDC'), principalAmount: '60' };
    addAaveUser(server, 1, null, {});
    server.add('LiquidationCall', { id: aaveEventId(block, 33), timestamp: aaveTime(block), ...call }, block);
    const { warnings } = await pull({ tables: 'liquidations,events' });
    expect(warnings).toContain('transfers of supply between accounts are left out of the events: the subgraph has none');
    expect((await readPulledTable(folder, 'position_events')).map((row) => [row['block_number'], row['log_index'], row['account'], row['kind'], row['asset'], row['amount_raw']])).toEqual([
      [String(block), 9, first, 'repay', 'USDC', '-7'],
      [String(block), 12, first, 'borrow', 'USDC', '20'],
      [String(block), 101, first, 'withdraw', 'WETH', '-8'],
      [String(TEST_BLOCK), 4, first, 'deposit', 'WETH', '5'],
    ]);
    expect(await readPulledTable(folder, 'liquidations')).toEqual([
      { market, account: second, liquidator: third, collateral_asset: 'WETH', debt_asset: 'USDC', unix_seconds: String(aaveTime(block)), block_number: String(block), log_index: 33, collateral_seized_raw: '70', debt_repaid_raw: '60' },
    ]);
  });

  test('fills the hours in which a feed was silent, and names assets without a feed', async () => {
    for (const [hoursAgo, price] of [[3, '180000000000'], [1, '181000000000']] as const) {
      server.add('PriceHistoryItem', { id: `${AAVE_TOKENS.WETH}${hoursAgo}`, asset: AAVE_TOKENS.WETH, price, timestamp: TEST_TIME - hoursAgo * 3600 });
    }
    const { warnings } = await pull({ tables: 'prices' });
    expect((await readPulledTable(folder, 'prices')).map(({ asset, quote, close, filled }) => [asset, quote, close, filled])).toEqual([
      ['WETH', 'USD', 1800, false],
      ['WETH', 'USD', 1800, true],
      ['WETH', 'USD', 1810, false],
    ]);
    expect(warnings).toContain('prices of 2 assets are left out: the subgraph has no answer of their feeds in this time: USDC, weETH');
  });

  test('refuses events whose ids do not tell the block', async () => {
    server.add('Borrow', { id: 'odd', timestamp: TEST_TIME + 5, user: testAddress('account', 0), reserve: aaveReserve('WETH'), amount: '1' });
    await expect(pull({ at: '2024-01-01' })).rejects.toMatchObject({ exitCode: 3, where: 'borrows odd', message: '`id` does not tell block and log as expected' });
  });

  test('names the field of a schema that does not fit', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: AAVE.replaceAll('scaledVariableDebt', 'variableDebt') });
    fillAave(server);
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('scaledVariableDebt') });
  });

  test.each([
    [{ network: 'ethereum' }, 'the subgraph is of network arbitrum, not ethereum'],
    [{ network: 'base' }, 'the subgraph is of network arbitrum, not base'],
  ])('refuses the tokens of another network: %j', async (more, message) => {
    addAaveReserve(server, '0xaf88d065e77c8cc2239327c5edb3a432268e5831', 'X');
    await expect(pull({ ...more, tables: 'prices' })).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining(message) });
    // Its own, and one of which nothing is known.
    expect((await pull({ network: 'arbitrum', name: 'a', tables: 'prices' })).dataset).toBe('a');
    expect((await pull({ network: 'sonic', name: 'b', tables: 'prices' })).dataset).toBe('b');
  });

  test('refuses a token of absurd decimals', async () => {
    addAaveReserve(server, '0x01', 'X', { decimals: 256 });
    await expect(pull()).rejects.toMatchObject({ exitCode: 3, message: 'the token X states 256 decimals, and none can have more than 255' });
  });

  test('refuses prices that are not in US dollars', async () => {
    server.add('PriceOracle', { id: '2', baseCurrencyUnit: String(10n ** 18n) });
    server.add('PriceOracleAsset', { id: 'x', oracle: '2', priceInEth: '1', lastUpdateTimestamp: TEST_TIME });
    addAaveReserve(server, '0x01', 'X', { price: 'x' });
    await expect(pull()).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('not in USD') });
  });
});
