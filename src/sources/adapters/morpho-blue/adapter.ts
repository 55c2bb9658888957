import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import type { Collection } from '../../paging/page-query.js';
import { messariClocks } from '../messari-lending/collections.js';
import { readMorphoBook } from './markets.js';
import { buildLiquidations, buildPositions } from './rows.js';

const HOUR_SECONDS = 3600;

/**
 * Morpho Blue: isolated markets whose loans are counted in shares.
 *
 * @source morpho-org/morpho-blue-subgraph @ b5f8c8c, schema.graphql
 */
export const morphoBlue: SourceAdapter = {
  name: 'morpho-blue',
  fits: 'Morpho Blue, its own subgraph (Ethereum, Base, Arbitrum, Optimism, Polygon and others)',
  schema: 'morpho-blue-subgraph 0.0.5',
  gives: { positionsNow: true, positionsAtBlock: true, events: false, prices: false, liquidations: true, depth: false },
  choices: {},
  clocks: messariClocks,
  plan: (request) => ({ collections: listCollections(request), build: (input) => buildTables(input, request) }),
};

function listCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const collection = (field: string, where: readonly string[], selection: string, idKind: Collection['idKind'] = 'bytes'): Collection => ({ name: field, field, idKind, where, selection });
  const collections = [
    collection('lendingProtocols', [], 'network'),
    collection('tokens', [], 'symbol decimals lastPriceUSD'),
    collection('markets', [], 'lltv totalBorrow totalBorrowShares lastUpdate inputToken { id } borrowedToken { id }'),
  ];
  if (tables.has('positions')) collections.push(collection('positions', ['hashClosed: null'], 'account { id } market { id } side balance shares', 'text'));
  if (tables.has('liquidations')) {
    const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
    collections.push(collection('liquidates', inTime, 'timestamp blockNumber logIndex amount repaid market { id } liquidator { id } liquidatee { id }'));
  }
  return collections;
}

async function* buildTables(input: BuildInput, { network, tables, pin }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readMorphoBook(input, network);
  const markets = [...book.markets.values()];
  yield { table: 'assets', rows: book.assets.rows(book.tokenIds) };
  yield { table: 'reserves', rows: markets.flatMap(({ rows }) => rows) };
  if (tables.has('positions')) {
    yield* buildPositions(input, book);
    const stale = markets.filter(({ lastUpdate, totals }) => totals.shares > 0n && pin.unixSeconds - lastUpdate > HOUR_SECONDS).length;
    if (stale > 0) input.warnings.push(`loans of ${stale} markets hold interest only up to the market's last event, more than an hour before the pinned block; the interest since then is left out`);
  }
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
}
