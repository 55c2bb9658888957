import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { listPerpetualCollections, perpetualClocks } from './collections.js';
import { buildDepth } from './depth.js';
import { buildEvents, buildLiquidations, readLiquidated } from './history.js';
import { readPerpetualMarkets } from './markets.js';
import { buildPositions } from './positions.js';

/**
 * Perpetual Protocol v2 (Curie): open taker positions as the subgraph keeps them, and makers' liquidity by price tick.
 *
 * @source perpetual-protocol/perp-curie-subgraph @ d9450515b109e2a13d63ba223462529a257d1853, schema.graphql
 */
export const perpetualV2: SourceAdapter = {
  name: 'perpetual-v2',
  fits: 'Perpetual Protocol v2 (Curie), its own subgraph',
  schema: 'perp-curie-subgraph',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: true },
  // The prices of markets are those of the last changes in the time that is asked for.
  isAdditive: false,
  choices: {},
  clocks: perpetualClocks,
  plan: (request) => ({ collections: listPerpetualCollections(request), build: (input) => buildTables(input, request) }),
};

async function* buildTables(input: BuildInput, { network, tables, pin, untilUnixSeconds }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readPerpetualMarkets(input, network);
  const sizeOf = tables.has('positions') ? yield* buildPositions(input, book) : null;
  if (tables.has('events') || tables.has('liquidations')) {
    const liquidated = await readLiquidated(input);
    // Where the span ends before the block, the last change in it need not be the position's last.
    if (tables.has('events')) yield* buildEvents(input, book, liquidated, untilUnixSeconds >= pin.unixSeconds ? sizeOf : null);
    if (tables.has('liquidations')) yield* buildLiquidations(input, book, liquidated);
  }
  if (tables.has('prices')) yield { table: 'prices', rows: book.priceRows() };
  if (tables.has('depth')) yield await buildDepth(input, book, pin.unixSeconds);
  yield* book.rows();
}
