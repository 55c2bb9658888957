import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { buildMessariEvents, messariClocks } from '../../mapping/messari-events.js';
import { listMorphoCollections } from './collections.js';
import { buildBadDebt, buildLiquidations, buildPrices, warnOfBadDebt } from './history.js';
import { readMorphoBook } from './markets.js';
import { buildPositions } from './positions.js';

/**
 * Morpho Blue's own subgraph, a variant of Messari's schema 3.1.0: debts as shares of their market, ratios with 18 decimals.
 *
 * @source morpho-org/morpho-blue-subgraph @ b5f8c8c2c4144baac790628b50a08bc2a668e35e, schema.graphql
 */
export const morphoBlue: SourceAdapter = {
  name: 'morpho-blue',
  fits: 'Morpho Blue, its own subgraph (Ethereum, Base, Arbitrum, Optimism, Polygon, Unichain, Scroll and others)',
  schema: 'Morpho Blue, of Messari lending 3.1.0',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  isAdditive: true,
  choices: {},
  clocks: messariClocks,
  plan: (request) => ({ collections: listMorphoCollections(request), build: (input) => buildTables(input, request) }),
};

async function* buildTables(input: BuildInput, { network, tables, pin }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readMorphoBook(input, network);
  const markets = [...book.markets.values()];
  yield { table: 'assets', rows: book.assets.rows(markets.flatMap(({ tokenIds }) => tokenIds), input) };
  yield { table: 'reserves', rows: markets.flatMap(({ rows }) => rows) };
  if (tables.has('positions')) yield* buildPositions(input, book, pin.unixSeconds);
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  if (tables.has('events')) {
    yield* buildMessariEvents(input, book);
    yield* buildBadDebt(input, book);
  } else if (tables.has('liquidations')) await warnOfBadDebt(input);
}
