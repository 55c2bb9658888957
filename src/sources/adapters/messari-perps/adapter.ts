import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { MARGIN_CHOICES, readMarginChoices, type MarginRow } from '../../mapping/margin-choices.js';
import { listPerpsCollections, perpsClocks } from './collections.js';
import { buildEvents, buildLiquidations } from './history.js';
import { readMarkets } from './markets.js';
import { buildPositions } from './positions.js';

/**
 * Messari's standard schema for perpetual futures, versions 1.3.1 to 1.3.4.
 *
 * The schema tells neither margins nor a price series: margins are choices, prices come from another source. `balanceUSD` is the value at the
 * position's last change, so that entry prices are those of the last change and not averages over all of them.
 * @source messari/subgraphs, schema-derivatives-perpfutures.graphql
 */
export const messariPerps: SourceAdapter = {
  name: 'messari-perps',
  fits: 'GMX v1, Kwenta, Gains, MUX, Level and others as indexed by Messari',
  schema: 'Messari derivatives-perpfutures 1.3',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: false, liquidations: true, depth: false },
  isAdditive: true,
  choices: MARGIN_CHOICES,
  clocks: perpsClocks,
  plan(request) {
    const margins = readMarginChoices(request.choices);
    return { collections: listPerpsCollections(request), build: (input) => buildTables(input, request, margins) };
  },
};

async function* buildTables(input: BuildInput, { network, tables, pin, untilUnixSeconds }: PlanRequest, margins: MarginRow): AsyncIterable<TableRows> {
  const book = await readMarkets(input, network);
  const sizeOf = tables.has('positions') ? yield* buildPositions(input, book) : null;
  // Where the span ends before the block, the last change in it need not be the position's last.
  if (tables.has('events')) yield* buildEvents(input, book, untilUnixSeconds >= pin.unixSeconds ? sizeOf : null);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  // Last: only now is it known which of the pools' tokens are traded.
  yield { table: 'assets', rows: book.assets.rows(book.named(), input) };
  yield { table: 'perp_markets', rows: book.rows(margins) };
}
