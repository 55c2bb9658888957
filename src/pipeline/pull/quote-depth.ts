import { DataError, ModelError } from '../../core/errors.js';
import { formatDecimal } from '../../core/decimal.js';
import { quotePools, type PoolSide } from '../../market/depth/quote-pools.js';
import type { TickLiquidity, TickPool } from '../../market/depth/tick-walk.js';
import type { BuildFindings, BuiltSource, TableRows } from '../pull-ports.js';

type Row = TableRows['rows'][number];

/** What of a source's rows depth is worked out from. */
interface Gathered {
  readonly decimalsOf: Map<string, number>;
  readonly pools: Row[];
  readonly ticksOf: Map<string, TickLiquidity[]>;
}

/** A source that also quotes what its pools would pay, worked out from their ticks: rows of `depth_quotes` for both directions of each pair. */
export function withDepthQuotes(source: BuiltSource): BuiltSource {
  return { ...source, rows: (findings) => addQuotes(source, findings) };
}

async function* addQuotes(source: BuiltSource, findings: BuildFindings): AsyncIterable<TableRows> {
  const gathered: Gathered = { decimalsOf: new Map(), pools: [], ticksOf: new Map() };
  for await (const part of source.rows(findings)) {
    gather(part, gathered);
    yield part;
  }
  const rows = listPairs(gathered.pools).flatMap(([sell, buy]) => tryQuotes(sell, buy, gathered, findings));
  if (rows.length > 0) yield { table: 'depth_quotes', rows };
}

function gather({ table, rows }: TableRows, { decimalsOf, pools, ticksOf }: Gathered): void {
  if (table === 'assets') for (const row of rows) decimalsOf.set(String(row['asset']), Number(row['decimals']));
  if (table === 'pools') pools.push(...rows);
  if (table !== 'pool_ticks') return;
  for (const row of rows) {
    const ticks = ticksOf.get(String(row['pool'])) ?? [];
    ticksOf.set(String(row['pool']), ticks);
    ticks.push({ tick: Number(row['tick']), liquidityNet: BigInt(row['liquidity_net_raw']!) });
  }
}

function listPairs(pools: readonly Row[]): [string, string][] {
  const pairs = pools.flatMap(({ asset0, asset1 }): [string, string][] => [[String(asset0), String(asset1)], [String(asset1), String(asset0)]]);
  return [...new Map(pairs.map((pair) => [pair.join('/'), pair])).values()];
}

/** Quotes are worked out, ticks are data: a pool that contradicts itself costs its quotes and no more. */
function tryQuotes(sell: string, buy: string, gathered: Gathered, { warnings }: BuildFindings): Row[] {
  try {
    return quotePair(sell, buy, gathered);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    warnings.push(`depth quotes of ${sell} > ${buy} are left out: ${error.message}`);
    return [];
  }
}

function quotePair(sell: string, buy: string, { decimalsOf, pools, ticksOf }: Gathered): Row[] {
  const chosen = pools.filter(({ asset0, asset1 }) => (asset0 === sell && asset1 === buy) || (asset0 === buy && asset1 === sell));
  const sides = chosen.map((row): PoolSide => ({ pool: toTickPool(row, ticksOf.get(String(row['pool'])) ?? []), sellsToken0: row['asset0'] === sell }));
  const [sellDecimals, buyDecimals] = [decimalsOf.get(sell), decimalsOf.get(buy)];
  if (sellDecimals === undefined || buyDecimals === undefined) throw new DataError(`a pool trades ${sell} against ${buy}, of which one is no asset of the source`, { where: 'pools' });
  return quotePools(sides).map(({ sellRaw, buyRaw, impactRatio }) => ({
    sell_asset: sell,
    buy_asset: buy,
    unix_seconds: chosen[0]!['unix_seconds']!,
    sell_amount: Number(formatDecimal(sellRaw, sellDecimals)),
    buy_amount: Number(formatDecimal(buyRaw, buyDecimals)),
    impact_ratio: impactRatio,
  }));
}

function toTickPool(row: Row, ticks: readonly TickLiquidity[]): TickPool {
  return {
    sqrtPriceX96: BigInt(row['sqrt_price_x96']!),
    tick: Number(row['tick']),
    liquidity: BigInt(row['liquidity_raw']!),
    feePips: Number(row['fee_pips']),
    ticks: [...ticks].sort((left, right) => left.tick - right.tick),
  };
}
