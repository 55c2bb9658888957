import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { PerpetualBook } from './markets.js';

/**
 * Liquidity by price tick: every open order adds its liquidity at its lower tick and takes it away at its upper one.
 *
 * Special cases: ticks whose changes cancel are left out. The pool goes by the market's name.
 */
export async function buildDepth(input: BuildInput, book: PerpetualBook, unixSeconds: number): Promise<TableRows> {
  const read = new EntityReader('openOrders');
  const netRaw = new Map<string, Map<number, bigint>>();
  for await (const page of input.read('openOrders')) {
    for (const entity of page) {
      const { name } = book.market(read, entity);
      const liquidityRaw = read.whole(entity, 'liquidity');
      if (liquidityRaw < 0n) throw read.refuse(entity, 'liquidity', `is negative: ${liquidityRaw}`);
      const ticks = netRaw.get(name) ?? new Map<number, bigint>();
      netRaw.set(name, ticks);
      for (const [field, sign] of [['lowerTick', 1n], ['upperTick', -1n]] as const) {
        const tick = Number(read.whole(entity, field));
        ticks.set(tick, (ticks.get(tick) ?? 0n) + sign * liquidityRaw);
      }
    }
  }
  const rows = [...netRaw].flatMap(([pool, ticks]) => [...ticks].filter(([, raw]) => raw !== 0n).map(([tick, raw]) => ({ pool, unix_seconds: unixSeconds, tick, liquidity_net_raw: raw })));
  return { table: 'pool_ticks', rows };
}
