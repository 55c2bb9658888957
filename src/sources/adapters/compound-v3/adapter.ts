import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { cometClocks, listCometCollections, listPriceBlocks } from './collections.js';
import { buildEvents, buildLiquidations } from './history.js';
import { readCometBook } from './markets.js';
import { buildPositions } from './positions.js';
import { buildPrices } from './prices.js';

/**
 * Compound v3 (Comet): loans as principal times an index accrued to the pinned block, collateral without interest.
 *
 * @source papercliplabs/compound-v3-subgraph @ 21bb019e578f01dcc6e3e4cd9e9e4fdb504f1572, schema.graphql
 */
export const compoundV3: SourceAdapter = {
  name: 'compound-v3',
  fits: 'Compound v3 as indexed by Paperclip Labs (Ethereum, Arbitrum, Base, Optimism, Polygon, Scroll)',
  schema: 'Paperclip Labs compound-v3',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  isAdditive: true,
  choices: {},
  clocks: cometClocks,
  plan: (request) => ({
    collections: listCometCollections(request),
    ...(request.tables.has('prices') ? { blockSeries: listPriceBlocks } : {}),
    build: (input) => buildTables(input, request),
  }),
};

async function* buildTables(input: BuildInput, { network, tables, pin }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readCometBook(input, network, pin.unixSeconds);
  const markets = [...book.markets.values()];
  yield { table: 'assets', rows: book.assets.rows(markets.flatMap(({ baseTokenId, tokenOfCollateral }) => [baseTokenId, ...tokenOfCollateral.values()]), input) };
  yield { table: 'reserves', rows: markets.flatMap(({ rows }) => rows) };
  if (tables.has('positions')) yield* buildPositions(input, book);
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  if (tables.has('events')) yield* buildEvents(input, book);
}
