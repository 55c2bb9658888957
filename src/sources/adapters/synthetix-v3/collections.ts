import type { SourceEntity } from '../../../pipeline/pull-ports.js';
import type { Clock, PlanRequest } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { Collection } from '../../paging/page-query.js';

/** No entity has a field for its block; ids of events tell it: `market-account-block`, `market-block-log` or `account-block-log`. */
export function readBlock(entity: SourceEntity, part: number, field: string): number {
  const text = entity.id.split('-')[part];
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  throw new EntityReader(field).refuse(entity, 'id', `does not tell the block as expected: ${entity.id}`);
}

/** Every settlement and liquidation updates its market. */
export function synthetixClocks(): Clock[] {
  return [
    {
      field: 'marketUpdateds',
      orderBy: 'timestamp',
      selection: 'timestamp',
      read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: readBlock(entity as SourceEntity, 1, 'marketUpdateds') }),
    },
  ];
}

/** What is pulled for the tables asked for; settlements and liquidations whole, since positions are replayed from the first on. */
export function listSynthetixCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
  const collection = (field: string, where: readonly string[], selection: string): Collection => ({ name: field, field, idKind: 'text', where, selection });
  const collections = [
    collection('markets', [], 'marketSymbol price initialMarginRatioD18 minimumInitialMarginRatioD18 maintenanceMarginRatioD18 flagRewardRatioD18'),
  ];
  if (tables.has('positions') || tables.has('events') || tables.has('liquidations')) {
    collections.push(collection('orderSettleds', [], 'timestamp marketId accountId fillPrice accruedFunding sizeDelta newSize totalFees'));
    collections.push(collection('positionLiquidateds', [], 'timestamp marketId accountId amountLiquidated currentPositionSize'));
  }
  if (tables.has('positions')) collections.push(collection('collateralModifieds', [], 'accountId synthMarketId amount'));
  if (tables.has('prices')) collections.push(collection('marketUpdateds', inTime, 'timestamp marketId price'));
  return collections;
}
