import type { SourceEntity, TableRows } from '../../pipeline/pull-ports.js';
import type { BuildInput, Clock } from '../adapter.js';
import { nameAccount } from './account-name.js';
import type { AssetBook } from './asset-book.js';
import { EntityReader } from './entity-reader.js';

/** Events that change a position, and the sign with which they do. */
export const MESSARI_EVENTS = [
  { field: 'deposits', kind: 'deposit', sign: 1n },
  { field: 'withdraws', kind: 'withdraw', sign: -1n },
  { field: 'borrows', kind: 'borrow', sign: 1n },
  { field: 'repays', kind: 'repay', sign: -1n },
] as const;

/** What every event of the schema tells. */
export const MESSARI_EVENT = 'blockNumber timestamp logIndex amount market { id } asset { id }';

/** Every kind of event that is pulled by time: one that is later than all clocks would be cut off. */
export function messariClocks(): Clock[] {
  return ['deposits', 'borrows', 'withdraws', 'repays', 'liquidates'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp blockNumber',
    read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number(entity['blockNumber']) }),
  }));
}

/** What events refer to. */
export interface EventBook {
  readonly assets: AssetBook;
  /** By id; the name in the dataset. */
  readonly markets: ReadonlyMap<string, { readonly market: string }>;
}

/** Deposits, withdrawals, loans and repayments. */
export async function* buildMessariEvents(input: BuildInput, book: EventBook): AsyncIterable<TableRows> {
  for (const { field, kind, sign } of MESSARI_EVENTS) {
    const read = new EntityReader(field);
    for await (const page of input.read(field)) {
      const rows = page.map((entity) => ({
        market: requireMarket(read, entity, book.markets).market,
        account: nameAccount(read.text(entity, 'account.id')),
        asset: requireSymbol(read, entity, 'asset.id', book.assets),
        kind,
        ...readPlace(read, entity),
        amount_raw: sign * read.whole(entity, 'amount'),
      }));
      yield { table: 'position_events', rows };
    }
  }
}

/** Where on the chain an event is; `path` leads to the event if the entity only refers to it, e.g. `liquidation.`. */
export function readPlace(read: EntityReader, entity: SourceEntity, path = ''): { unix_seconds: number; block_number: number; log_index: number } {
  return { unix_seconds: read.count(entity, `${path}timestamp`), block_number: read.count(entity, `${path}blockNumber`), log_index: read.count(entity, `${path}logIndex`) };
}

/** @throws DataError when an entity names no market of the subgraph */
export function requireMarket<Market>(read: EntityReader, entity: SourceEntity, markets: ReadonlyMap<string, Market>): Market {
  const market = markets.get(read.text(entity, 'market.id'));
  if (market === undefined) throw read.refuse(entity, 'market.id', 'is no market of the subgraph');
  return market;
}

/** @throws DataError when an entity names no token of the subgraph */
export function requireSymbol(read: EntityReader, entity: SourceEntity, path: string, assets: AssetBook): string {
  const symbol = assets.symbol(read.text(entity, path));
  if (symbol === undefined) throw read.refuse(entity, path, 'is no token of the subgraph');
  return symbol;
}
