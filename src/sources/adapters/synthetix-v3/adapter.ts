import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { listSynthetixCollections, synthetixClocks } from './collections.js';
import { describeEvents, describeLiquidations, replayPositions } from './history.js';
import { readSynthetixMarkets } from './markets.js';
import { buildPositions } from './positions.js';
import { buildPrices } from './prices.js';

/** Rows handed on at once. */
const BATCH = 1000;

/**
 * Synthetix perps v3: positions replayed from settlements and liquidations; every number of the schema carries 18 decimals.
 *
 * @source Synthetixio/synthetix-v3 @ 23585f73c76d625b2a43aaf94dc440a8a1e7a8fa, markets/perps-market/subgraph/base-mainnet-andromeda
 */
export const synthetixV3: SourceAdapter = {
  name: 'synthetix-v3',
  fits: 'Synthetix perps v3, its own subgraph (Base, Arbitrum)',
  schema: 'Synthetix perps-market',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  isAdditive: true,
  choices: {},
  clocks: synthetixClocks,
  plan: (request) => ({ collections: listSynthetixCollections(request), build: (input) => buildTables(input, request) }),
};

async function* buildTables(input: BuildInput, { tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): AsyncIterable<TableRows> {
  const book = await readSynthetixMarkets(input);
  const isReplayed = tables.has('positions') || tables.has('events') || tables.has('liquidations');
  const positions = isReplayed ? await replayPositions(input, book) : [];
  if (tables.has('positions')) yield* buildPositions(input, book, positions);
  const inTime = positions.flatMap(({ steps }) => steps.filter(({ unixSeconds }) => unixSeconds >= sinceUnixSeconds && unixSeconds <= untilUnixSeconds));
  for (let start = 0; start < inTime.length; start += BATCH) {
    const steps = inTime.slice(start, start + BATCH);
    if (tables.has('events')) yield { table: 'perp_events', rows: describeEvents(steps) };
    if (tables.has('liquidations')) yield { table: 'perp_liquidations', rows: describeLiquidations(steps) };
  }
  if (tables.has('prices')) yield await buildPrices(input, book);
  yield* book.rows();
}
