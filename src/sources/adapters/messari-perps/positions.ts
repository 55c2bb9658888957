import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { PERP_PRICE_DECIMALS, PerpBook, SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { rescale } from '../../mapping/rescale.js';
import type { MarketBook } from './markets.js';

/** Signed size of every open position by the id of the position, 18 decimals. */
export type SizeById = ReadonlyMap<string, bigint>;

/**
 * Open positions, all isolated; returns their sizes, so that events can be held against them.
 *
 * Units: `balance` and `collateralBalance` are in raw units of `asset` and `collateral`; entry price = `balanceUSD` / `balance`; the margin is
 * `collateralBalanceUSD`, both as of the position's last change.
 * Special cases: positions without a size, never filled or never marked as closed, are left out and counted; so are those of tokens
 * that the subgraph has no price of.
 * The counters that positions are reconciled with count a position at every change in SDK 1.1.6, so that they may well be too high.
 * @throws DataError for a negative balance or a side that is neither LONG nor SHORT
 */
export async function* buildPositions(input: BuildInput, book: MarketBook): AsyncGenerator<TableRows, SizeById> {
  const read = new EntityReader('positions');
  const held = new PerpBook();
  const sizeOf = new Map<string, bigint>();
  const pulled = new Map<string, number>();
  let empty = 0;
  let unpriced = 0;
  for await (const page of input.read('positions')) {
    for (const entity of page) {
      const poolId = read.text(entity, 'liquidityPool.id');
      pulled.set(poolId, (pulled.get(poolId) ?? 0) + 1);
      const { name: market, decimals, markPriceRaw } = book.market(read, entity);
      const side = readSide(read, entity);
      const balanceRaw = read.whole(entity, 'balance');
      if (balanceRaw < 0n) throw read.refuse(entity, 'balance', `is negative: ${balanceRaw}`);
      const sizeRaw = (side === 'long' ? 1n : -1n) * rescale(balanceRaw, decimals, SIZE_DECIMALS);
      sizeOf.set(entity.id, sizeRaw);
      const valueRaw = read.scaled(entity, 'balanceUSD', PERP_PRICE_DECIMALS);
      const entryPriceRaw = balanceRaw === 0n ? 0n : (valueRaw * 10n ** BigInt(decimals)) / balanceRaw;
      if (sizeRaw === 0n || entryPriceRaw === 0n) {
        empty++;
        continue;
      }
      if (markPriceRaw === null) {
        unpriced++;
        continue;
      }
      const owner = read.text(entity, 'account.id');
      held.addPosition({ market, owner, sizeRaw, entryPriceRaw, isolatedUsdRaw: read.scaled(entity, 'collateralBalanceUSD', USD_DECIMALS) });
      held.addPosted({ owner, market, side, asset: book.collateral(read, entity), amountRaw: read.whole(entity, 'collateralBalance') });
    }
  }
  if (empty > 0) input.warnings.push(`${empty} positions without a size or value are left out`);
  if (unpriced > 0) input.warnings.push(`${unpriced} positions in tokens without a price are left out`);
  for (const [id, stated] of book.pools) input.reconciliations.push({ what: `open positions of pool ${id}`, stated: BigInt(stated), pulled: BigInt(pulled.get(id) ?? 0) });
  yield* held.rows(input);
  return sizeOf;
}

/** @throws DataError when the side is neither LONG nor SHORT */
export function readSide(read: EntityReader, entity: Parameters<EntityReader['text']>[0], path = 'side'): 'long' | 'short' {
  const side = read.text(entity, path);
  if (side === 'LONG') return 'long';
  if (side === 'SHORT') return 'short';
  throw read.refuse(entity, path, `is neither LONG nor SHORT: ${side}`);
}
