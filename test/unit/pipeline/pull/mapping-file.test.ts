import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseMappingFile } from '../../../../src/pipeline/config/mapping-file.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK } from '../../../support/subgraph-server/messari-lending.js';
import { addMorphoEvent, addMorphoLiquidation, fillMorpho, MORPHO, morphoTime } from '../../../support/subgraph-server/morpho-blue.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const GUIDE = new URL('../../../../docs/guide/mapping-files.md', import.meta.url);
const TABLES = 'prices,liquidations,events';

/** Positions whose threshold the subgraph leaves empty. */
const OBSERVED = `  lending_positions:
    field: positions
    where: ['side: COLLATERAL']
    columns:
      market: { value: m }
      account: { path: account.id, as: account }
      asset: market.borrowedToken.symbol
      side: { path: side, words: { BORROWER: debt, COLLATERAL: collateral } }
      amount_raw: balance
      liquidation_threshold_bps: { path: shares, as: percent }
  liquidations:`;

let folder: string;
let server: SubgraphServer;
/** The mapping that the guide shows. */
let shown: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  shown = /```yaml\n([\s\S]*?)```/.exec(await readFile(GUIDE, 'utf8'))![1]!;
  server = await SubgraphServer.start({ entitySdl: MORPHO });
  fillMorpho(server);
  addMorphoLiquidation(server, TEST_BLOCK - 30, { seized: '70', repaid: '60' });
  addMorphoLiquidation(server, TEST_BLOCK - 25, { seized: '71', repaid: '61' });
  addMorphoEvent(server, 'Repay', 3, { asset: 'USDC', amount: '7' });
  // What pins the time: the newest event, in the pinned block.
  addMorphoEvent(server, 'Repay', 4, { asset: 'USDC', amount: '5', block: TEST_BLOCK });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function pullMapped(text: string, more: object = {}): ReturnType<typeof pullInFolder> {
  await writeFile(join(folder, 'my.yaml'), text);
  return pullInFolder(folder, { source: './my.yaml', endpoint: server.url, name: 'pulled', tables: TABLES, ...more });
}

describe('a pull by a mapping file', () => {
  test.each(['liquidations', 'prices', 'position_events'])('gives the same %s as the source in code, but for the market’s name', async (table) => {
    await pullInFolder(folder, { source: 'morpho-blue', endpoint: server.url, name: 'pulled', tables: TABLES });
    const coded = await readPulledTable(folder, table);
    await rm(join(folder, 'data'), { recursive: true });
    await pullMapped(shown);
    const rename = (row: Record<string, unknown>) => ('market' in row ? { ...row, market: 'my-lending-ethereum' } : row);
    expect(coded.length).toBeGreaterThan(1);
    expect(await readPulledTable(folder, table)).toEqual(coded.map(rename));
  });

  test('pulls what is asked for alone, and names the file’s hash in the manifest', async () => {
    await pullMapped(shown, { tables: 'liquidations' });
    const manifest = JSON.parse(await readFile(join(folder, 'data', 'local', 'pulled', 'manifest.json'), 'utf8')) as { pulls: { source: string }[]; tables: object };
    expect(Object.keys(manifest.tables)).toEqual(['assets', 'liquidations']);
    expect(manifest.pulls[0]!.source).toBe(`my-lending (mapping ${parseMappingFile(shown, 'my.yaml').sha256.slice(0, 12)})`);
  });

  test('turns decimals, ratios, words and constants into the table’s units', async () => {
    server.add('Token', { id: `0x${'ee'.repeat(20)}`, symbol: 'HALF', decimals: 1, lastPriceUSD: '0.5000000000000000019' });
    const reserves = `name: ratios
clocks: [{ field: repays, time: timestamp, block: blockNumber }]
tables:
  assets: { field: tokens, where: ['decimals_gt: 0'], columns: { asset: symbol, decimals: decimals, kind: { path: symbol, words: { HALF: stable, USDC: stable, wstETH: staked } } } }
  reserves:
    field: tokens
    where: ['lastPriceUSD_gt: "0"']
    columns:
      market: { value: m }
      asset: symbol
      ltv_bps: { value: 0 }
      liquidation_threshold_bps: { path: lastPriceUSD, as: percent }
      liquidation_bonus_bps: { path: lastPriceUSD, as: fraction }
      usage_as_collateral: { value: true }
      oracle_price_raw: { path: lastPriceUSD, as: decimal, decimals: 18, negate: true }
`;
    await pullMapped(reserves.replace('lastPriceUSD_gt: "0"', 'symbol: "HALF"'), { tables: 'positions' });
    expect(await readPulledTable(folder, 'reserves')).toEqual([
      { market: 'm', asset: 'HALF', ltv_bps: 0, liquidation_threshold_bps: 50, liquidation_bonus_bps: 5000, usage_as_collateral: true, oracle_price_raw: '-500000000000000001' },
    ]);
    await rm(join(folder, 'data'), { recursive: true });
    await expect(pullMapped(reserves.replace('HALF: stable, ', ''), { tables: 'positions' })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('a word that the mapping does not know: HALF') });
  });

  test('takes what lies in the time span alone, and leaves empty what the subgraph leaves empty', async () => {
    const half = shown.replace('      debt_asset: market.borrowedToken.symbol\n', '').replace('debt_repaid_raw: repaid', "debt_repaid_raw: { value: '12345678901234567890' }");
    const since = new Date(Number(morphoTime(TEST_BLOCK - 27)) * 1000).toISOString().replace('.000Z', 'Z');
    await pullMapped(half, { tables: 'liquidations', since });
    expect(await readPulledTable(folder, 'liquidations')).toEqual([expect.objectContaining({ collateral_seized_raw: '71', debt_asset: null, debt_repaid_raw: '12345678901234567890' })]);
  });

  test('reads an empty field as empty where the column may be, and names it where not', async () => {
    const observed = shown.replace('  liquidations:', OBSERVED);
    await pullMapped(observed, { tables: 'positions' });
    expect(await readPulledTable(folder, 'lending_positions')).toEqual(expect.arrayContaining([expect.objectContaining({ side: 'collateral', liquidation_threshold_bps: null })]));
    await rm(join(folder, 'data'), { recursive: true });
    await expect(pullMapped(observed.replace('amount_raw: balance', 'amount_raw: shares'), { tables: 'positions' })).rejects.toMatchObject({ exitCode: 3, message: '`shares` is no whole number: null' });
  });

  test('refuses two tokens of one symbol', async () => {
    server.add('Token', { id: `0x${'ee'.repeat(20)}`, symbol: 'USDC', decimals: 6, lastPriceUSD: null });
    await expect(pullMapped(shown)).rejects.toMatchObject({ exitCode: 3, message: 'the key ["USDC"] comes twice in table `assets`' });
  });

  test('names the field that the subgraph does not have, and resumes only under the same file', async () => {
    const since = '2023-11-01T00:00:00Z';
    const broken = shown.replaceAll('logIndex', 'logPlace');
    await expect(pullMapped(broken, { since })).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining('"logPlace"') });
    await expect(pullMapped(shown, { since, resume: true })).rejects.toMatchObject({ exitCode: 2, message: 'the unfinished pull was asked for something else', suggestions: [expect.stringContaining(`--since ${since}`), expect.anything()] });
    // The flags that the error names are flags that are understood.
    await expect(pullMapped(broken, { since, resume: true })).rejects.toMatchObject({ exitCode: 4 });
  });
});

describe('a mapping file is refused', () => {
  test.each([
    ['an unknown table', 'liquidations:', 'sales:', 'there is no table `sales`', 'my.yaml, tables'],
    ['an unknown column', 'debt_repaid_raw:', 'debt_raw:', '`debt_raw` is no column to map', 'my.yaml, tables.liquidations'],
    ['a column that is left out', '      log_index: logIndex\n', '', 'the column `log_index` is not mapped (place of the event in its block)', 'my.yaml, tables.liquidations'],
    ['what is no path', 'collateralAsset.symbol', 'collateralAsset..symbol', 'tables.liquidations[0].columns.collateral_asset: must be field names with points between', 'my.yaml'],
    ['a reading that the column cannot hold', 'decimals: decimals', 'decimals: { path: decimals, as: account }', 'the column is INTEGER and cannot be read as account', 'my.yaml, tables.assets.columns.decimals'],
    ['words of what is no text', 'log_index: logIndex', 'log_index: { path: logIndex, words: { a: b } }', 'only a text has `words`', 'my.yaml, tables.liquidations.columns.log_index'],
    ['a constant that is rounded', 'debt_repaid_raw: repaid', 'debt_repaid_raw: { value: 12345678901234567890 }', 'is no HUGEINT (raw token units)', 'my.yaml, tables.liquidations.columns.debt_repaid_raw'],
    ['a constant of another type', 'quote: { value: USD }', 'quote: { value: 1 }', '1 is no VARCHAR (symbol)', 'my.yaml, tables.prices.columns.quote'],
    ['no clock', /clocks:\n.*\n.*\n/, 'clocks: []\n', 'clocks: ', 'my.yaml'],
  ])('for %s', (_, part, instead, message, where) => {
    const text = shown.replace(part, instead);
    expect(text).not.toBe(shown);
    let thrown: unknown = null;
    try {
      parseMappingFile(text, 'my.yaml');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ exitCode: 2, where, message: expect.stringContaining(message) });
  });

  test('when it is not there', async () => {
    await expect(pullInFolder(folder, { source: 'none.yaml', endpoint: server.url, name: 'pulled' })).rejects.toMatchObject({ exitCode: 2, where: 'none.yaml' });
  });
});
