import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { PERP_PRICE_DECIMALS, SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { namePosition } from '../../mapping/perp-fold.js';
import type { PerpetualBook } from './markets.js';
import { keyOf, type SizeByKey } from './positions.js';

const ONE = 10n ** 18n;

/** The sign of what liquidated positions were, by transaction, trader, market and amount: liquidations themselves state no side. */
export type LiquidatedSides = ReadonlyMap<string, 1n | -1n>;

interface LastSize {
  readonly order: bigint;
  readonly sizeRaw: bigint;
}

/** Finds the change of position that each liquidation made, in the same transaction and of the same amount. */
export async function readLiquidated(input: BuildInput): Promise<LiquidatedSides> {
  const readLiquidation = new EntityReader('positionLiquidateds');
  const wanted = new Set<string>();
  for await (const page of input.read('positionLiquidateds')) for (const entity of page) wanted.add(liquidationKey(readLiquidation, entity, 'positionSizeAbs'));
  const read = new EntityReader('positionChangeds');
  const sides = new Map<string, 1n | -1n>();
  for await (const page of input.read('positionChangeds')) {
    for (const entity of page) {
      const key = liquidationKey(read, entity, 'exchangedPositionSize');
      if (wanted.has(key)) sides.set(key, read.scaled(entity, 'exchangedPositionSize', SIZE_DECIMALS) < 0n ? 1n : -1n);
    }
  }
  return sides;
}

/**
 * Changes of taker positions, and those that were closed with their market.
 *
 * The last one must be the open position, where positions are pulled too: how many differ is a warning. The subgraph corrects a few by hand
 * and sets sizes below 10⁻¹⁷ to none.
 */
export async function* buildEvents(input: BuildInput, book: PerpetualBook, liquidated: LiquidatedSides, sizeOf: SizeByKey | null): AsyncIterable<TableRows> {
  const last = new Map<string, LastSize>();
  const keepLast = (read: EntityReader, entity: SourceEntity, sizeRaw: bigint): void => {
    const order = read.whole(entity, 'blockNumberLogIndex');
    const before = last.get(keyOf(read, entity));
    if (before === undefined || order > before.order) last.set(keyOf(read, entity), { order, sizeRaw });
  };
  const readChange = new EntityReader('positionChangeds');
  for await (const page of input.read('positionChangeds')) {
    const rows = page.flatMap((entity) => {
      const deltaRaw = readChange.scaled(entity, 'exchangedPositionSize', SIZE_DECIMALS);
      const afterRaw = readChange.scaled(entity, 'positionSizeAfter', SIZE_DECIMALS);
      keepLast(readChange, entity, afterRaw);
      // Liquidity that is added or removed without a trade leaves such an event.
      if (deltaRaw === 0n) return [];
      const kind = liquidated.has(liquidationKey(readChange, entity, 'exchangedPositionSize')) ? 'liquidation' : deltaRaw > 0n === afterRaw > 0n && afterRaw !== 0n ? 'increase' : 'decrease';
      return [{ ...describePlace(readChange, entity, book), position: namePosition(keyOf(readChange, entity)), kind, size_delta_raw: deltaRaw, size_after_raw: afterRaw, price_raw: readChange.scaled(entity, 'swappedPrice', PERP_PRICE_DECIMALS) }];
    });
    yield { table: 'perp_events', rows };
  }
  const readClosed = new EntityReader('positionCloseds');
  for await (const page of input.read('positionCloseds')) {
    const priced = page.filter((entity) => book.market(readClosed, entity).isPriced);
    const rows = priced.map((entity) => ({
      ...describePlace(readClosed, entity, book),
      position: namePosition(keyOf(readClosed, entity)),
      kind: 'decrease',
      size_delta_raw: -readClosed.scaled(entity, 'closedPositionSize', SIZE_DECIMALS),
      size_after_raw: 0n,
      price_raw: readClosed.scaled(entity, 'closedPrice', PERP_PRICE_DECIMALS),
    }));
    for (const entity of page) keepLast(readClosed, entity, 0n);
    yield { table: 'perp_events', rows };
  }
  if (sizeOf === null) return;
  const off = [...last].filter(([key, { sizeRaw }]) => sizeRaw !== (sizeOf.get(key) ?? 0n)).length;
  if (off > 0) input.warnings.push(`the last change of ${off} of ${last.size} positions is not the size that the subgraph states of them`);
}

/** Liquidations; price = notional / size. The side is that of the change they made; where none is found, the size is left empty and counted. */
export async function* buildLiquidations(input: BuildInput, book: PerpetualBook, liquidated: LiquidatedSides): AsyncIterable<TableRows> {
  const read = new EntityReader('positionLiquidateds');
  let sideless = 0;
  for await (const page of input.read('positionLiquidateds')) {
    const rows = page
      .filter((entity) => book.market(read, entity).isPriced)
      .map((entity) => {
        const side = liquidated.get(liquidationKey(read, entity, 'positionSizeAbs'));
        if (side === undefined) sideless++;
        const sizeRaw = read.scaled(entity, 'positionSizeAbs', SIZE_DECIMALS);
        const notionalRaw = read.scaled(entity, 'positionNotionalAbs', PERP_PRICE_DECIMALS);
        return {
          ...describePlace(read, entity, book),
          liquidator: nameAccount(read.text(entity, 'liquidator')),
          size_raw: side === undefined ? null : side * sizeRaw,
          price_raw: sizeRaw === 0n ? null : (notionalRaw * ONE) / sizeRaw,
          collateral_usd_raw: null,
          fee_usd_raw: read.scaled(entity, 'liquidationFee', USD_DECIMALS),
        };
      });
    yield { table: 'perp_liquidations', rows };
  }
  if (sideless > 0) input.warnings.push(`the sizes of ${sideless} liquidations are left out: no change of position tells their side`);
}

function liquidationKey(read: EntityReader, entity: SourceEntity, sizeField: string): string {
  const sizeRaw = read.scaled(entity, sizeField, SIZE_DECIMALS);
  return [read.text(entity, 'txHash'), keyOf(read, entity), sizeRaw < 0n ? -sizeRaw : sizeRaw].join('/');
}

/** Ids are `transaction-log`: the place in the block is in the id, as the factor of `blockNumberLogIndex` changed between deployments. */
function describePlace(read: EntityReader, entity: SourceEntity, book: PerpetualBook): { market: string; account: string; event: string; unix_seconds: number; block_number: number; order_index: number } {
  const [, log] = /-(\d{1,9})$/.exec(entity.id) ?? [];
  if (log === undefined) throw read.refuse(entity, 'id', `does not tell the place in the block as expected: ${entity.id}`);
  return {
    market: book.market(read, entity).name,
    account: nameAccount(read.text(entity, 'trader')),
    event: entity.id,
    unix_seconds: read.count(entity, 'timestamp'),
    block_number: read.count(entity, 'blockNumber'),
    order_index: Number(log),
  };
}
