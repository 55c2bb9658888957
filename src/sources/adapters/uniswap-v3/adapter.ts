import { UsageError } from '../../../core/errors.js';
import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { readAll } from '../../mapping/read-all.js';
import { listUniswapCollections, readAddresses, uniswapClocks } from './collections.js';
import { buildPrices } from './prices.js';
import { buildTicks, type PoolState } from './ticks.js';

/**
 * Uniswap v3: hourly prices of chosen pools and tokens, and the liquidity of pools by tick.
 *
 * @source Uniswap/v3-subgraph, src/v3/schema.graphql
 */
export const uniswapV3: SourceAdapter = {
  name: 'uniswap-v3',
  fits: 'Uniswap v3 on every network, and forks that kept its schema',
  schema: 'Uniswap v3-subgraph',
  gives: { positionsNow: false, positionsAtBlock: false, events: false, prices: true, liquidations: false, depth: true },
  isAdditive: true,
  choices: {
    pools: 'addresses of pools, with commas between: price of token 1 in token 0, and liquidity by tick',
    tokens: 'addresses of tokens, with commas between: prices in USD as the subgraph derives them',
  },
  clocks: uniswapClocks,
  plan: (request) => ({ collections: listUniswapCollections(request), build: (input) => buildTables(input, request) }),
};

interface Pool extends PoolState {
  readonly asset: string;
  readonly quote: string;
  readonly feePips: number;
  readonly sqrtPriceX96: bigint;
}

async function* buildTables(input: BuildInput, { network, tables, choices, pin }: PlanRequest): AsyncIterable<TableRows> {
  const [poolIds, tokenIds] = [readAddresses(choices, 'pools'), readAddresses(choices, 'tokens')];
  const entities = poolIds.length > 0 ? await readAll(input, 'pools') : [];
  const chosen = tokenIds.length > 0 ? await readAll(input, 'tokens') : [];
  requireFound(poolIds, entities, 'pools');
  requireFound(tokenIds, chosen, 'tokens');
  const assets = new AssetBook(listTokens(entities, chosen));
  const pools = new Map(entities.map((pool) => [pool.id, readPool(pool, assets, network)]));
  yield { table: 'assets', rows: assets.rows(listTokens(entities, chosen).map(({ id }) => id), input) };
  if (tables.has('prices')) {
    requireOnePoolPerPair([...pools.values()]);
    if (poolIds.length > 0) yield* buildPrices(input, { field: 'poolHourDatas', owner: 'pool.id', volume: 'volumeToken1' }, (id) => pools.get(id)!);
    if (tokenIds.length > 0) yield* buildPrices(input, { field: 'tokenHourDatas', owner: 'token.id', volume: 'volume' }, (id) => ({ asset: assets.symbol(id)!, quote: 'USD' }));
  }
  if (tables.has('depth') && poolIds.length > 0) {
    yield { table: 'pools', rows: [...pools.values()].flatMap((pool) => describePool(pool, pin.unixSeconds)) };
    yield* buildTicks(input, pools, pin.unixSeconds);
  }
}

/** Row of the table `pools`; none of a pool that has no price yet. */
function describePool({ name, asset, quote, feePips, tick, sqrtPriceX96, liquidityRaw }: Pool, unixSeconds: number): TableRows['rows'] {
  if (tick === null) return [];
  return [{ pool: name, unix_seconds: unixSeconds, asset0: quote, asset1: asset, fee_pips: feePips, tick, sqrt_price_x96: String(sqrtPriceX96), liquidity_raw: liquidityRaw }];
}

/** Of a pair and fee there is one pool, so these name it. */
function readPool(pool: SourceEntity, assets: AssetBook, network: string): Pool {
  const read = new EntityReader('pools');
  const feePips = read.count(pool, 'feeTier');
  const [quote, asset] = [assets.symbol(read.text(pool, 'token0.id'))!, assets.symbol(read.text(pool, 'token1.id'))!];
  return {
    name: `uniswap-v3-${network}-${quote}-${asset}-${feePips}`,
    asset,
    quote,
    tick: (pool['tick'] ?? null) === null ? null : Number(read.whole(pool, 'tick')),
    feePips,
    sqrtPriceX96: read.whole(pool, 'sqrtPrice'),
    liquidityRaw: read.whole(pool, 'liquidity'),
  };
}

/** @throws UsageError since a series is named by its pair alone */
function requireOnePoolPerPair(pools: readonly Pool[]): void {
  const second = pools.find((pool, index) => pools.findIndex(({ asset, quote }) => asset === pool.asset && quote === pool.quote) < index);
  if (second === undefined) return;
  throw new UsageError(`two of the pools trade ${second.asset} against ${second.quote}: their prices would be one series`, { where: '--choose pools', suggestions: ['Leave one of them out, or take the liquidity alone with --tables depth.'] });
}

function listTokens(pools: readonly SourceEntity[], chosen: readonly SourceEntity[]): SourceToken[] {
  const read = new EntityReader('tokens');
  const all = [...pools.flatMap((pool) => [pool['token0'], pool['token1']] as SourceEntity[]), ...chosen];
  const tokens = new Map(all.map((token) => [token.id, { id: token.id, symbol: read.text(token, 'symbol'), decimals: read.count(token, 'decimals') }]));
  return [...tokens.values()];
}

/** @throws UsageError naming what the subgraph does not know */
function requireFound(asked: readonly string[], found: readonly SourceEntity[], name: string): void {
  const missing = asked.find((id) => !found.some((entity) => entity.id === id));
  if (missing === undefined) return;
  throw new UsageError(`the subgraph knows no ${name.slice(0, -1)} ${missing}`, { where: `--choose ${name}`, suggestions: ['Check the address and the network of the endpoint.'] });
}
