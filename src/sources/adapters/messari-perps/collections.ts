import type { Clock, PlanRequest } from '../../adapter.js';
import type { Collection } from '../../paging/page-query.js';

/** Every change of a position makes a snapshot, with collateral moved or not; liquidations are pulled by time too. */
export function perpsClocks(): Clock[] {
  return ['positionSnapshots', 'liquidates'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp blockNumber',
    read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number(entity['blockNumber']) }),
  }));
}

/** What is pulled for the tables asked for; every id of this schema is `Bytes`. */
export function listPerpsCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
  const collection = (field: string, where: readonly string[], selection: string): Collection => ({ name: field, field, idKind: 'bytes', where, selection });
  const held = 'liquidityPool { id } asset { id }';
  const collections = [
    collection('derivPerpProtocols', [], 'slug network'),
    collection('tokens', [], 'symbol decimals lastPriceUSD'),
    collection('liquidityPools', [], 'openPositionCount'),
  ];
  if (tables.has('positions')) {
    collections.push(collection('positions', ['hashClosed: null'], `account { id } ${held} collateral { id } side balance balanceUSD collateralBalance collateralBalanceUSD`));
  }
  if (tables.has('events')) {
    collections.push(collection('positionSnapshots', inTime, `timestamp blockNumber logIndex balance account { id } position { id side ${held} }`));
  }
  if (tables.has('liquidations')) {
    collections.push(collection('liquidates', inTime, `timestamp blockNumber logIndex amountUSD account { id } liquidatee { id } position { id side ${held} }`));
  }
  return collections;
}
