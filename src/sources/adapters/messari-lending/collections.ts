import type { PlanRequest } from '../../adapter.js';
import type { SchemaView } from '../../client/schema-view.js';
import { MESSARI_EVENT, MESSARI_EVENTS } from '../../mapping/messari-events.js';
import type { Collection } from '../../paging/page-query.js';

/** Versions 2.0.1 and 3.1.0 differ in what a position knows. */
export function knowsAsset(schema: SchemaView): boolean {
  return schema.hasField('Position', 'asset');
}

/** What is pulled for the tables asked for. */
export function listMessariCollections({ schema, tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  // Version 2.0.1 declares its ids as text.
  const byteIds = knowsAsset(schema) ? 'bytes' : 'text';
  const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
  const collection = (field: string, where: readonly string[], selection: string, idKind: Collection['idKind'] = byteIds): Collection => ({ name: field, field, idKind, where, selection });
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
  if (tables.has('liquidations')) collections.push(collection('liquidates', inTime, `${MESSARI_EVENT} liquidator { id } liquidatee { id }`));
  if (tables.has('events')) for (const { field } of MESSARI_EVENTS) collections.push(collection(field, inTime, `${MESSARI_EVENT} account { id }`));
  return collections;
}
