import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { listMessariCollections, messariClocks } from './collections.js';
import { readMessariBook, type MessariBook } from './markets.js';
import { buildEvents, buildLiquidations, buildPositions, buildPrices } from './rows.js';

/**
 * Messari's standard schema for lending, versions 2.0.1 and 3.1.0: one schema for Aave, Spark, Compound, Venus, Maker and others.
 *
 * @source messari/subgraphs, schema-lending.graphql
 */
export const messariLending: SourceAdapter = {
  name: 'messari-lending',
  fits: 'Aave v2/v3, Spark, Compound v2/v3, Venus, Maker, Moonwell, Liquity and others as indexed by Messari',
  schema: 'Messari lending 2.0.1 and 3.1.0',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  choices: {},
  clocks: messariClocks,
  plan: (request) => ({ collections: listMessariCollections(request), build: (input) => buildTables(input, request) }),
};

async function* buildTables(input: BuildInput, { network, tables }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readMessariBook(input, network);
  const tokenIds = new Set([...book.markets.values()].map(({ tokenId }) => tokenId));
  if (tables.has('positions')) {
    for await (const { table, rows, tokens } of buildPositions(input, book)) {
      for (const token of tokens) tokenIds.add(token);
      yield { table, rows };
    }
  }
  yield { table: 'assets', rows: book.assets.rows(tokenIds) };
  yield { table: 'reserves', rows: listReserves(book, tokenIds) };
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  if (tables.has('events')) yield* buildEvents(input, book);
}

/** One reserve per market; loans of isolated markets are in tokens that are no market there, and get one that backs nothing. */
function listReserves({ markets, assets, priceRawOf }: MessariBook, tokenIds: ReadonlySet<string>): TableRows['rows'] {
  const rows = [...markets.values()].map(({ row }) => row);
  const known = new Set(rows.map((row) => `${String(row['market'])}/${String(row['asset'])}`));
  const names = new Set([...markets.values()].map(({ market }) => market));
  if (names.size <= 1) return rows;
  const borrowed = [...names].flatMap((market) =>
    [...tokenIds].flatMap((tokenId) => {
      const asset = assets.symbol(tokenId)!;
      if (known.has(`${market}/${asset}`)) return [];
      return [{ market, asset, ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: priceRawOf.get(tokenId) ?? 0n }];
    }),
  );
  return [...rows, ...borrowed];
}
