import type { Clock, PlanRequest } from '../../adapter.js';
import type { SchemaView } from '../../client/schema-view.js';
import type { Collection } from '../../paging/page-query.js';

/** Versions 2.0.1 and 3.1.0 differ in what a position knows. */
export function knowsAsset(schema: SchemaView): boolean {
  return schema.hasField('Position', 'asset');
}

/** Every kind of event that is pulled by time: one that is later than all clocks would be cut off. */
export function messariClocks(): Clock[] {
  return ['deposits', 'borrows', 'withdraws', 'repays', 'liquidates'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp blockNumber',
    read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number(entity['blockNumber']) }),
  }));
}

/** Events that change a position, and the sign with which they do. */
export const EVENT_FIELDS = [
  { field: 'deposits', kind: 'deposit', sign: 1n },
  { field: 'withdraws', kind: 'withdraw', sign: -1n },
  { field: 'borrows', kind: 'borrow', sign: 1n },
  { field: 'repays', kind: 'repay', sign: -1n },
] as const;

/** What is pulled for the tables asked for. */
export function listMessariCollections({ schema, tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  // Version 2.0.1 declares its ids as text.
  const byteIds = knowsAsset(schema) ? 'bytes' : 'text';
  const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
  const collection = (field: string, where: readonly string[], selection: string, idKind: Collection['idKind'] = byteIds): Collection => ({ name: field, field, idKind, where, selection });
  const event = 'blockNumber timestamp logIndex amount market { id } asset { id }';
  const collections = [
    collection('lendingProtocols', [], 'slug network riskType', byteIds),
    collection('tokens', [], 'symbol decimals lastPriceUSD'),
    collection('markets', [], 'canUseAsCollateral maximumLTV liquidationThreshold liquidationPenalty inputTokenPriceUSD openPositionCount inputToken { id }'),
  ];
  if (tables.has('positions')) {
    const asset = knowsAsset(schema) ? ' asset { id }' : '';
    collections.push(collection('positions', ['hashClosed: null'], `account { id } market { id } side balance isCollateral${asset}`, 'text'));
  }
  if (tables.has('prices')) collections.push(collection('marketHourlySnapshots', inTime, 'timestamp inputTokenPriceUSD market { id }'));
  if (tables.has('liquidations')) collections.push(collection('liquidates', inTime, `${event} liquidator { id } liquidatee { id }`));
  if (tables.has('events')) for (const { field } of EVENT_FIELDS) collections.push(collection(field, inTime, `${event} account { id }`));
  return collections;
}
