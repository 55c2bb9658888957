import type { Clock, PlanRequest } from '../../adapter.js';
import type { Collection } from '../../paging/page-query.js';

/** Every kind of event that is pulled by time: one that is later than all clocks would be cut off. */
export function perpetualClocks(): Clock[] {
  return ['positionChangeds', 'positionCloseds', 'positionLiquidateds'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp blockNumber',
    read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number(entity['blockNumber']) }),
  }));
}

/**
 * What is pulled for the tables asked for; every id of this schema is text.
 *
 * Changes of positions are always pulled: the price after the last one is the mark of its market, which no entity keeps.
 */
export function listPerpetualCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const inTime = [`timestamp_gte: ${sinceUnixSeconds}`, `timestamp_lte: ${untilUnixSeconds}`];
  const collection = (field: string, where: readonly string[], selection: string): Collection => ({ name: field, field, idKind: 'text', where, selection });
  const event = 'txHash trader baseToken blockNumberLogIndex blockNumber timestamp';
  const collections = [
    collection('protocols', [], 'network'),
    collection('markets', [], 'baseToken'),
    collection('positionChangeds', inTime, `${event} exchangedPositionSize positionSizeAfter swappedPrice marketPriceAfter`),
  ];
  if (tables.has('positions')) {
    collections.push(collection('traderMarkets', ['takerPositionSize_not: "0"'], 'trader baseToken takerPositionSize openNotional traderRef { settlementTokenBalance }'));
    collections.push(collection('traderTokenBalances', ['amount_not: "0"'], 'amount token { id symbol decimals } trader { id }'));
  }
  if (tables.has('events')) collections.push(collection('positionCloseds', inTime, `${event} closedPositionSize closedPrice`));
  if (tables.has('events') || tables.has('liquidations')) {
    collections.push(collection('positionLiquidateds', inTime, `${event} liquidator positionNotionalAbs positionSizeAbs liquidationFee`));
  }
  if (tables.has('depth')) collections.push(collection('openOrders', ['liquidity_gt: "0"'], 'baseToken lowerTick upperTick liquidity'));
  return collections;
}
