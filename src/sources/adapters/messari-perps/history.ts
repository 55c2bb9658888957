import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { namePosition } from '../../mapping/perp-fold.js';
import { rescale } from '../../mapping/rescale.js';
import type { MarketBook } from './markets.js';
import { readSide, type SizeById } from './positions.js';

interface LastSize {
  readonly blockNumber: number;
  readonly index: number;
  readonly sizeRaw: bigint;
}

/**
 * Sizes of positions after each change; the schema's snapshots tell neither the change nor its price.
 *
 * The last one must be the open position, where positions are pulled too: how many differ is a warning.
 */
export async function* buildEvents(input: BuildInput, book: MarketBook, sizeOf: SizeById | null): AsyncIterable<TableRows> {
  const read = new EntityReader('positionSnapshots');
  const last = new Map<string, LastSize>();
  for await (const page of input.read('positionSnapshots')) {
    const rows = page.flatMap((entity) => {
      const { name: market, decimals, markPriceRaw } = book.market(read, entity, 'position.');
      if (markPriceRaw === null) return [];
      const sign = readSide(read, entity, 'position.side') === 'long' ? 1n : -1n;
      const sizeRaw = sign * rescale(read.whole(entity, 'balance'), decimals, SIZE_DECIMALS);
      const place = readPlace(read, entity);
      const position = read.text(entity, 'position.id');
      const before = last.get(position);
      if (before === undefined || isLater(place, before)) last.set(position, { blockNumber: place.block_number, index: place.order_index, sizeRaw });
      return [{ market, account: nameAccount(read.text(entity, 'account.id')), ...place, position: namePosition(position), kind: 'change', size_delta_raw: null, size_after_raw: sizeRaw, price_raw: null }];
    });
    yield { table: 'perp_events', rows };
  }
  if (sizeOf === null) return;
  // A position that is closed at the block is not among the open ones: its last size must be none.
  const off = [...last].filter(([position, { sizeRaw }]) => sizeRaw !== (sizeOf.get(position) ?? sizeRaw)).length;
  if (off > 0) input.warnings.push(`the last change of ${off} of ${last.size} positions is not the size that the subgraph states of them`);
}

/** Liquidations; the schema's `account` is the liquidator, and what is told is the margin that was taken. */
export async function* buildLiquidations(input: BuildInput, book: MarketBook): AsyncIterable<TableRows> {
  const read = new EntityReader('liquidates');
  for await (const page of input.read('liquidates')) {
    const priced = page.filter((entity) => book.market(read, entity, 'position.').markPriceRaw !== null);
    const rows = priced.map((entity) => ({
      market: book.market(read, entity, 'position.').name,
      account: nameAccount(read.text(entity, 'liquidatee.id')),
      ...readPlace(read, entity),
      liquidator: nameAccount(read.text(entity, 'account.id')),
      size_raw: null,
      price_raw: null,
      collateral_usd_raw: read.scaled(entity, 'amountUSD', USD_DECIMALS),
      fee_usd_raw: null,
    }));
    yield { table: 'perp_liquidations', rows };
  }
}

function readPlace(read: EntityReader, entity: SourceEntity): { event: string; unix_seconds: number; block_number: number; order_index: number } {
  return { event: entity.id, unix_seconds: read.count(entity, 'timestamp'), block_number: read.count(entity, 'blockNumber'), order_index: read.count(entity, 'logIndex') };
}

function isLater({ block_number, order_index }: { readonly block_number: number; readonly order_index: number }, before: LastSize): boolean {
  return block_number === before.blockNumber ? order_index > before.index : block_number > before.blockNumber;
}
