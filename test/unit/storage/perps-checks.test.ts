import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DatasetBuilder } from '../../../src/storage/dataset-builder.js';
import { DuckDbSession, type TableRow } from '../../../src/storage/duckdb-session.js';
import { verifyDatasetFolder, type DatasetVerification } from '../../../src/storage/verify-dataset.js';
import { SMALL_HEADER } from './small-dataset.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-perps-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function verify(tables: Readonly<Record<string, readonly TableRow[]>>): Promise<DatasetVerification> {
  await DuckDbSession.use(async (session) => {
    const builder = new DatasetBuilder(session, 3);
    for (const [table, rows] of Object.entries(tables)) await builder.add(table, rows);
    await builder.write(folder, SMALL_HEADER, Object.fromEntries(Object.keys(tables).map((table) => [table, { licence: 'MIT', source: ['made up'] }])));
  });
  return verifyDatasetFolder(folder);
}

const failed = ({ checks }: DatasetVerification): string[] => checks.filter(({ holds }) => !holds).map(({ check, detail }) => `${check}: ${detail}`);

const change = (event: string, seconds: number, order: number, delta: bigint | null, after: bigint): TableRow => ({
  market: 'm', account: 'a', event, unix_seconds: seconds, block_number: null, order_index: order, position: 'p', kind: 'change', size_delta_raw: delta, size_after_raw: after, price_raw: null,
});

describe('checks of perps tables', () => {
  test('hold sizes against the ones before, apart from moments whose order is not told and from dust', async () => {
    const sound = [change('e1', 1, 0, 100n, 100n), change('e3', 2, 0, 50n, 150n), change('e2', 2, 0, 50n, 200n), change('e4', 3, 0, -100n, 100n), change('e5', 3, 1, -91n, 0n), change('e6', 4, 0, null, 7n)];
    expect(failed(await verify({ perp_events: sound }))).toEqual([]);
  });

  test('find a change that is missing', async () => {
    const missing = [change('e1', 1, 0, 100n, 100n), change('e2', 2, 0, 50n, 200n), change('e3', 3, 0, -200n, 0n)];
    expect(failed(await verify({ perp_events: missing }))).toEqual(['perp_events: every size is the one before and its change: 1 of 2 steps do not, e.g. of p']);
  });

  test.each([
    ['in a position that stays open', [change('e1', 1, 0, 100n, 100n), change('e2', 2, 0, 50n, 151n)]],
    ['as large as dust when one is closed', [change('e1', 1, 0, 100n, 100n), change('e2', 2, 0, -90n, 0n)]],
  ])('find a difference %s', async (_, events) => {
    expect(failed(await verify({ perp_events: events }))).toEqual(['perp_events: every size is the one before and its change: 1 of 1 steps do not, e.g. of p']);
  });

  test('find positions without a size, an entry price or with negative margin, and what refers to nothing', async () => {
    const position = { market: 'm', account: 'a', size_raw: 1n, entry_price_raw: 1n, collateral_asset: 'USD', collateral_raw: 0n, margin_mode: 'cross' };
    const verification = await verify({
      perp_accounts: [{ account: 'a', collateral_asset: 'USD', cross_collateral_raw: -1n }],
      perp_positions: [position, { ...position, size_raw: 0n }, { ...position, size_raw: 2n, entry_price_raw: 0n }, { ...position, size_raw: 3n, collateral_raw: -1n }],
      perp_collateral: [{ account: 'b', market: 'all', side: 'all', asset: 'X', amount_raw: 1n }],
    });
    expect(failed(verification)).toEqual(['perp_collateral: every account is in perp_accounts: 1 rows without one', 'perp_positions: every one has a size, an entry price above 0 and no negative margin: 3 without, e.g. of a']);
  });
});
