import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { aaveClocks, LISTED_EMODES, listAaveCollections } from './collections.js';
import { readEmodes } from './emodes.js';
import { buildEvents, buildLiquidations, buildPrices } from './history.js';
import { readAaveBook } from './markets.js';
import { buildPositions } from './positions.js';

/**
 * Aave v3's own subgraphs: scaled balances times indexes accrued to the pinned block, thresholds by e-mode.
 *
 * @source aave/protocol-subgraphs @ 975b22e9de8e09c28b1d797174e3b1b6fc6540d2, schemas/v3.schema.graphql and src/mapping
 */
export const aaveV3: SourceAdapter = {
  name: 'aave-v3',
  fits: 'Aave v3, its own subgraphs (Ethereum Core, Prime and EtherFi, Arbitrum, Base, Optimism, Polygon and others)',
  schema: 'Aave protocol-v3',
  gives: { positionsNow: true, positionsAtBlock: true, events: true, prices: true, liquidations: true, depth: false },
  isAdditive: true,
  choices: {},
  clocks: aaveClocks,
  plan: (request) => {
    const collections = listAaveCollections(request);
    return { collections, build: (input) => buildTables(input, request, collections.some(({ name }) => name === LISTED_EMODES)) };
  },
};

async function* buildTables(input: BuildInput, { network, tables, pin }: PlanRequest, hasLists: boolean): AsyncIterable<TableRows> {
  const book = await readAaveBook(input, network, pin.unixSeconds);
  const reserves = [...book.reserves.values()];
  yield { table: 'assets', rows: book.assets.rows(reserves.map(({ tokenId }) => tokenId), input) };
  yield { table: 'reserves', rows: reserves.map(({ row }) => row) };
  if (tables.has('positions')) yield* buildPositions(input, book, await readEmodes(input, { hasLists, book }), pin.unixSeconds);
  if (tables.has('prices')) yield await buildPrices(input, book);
  if (tables.has('liquidations')) yield* buildLiquidations(input, book);
  if (tables.has('events')) yield* buildEvents(input, book);
}
