import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyDataset } from '../../../../src/pipeline/data.js';
import { computeIncentiveFactorWad, toAssetsUp } from '../../../../src/protocol/lending/morpho-blue/market.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { bonusBps, owedAssets } from '../../../../src/sources/adapters/morpho-blue/shares.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK, TEST_TIME, testAddress } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

/** The part of morpho-blue-subgraph's schema that Plimsoll reads. */
const SDL = `
  type LendingProtocol { id: Bytes! network: String! }
  type Token { id: Bytes! symbol: String! decimals: Int! lastPriceUSD: BigDecimal }
  type Account { id: Bytes! }
  type Market { id: Bytes! lltv: BigInt! totalBorrow: BigInt! totalBorrowShares: BigInt! lastUpdate: BigInt! inputToken: Token! borrowedToken: Token! }
  type Position { id: ID! account: Account! market: Market! side: String! balance: BigInt! shares: BigInt hashClosed: Bytes }
  type Liquidate { id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! liquidator: Account! liquidatee: Account! market: Market! amount: BigInt! repaid: BigInt! }
  ${['Deposit', 'Withdraw', 'Borrow', 'Repay'].map((type) => `type ${type} { id: Bytes! blockNumber: BigInt! timestamp: BigInt! }`).join(' ')}
`;
const MARKET_ID = `0xb323495f7e4148${'0'.repeat(50)}`;
const IDLE_ID = `0x${'1'.repeat(64)}`;
const market = `morpho-blue-ethereum-${MARKET_ID.slice(0, 10)}`;
const [alice, bob] = [testAddress('account', 0), testAddress('account', 1)];
const [wsteth, usdc] = [testAddress('token', 0), testAddress('token', 1)];

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  server = await SubgraphServer.start({ entitySdl: SDL });
  server.add('LendingProtocol', { id: testAddress('protocol', 0), network: 'MAINNET' });
  server.add('Token', { id: wsteth, symbol: 'wstETH', decimals: 18, lastPriceUSD: '2050.25' });
  server.add('Token', { id: usdc, symbol: 'USDC', decimals: 6, lastPriceUSD: '1' });
  server.add('Market', { id: MARKET_ID, lltv: '860000000000000000', totalBorrow: '1500000000', totalBorrowShares: '1400000000000000', lastUpdate: String(TEST_TIME - 10), inputToken: wsteth, borrowedToken: usdc });
  server.add('Market', { id: IDLE_ID, lltv: '0', totalBorrow: '0', totalBorrowShares: '0', lastUpdate: '0', inputToken: wsteth, borrowedToken: usdc });
  for (const [account, shares, balance] of [[alice, '1000000000000000', '1000000000000000007'], [bob, '400000000000000', '5']] as const) {
    server.add('Account', { id: account });
    server.add('Position', { id: `${account}-C`, account, market: MARKET_ID, side: 'COLLATERAL', balance, shares: null, hashClosed: null });
    server.add('Position', { id: `${account}-B`, account, market: MARKET_ID, side: 'BORROWER', balance: '1', shares, hashClosed: null });
  }
  server.add('Position', { id: 'idle', account: bob, market: IDLE_ID, side: 'SUPPLIER', balance: '9', shares: '9', hashClosed: null });
  server.add('Position', { id: 'supply', account: bob, market: MARKET_ID, side: 'SUPPLIER', balance: '9', shares: '9', hashClosed: null });
  server.add('Liquidate', { id: '0xab01', logIndex: 3, blockNumber: String(TEST_BLOCK - 1), timestamp: String(TEST_TIME), liquidator: alice, liquidatee: bob, market: MARKET_ID, amount: '123000000000000000', repaid: '240000000' });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pull = (more: object = {}) => pullInFolder(folder, { source: 'morpho-blue', endpoint: server.url, name: 'pulled', tables: 'positions,liquidations', ...more });

describe('a pull of Morpho Blue', () => {
  test('turns shares into what is owed and keeps collateral, exactly', async () => {
    expect((await pull()).warnings).toEqual([]);
    const row = { market, liquidation_threshold_bps: null };
    // ⌈10¹⁵ · 1500000001 / (1.4 · 10¹⁵ + 10⁶)⌉ = ⌈1071428571.5⌉ and ⌈4 · 10¹⁴ · 1500000001 / …⌉ = ⌈428571428.5⌉.
    const expected = [
      { ...row, account: nameAccount(alice), asset: 'wstETH', side: 'collateral', amount_raw: '1000000000000000007' },
      { ...row, account: nameAccount(alice), asset: 'USDC', side: 'debt', amount_raw: '1071428572' },
      { ...row, account: nameAccount(bob), asset: 'wstETH', side: 'collateral', amount_raw: '5' },
      { ...row, account: nameAccount(bob), asset: 'USDC', side: 'debt', amount_raw: '428571429' },
    ];
    const rows = await readPulledTable(folder, 'lending_positions');
    expect(rows).toHaveLength(expected.length);
    expect(rows).toEqual(expect.arrayContaining(expected));
    expect(await readPulledTable(folder, 'reserves')).toEqual([
      { market, asset: 'USDC', ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: '1000000000000000000' },
      // 1 / (1 − 0.3 · 0.14) − 1 = 4.38 %.
      { market, asset: 'wstETH', ltv_bps: 8600, liquidation_threshold_bps: 8600, liquidation_bonus_bps: 438, usage_as_collateral: true, oracle_price_raw: '2050250000000000000000' },
    ]);
    expect(await readPulledTable(folder, 'liquidations')).toEqual([
      expect.objectContaining({ market, account: nameAccount(bob), liquidator: nameAccount(alice), collateral_asset: 'wstETH', debt_asset: 'USDC', collateral_seized_raw: '123000000000000000', debt_repaid_raw: '240000000' }),
    ]);
    const { checks } = await verifyDataset('pulled', { packageFolder: folder, workingFolder: folder });
    // Bob's loan is not backed: the check of the book says so.
    expect(checks.filter(({ holds }) => !holds).map(({ check }) => check)).toEqual([expect.stringContaining('health')]);
  });

  test('states where shares do not add up, and which loans lack interest', async () => {
    server.add('Market', { id: `0x${'2'.repeat(64)}`, lltv: '945000000000000000', totalBorrow: '7', totalBorrowShares: '7000000', lastUpdate: String(TEST_TIME - 7200), inputToken: wsteth, borrowedToken: usdc });
    expect((await pull()).warnings).toEqual([
      expect.stringContaining('borrow shares in morpho-blue-ethereum-0x22222222: the subgraph states 7000000, 0 were pulled'),
      expect.stringContaining('the interest since then is left out'),
    ]);
  });

  test.each([
    ['a subgraph of another chain', { network: 'base' }, 4, 'the subgraph is of network ethereum, not base'],
  ])('refuses %s', async (_, more, exitCode, message) => {
    await expect(pull(more)).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  });

  test('names the field of a schema that does not fit', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: SDL.replaceAll('totalBorrowShares', 'borrowShares') });
    await expect(pull()).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('totalBorrowShares') });
  });

  test('reads shares and incentives as the mechanics do that were compared with the contract', () => {
    const raw = fc.bigInt({ min: 0n, max: 10n ** 36n });
    fc.assert(
      fc.property(raw, raw, raw, fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (shares, assetsRaw, all, lltvWad) => {
        expect(owedAssets(shares, { assetsRaw, shares: all })).toBe(toAssetsUp({ supplyAssetsRaw: 0n, borrowAssetsRaw: assetsRaw, borrowSharesRaw: all }, shares));
        expect(bonusBps(lltvWad)).toBe(Number((computeIncentiveFactorWad(lltvWad) - 10n ** 18n) / 10n ** 14n));
      }),
      { seed: 20261127, numRuns: 500 },
    );
  });
});
