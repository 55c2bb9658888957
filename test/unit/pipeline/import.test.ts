import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../../src/core/errors.js';
import { verifyDataset } from '../../../src/pipeline/data.js';
import { importPipeline, type ImportOptions } from '../../../src/pipeline/import.js';
import { queryDataset } from '../../../src/pipeline/query.js';
import { writeDataset } from '../../../src/storage/dataset-writer.js';

let folder: string;
const FILES: Readonly<Record<string, string>> = {
  'assets.csv': 'asset,decimals,kind\nWETH,18,volatile\nUSDC,6,stable\n',
  'reserves.csv':
    'asset,market,ltv_bps,liquidation_threshold_bps,liquidation_bonus_bps,usage_as_collateral,oracle_price_raw\n' +
    'WETH,m,8000,8250,500,true,180050000000\nUSDC,m,7500,7800,450,yes,100000000\n',
  // 38 digits: a double would keep 16 of them.
  'positions.csv':
    'market,account,asset,side,amount_raw,liquidation_threshold_bps\n' +
    'm,alice,WETH,collateral,12345678901234567890123456789012345678,8250\nm,alice,USDC,debt,1000000,\n',
};
const LENDING = ['assets=assets.csv', 'reserves=reserves.csv', 'lending_positions=positions.csv'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-import-'));
  for (const [file, text] of Object.entries(FILES)) await writeFile(join(folder, file), text);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function importFiles(options: Partial<ImportOptions> = {}): ReturnType<typeof importPipeline> {
  return importPipeline({ files: LENDING, name: 'mine', licence: 'CC0-1.0', at: '2024-08-05', ...options }, { workingFolder: folder, version: '0.0.0-test' });
}

async function importError(options: Partial<ImportOptions> = {}): Promise<PlimsollError> {
  const error = await importFiles(options).then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlimsollError);
  // Nothing is published, nothing left half-written.
  expect(await readdir(join(folder, 'data', 'local')).catch(() => [])).toEqual([]);
  return error as PlimsollError;
}

describe('importing CSV files', () => {
  test('keeps every digit, and the dataset answers questions', async () => {
    expect((await importFiles()).rows).toEqual({ assets: 2, lending_positions: 2, reserves: 2 });
    const { rows } = await queryDataset("SELECT amount_raw::VARCHAR FROM lending_positions WHERE asset = 'WETH'", 'mine', { packageFolder: folder, workingFolder: folder });
    expect(rows).toEqual([['12345678901234567890123456789012345678']]);
  });

  test('gives the same hash for rows and columns in another order, but for the files they came from', async () => {
    const { sha256 } = await importFiles();
    expect((await importFiles({ name: 'again', files: [...LENDING].reverse() })).sha256).toBe(sha256);
  });

  test('takes the last time in the tables as the time of the snapshot', async () => {
    await writeFile(join(folder, 'prices.csv'), 'asset,quote,unix_seconds,close,filled\nWETH,USD,3600,1800,false\nWETH,USD,7200,1810,false\n');
    await importFiles({ files: ['prices=prices.csv'], at: undefined });
    await expect(importFiles({ name: 'untimed', at: undefined })).rejects.toThrow('no table tells the time');
  });
});

describe('importing refuses', () => {
  test('account totals that the positions do not give', async () => {
    await writeFile(join(folder, 'positions.csv'), `${FILES['positions.csv']!.split('\n')[0]}\nm,alice,WETH,collateral,1000000000000000000,8250\nm,alice,USDC,debt,1000000,\n`);
    // 1 WETH at 180050000000 · 10⁻¹⁸ against 1 USDC at 10⁻¹⁰: 180050000000 · 0.825 / 100000000.
    const accounts = (healthFactor: number) => `market,account,collateral_base_raw,debt_base_raw,liquidation_threshold_bps,health_factor\nm,alice,180050000000,100000000,8250,${healthFactor}\n`;
    await writeFile(join(folder, 'accounts.csv'), accounts(1485.4125 * 1.01));
    const files = [...LENDING, 'lending_accounts=accounts.csv'];
    expect((await importError({ files })).message).toMatch(/a check fails: health factors recomputed from positions/);
    await writeFile(join(folder, 'accounts.csv'), accounts(1485.4125));
    expect((await importFiles({ files })).rows['lending_accounts']).toBe(1);
  });

  test.each([
    ['a cell that is no whole number', 'positions.csv', '1000000', '1e6', 'positions.csv:3, column amount_raw', 'no whole number'],
    ['an integer beyond 38 digits', 'positions.csv', '12345678901234567890', '912345678901234567890', 'positions.csv:2', '38 digits'],
    ['an empty cell', 'positions.csv', 'alice,USDC', ',USDC', 'positions.csv:3, column account', 'no text'],
    ['a repeated key', 'assets.csv', 'USDC,6,stable', 'WETH,6,stable', 'assets.csv:3', 'comes twice'],
    ['a position in an asset that is not there', 'positions.csv', 'USDC', 'DAI', 'positions.csv:3', 'no row of `assets`'],
    ['a row that was cut off', 'reserves.csv', ',yes,100000000', '', 'reserves.csv:3', 'cells'],
    ['an unknown column', 'assets.csv', 'decimals', 'digits', 'assets.csv:1', 'no column `digits`'],
    ['a missing column', 'assets.csv', ',kind\nWETH,18,volatile\nUSDC,6,stable', '\nWETH,18\nUSDC,6', 'assets.csv:1', '`kind` is missing'],
    ['a flag that is neither', 'reserves.csv', 'yes', 'perhaps', 'reserves.csv:3, column usage_as_collateral', 'neither true nor false'],
  ])('%s, naming file and line', async (_what, file, from, to, where, message) => {
    expect(FILES[file]).toContain(from);
    await writeFile(join(folder, file), FILES[file]!.replace(from, to));
    const error = await importError();
    expect([error.where, error.exitCode]).toEqual([where, 3]);
    expect(error.message).toContain(message);
  });

  test('negative amounts, by the check that pulled data passes', async () => {
    await writeFile(join(folder, 'positions.csv'), FILES['positions.csv']!.replace('1000000', '-1000000'));
    expect((await importError()).message).toContain('lending_positions: no amount is below 0: 1 below, e.g. of alice');
  });

  test.each([
    [{ files: ['assets'] }, 'names no table and file'],
    [{ files: ['owners=assets.csv'] }, 'there is no table `owners`'],
    [{ files: ['assets=assets.csv', 'assets=assets.csv'] }, 'is given twice'],
    [{ files: ['assets=nowhere.csv'] }, 'there is no such file'],
    [{ name: '../x' }, 'cannot name a dataset'],
  ])('%j as misuse', async (options, message) => {
    const error = await importError(options);
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(message);
  });

  test('a name that is taken', async () => {
    await importFiles();
    await expect(importFiles()).rejects.toThrow('there is a dataset `mine` already');
  });
});

describe('account values of an imported perps book', () => {
  const RAW = 10n ** 18n;

  /** One account with a margin, and one that holds many times as much, safely. */
  async function importAccounts(collateralRaw: bigint): Promise<void> {
    await writeFile(join(folder, 'assets.csv'), 'asset,decimals,kind\nUSD,18,stable\nETH,18,volatile\n');
    await writeFile(join(folder, 'markets.csv'), `market,venue,base_asset,quote_asset,mark_price_raw\nm,perpetual-v2,ETH,USD,${2n * RAW}\n`);
    await writeFile(join(folder, 'perp-accounts.csv'), `account,collateral_asset,cross_collateral_raw\na,USD,${collateralRaw}\nb,USD,1\n`);
    const position = (account: string, size: bigint): string => `m,${account},${size * RAW},${2n * RAW},USD,0,cross\n`;
    await writeFile(join(folder, 'perp-positions.csv'), `market,account,size_raw,entry_price_raw,collateral_asset,collateral_raw,margin_mode\n${position('a', 5n)}${position('b', 95n)}`);
    await importFiles({ files: ['assets=assets.csv', 'perp_markets=markets.csv', 'perp_accounts=perp-accounts.csv', 'perp_positions=perp-positions.csv'] });
  }

  async function checkMargins(): Promise<unknown> {
    const { checks } = await verifyDataset('mine', { packageFolder: folder, workingFolder: folder });
    return checks.find(({ check }) => check.startsWith('account values'));
  }

  test('must be above 0, since no venue stands behind it in which accounts wait for liquidators', async () => {
    await importAccounts(1n);
    expect(await checkMargins()).toMatchObject({ check: 'account values at the mark are above 0', holds: true });
    await rm(join(folder, 'data'), { recursive: true });
    await expect(importAccounts(0n)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('account values at the mark are above 0: 2 accounts, 1 at or below 0 with 5.00 % of the notional (a)') });
  });

  test('are given 5 % of the notional when the book was pulled', async () => {
    const block = { number: 1, hash: null, unixSeconds: 1 };
    const pulls = [{ source: 's', host: 'h', network: 'n', deployment: 'd', block, sinceUnixSeconds: 0, untilUnixSeconds: 1, collections: [] }];
    const header = { name: 'mine', description: 'd', licence: 'CC0-1.0', snapshotUnixSeconds: 1, toolVersion: '0', accounts: null, notes: [], pulls };
    const position = (account: string, size: bigint) => ({ market: 'm', account, size_raw: size * RAW, entry_price_raw: 2n * RAW, collateral_asset: 'USD', collateral_raw: 0n, margin_mode: 'cross' });
    const margins = { initial_margin_bps: null, maintenance_margin_bps: null, liquidation_fee_bps: null };
    const rowsOf = {
      assets: ['USD', 'ETH'].map((asset) => ({ asset, decimals: 18, kind: 'volatile' })),
      perp_markets: [{ market: 'm', venue: 'perpetual-v2', base_asset: 'ETH', quote_asset: 'USD', ...margins, mark_price_raw: 2n * RAW }],
      perp_accounts: [['a', 0n], ['b', 1n]].map(([account, raw]) => ({ account: account as string, collateral_asset: 'USD', cross_collateral_raw: raw as bigint })),
      perp_positions: [position('a', 5n), position('b', 95n)],
    };
    await writeDataset(join(folder, 'data', 'local', 'mine'), header, Object.fromEntries(Object.entries(rowsOf).map(([table, rows]) => [table, { rows, licence: 'CC0-1.0', source: ['test'] }])));
    expect(await checkMargins()).toMatchObject({ holds: true, detail: '2 accounts, 1 at or below 0 with 5.00 % of the notional (a)' });
  });
});
