import type { Clock, PlanRequest } from '../../adapter.js';
import type { Collection } from '../../paging/page-query.js';

/** Order type of a liquidation. */
export const LIQUIDATION_ORDER = 7;

/** Every executed order leaves a trade action. */
export function gmxClocks(): Clock[] {
  return [
    {
      field: 'tradeActions',
      orderBy: 'timestamp',
      selection: 'timestamp transaction { blockNumber }',
      read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number((entity['transaction'] as { blockNumber: unknown }).blockNumber) }),
    },
  ];
}

const CHANGE =
  'positionKey account marketAddress collateralTokenAddress sizeInUsd sizeInTokens collateralAmount sizeDeltaUsd sizeDeltaInTokens ' +
  'executionPrice orderType isLong transaction { timestamp blockNumber transactionIndex from }';

/** Changes of positions by what they do to the size. */
export const CHANGES = [
  { field: 'positionIncreases', kind: 'increase', sign: 1n },
  { field: 'positionDecreases', kind: 'decrease', sign: -1n },
] as const;

/**
 * What is pulled for the tables asked for; ids are order keys and log places, all text.
 *
 * Open positions are no entity: they are folded from every change since the first, so changes are pulled whole for them.
 */
export function listGmxCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const span = `timestamp_gte: ${sinceUnixSeconds}, timestamp_lte: ${untilUnixSeconds}`;
  const collection = (name: string, field: string, where: readonly string[], selection: string): Collection => ({ name, field, idKind: 'text', where, selection });
  const collections = [collection('marketInfos', 'marketInfos', [], 'indexToken longToken shortToken'), collection('tokenPrices', 'tokenPrices', [], 'minPrice maxPrice')];
  if (tables.has('positions') || tables.has('events')) {
    const where = tables.has('positions') ? [] : [`transaction_: { ${span} }`];
    for (const { field } of CHANGES) collections.push(collection(field, field, where, CHANGE));
  }
  if (tables.has('prices')) {
    collections.push(collection('priceActions', 'tradeActions', [span, 'indexTokenPriceMin_not: null'], 'marketAddress timestamp indexTokenPriceMin indexTokenPriceMax'));
  }
  if (tables.has('liquidations')) {
    const ofLiquidations = [`orderType: ${LIQUIDATION_ORDER}`];
    collections.push(collection('liquidations', 'positionDecreases', [...ofLiquidations, `transaction_: { ${span} }`], CHANGE));
    const action = 'orderKey liquidationFeeAmount collateralTokenPriceMin';
    collections.push(collection('liquidationActions', 'tradeActions', [...ofLiquidations, 'eventName: "OrderExecuted"', span], action));
  }
  return collections;
}
