import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { buildMessariEvents, messariClocks } from '../../mapping/messari-events.js';
import { listMessariCollections } from './collections.js';
import { readMessariBook, type MessariBook } from './markets.js';
import { buildLiquidations, buildPositions, buildPrices, type HeldToken } from './rows.js';

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
  isAdditive: true,
  choices: {},
  clocks: messariClocks,
  plan: (request) => ({ collections: listMessariCollections(request), build: (input) => buildTables(input, request) }),
};

async function* buildTables(input: BuildInput, { network, tables }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readMessariBook(input, network);
  const held = new Map<string, HeldToken>();
  if (tables.has('positions')) {
    for await (const { table, rows, held: more } of buildPositions(input, book)) {
      for (const item of more) held.set(`${item.market}/${item.tokenId}`, item);
      yield { table, rows };
    }
  }
  const tokenIds = [...book.markets.values(), ...held.values()].map(({ tokenId }) => tokenId);
  yield { table: 'assets', rows: book.assets.rows(tokenIds, input) };
  yield { table: 'reserves', rows: listReserves(book, [...held.values()]) };
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  if (tables.has('events')) yield* buildMessariEvents(input, book);
}

/** One reserve per market; loans of isolated markets are in tokens that are no market there, and get one that backs nothing. */
function listReserves({ markets, assets, priceRawOf }: MessariBook, held: readonly HeldToken[]): TableRows['rows'] {
  const rows = [...markets.values()].map(({ row }) => row);
  const known = new Set([...markets.values()].map(({ market, tokenId }) => `${market}/${tokenId}`));
  const borrowed = held
    .filter(({ market, tokenId }) => !known.has(`${market}/${tokenId}`))
    .map(({ market, tokenId }) => ({
      market,
      asset: assets.symbol(tokenId)!,
      ltv_bps: 0,
      liquidation_threshold_bps: 0,
      liquidation_bonus_bps: 0,
      usage_as_collateral: false,
      oracle_price_raw: priceRawOf.get(tokenId) ?? 0n,
    }));
  return [...rows, ...borrowed];
}
