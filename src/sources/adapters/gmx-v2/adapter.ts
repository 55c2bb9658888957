import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { SourceAdapter, BuildInput, PlanRequest } from '../../adapter.js';
import type { SourceToken } from '../../mapping/asset-book.js';
import { MARGIN_CHOICES, readMarginChoices, type MarginRow } from '../../mapping/margin-choices.js';
import { gmxClocks, listGmxCollections } from './collections.js';
import { buildLiquidations, buildPrices } from './history.js';
import { readGmxBook } from './markets.js';
import { buildPositions } from './positions.js';
import { listTokens, TOKEN_CHOICE } from './tokens.js';

/**
 * GMX v2: positions folded from all their increases and decreases, prices at which orders were executed.
 *
 * @source gmx-io/gmx-subgraph @ a841c81f7c4113ff7c56f708b2c34072af1b8400, synthetics-stats/schema.graphql
 */
export const gmxV2: SourceAdapter = {
  name: 'gmx-v2',
  fits: 'GMX v2 on Arbitrum and Avalanche, its own subgraph synthetics-stats',
  schema: 'GMX synthetics-stats',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  isAdditive: true,
  choices: { ...MARGIN_CHOICES, [TOKEN_CHOICE]: 'symbol, address and decimals of tokens that are not known, with commas between: `FOO 0x… 18, BAR 0x… 6`' },
  clocks: gmxClocks,
  plan(request) {
    const margins = readMarginChoices(request.choices);
    const tokens = listTokens(request.network, request.choices[TOKEN_CHOICE]);
    return { collections: listGmxCollections(request), build: (input) => buildTables(input, request, margins, tokens) };
  },
};

async function* buildTables(input: BuildInput, request: PlanRequest, margins: MarginRow, tokens: readonly SourceToken[]): AsyncIterable<TableRows> {
  const { tables } = request;
  const book = await readGmxBook(input, tokens);
  const parts = { positions: tables.has('positions'), events: tables.has('events') };
  if (parts.positions || parts.events) yield* buildPositions(input, book, parts, request);
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  yield* book.rows(margins, input);
}
