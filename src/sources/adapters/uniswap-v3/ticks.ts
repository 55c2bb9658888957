import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';

/** State of a pool at the pinned block. */
export interface PoolState {
  readonly name: string;
  /** `null` before the first liquidity. */
  readonly tick: number | null;
  /** Liquidity that the price stands in. */
  readonly liquidityRaw: bigint;
}

/**
 * Liquidity by price tick.
 *
 * What enters at ticks up to the price is the pool's liquidity there, and what enters anywhere leaves again; both are reconciled.
 */
export async function* buildTicks(input: BuildInput, pools: ReadonlyMap<string, PoolState>, unixSeconds: number): AsyncIterable<TableRows> {
  const read = new EntityReader('ticks');
  const sums = new Map([...pools.keys()].map((id) => [id, { belowRaw: 0n, allRaw: 0n }]));
  for await (const page of input.read('ticks')) {
    const rows = page.map((entity) => {
      const id = read.text(entity, 'pool.id');
      const pool = pools.get(id);
      if (pool === undefined) throw read.refuse(entity, 'pool.id', 'is no pool that was asked for');
      const tick = Number(read.whole(entity, 'tickIdx'));
      const netRaw = read.whole(entity, 'liquidityNet');
      const sum = sums.get(id)!;
      sum.allRaw += netRaw;
      if (pool.tick !== null && tick <= pool.tick) sum.belowRaw += netRaw;
      return { pool: pool.name, unix_seconds: unixSeconds, tick, liquidity_net_raw: netRaw };
    });
    yield { table: 'pool_ticks', rows };
  }
  for (const [id, { belowRaw, allRaw }] of sums) {
    const { name, liquidityRaw } = pools.get(id)!;
    input.reconciliations.push({ what: `liquidity of ${name} at its price`, stated: liquidityRaw, pulled: belowRaw });
    input.reconciliations.push({ what: `liquidity of ${name} beyond its last tick`, stated: 0n, pulled: allRaw });
  }
}
