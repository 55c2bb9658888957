import type { SourceEntity } from '../../../pipeline/pull-ports.js';
import type { Clock, PlanRequest } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { Collection } from '../../paging/page-query.js';

/** Events that change a position, and the sign with which they do. */
export const MOVES = [
  { field: 'supplies', kind: 'deposit', sign: 1n },
  { field: 'redeemUnderlyings', kind: 'withdraw', sign: -1n },
  { field: 'borrows', kind: 'borrow', sign: 1n },
  { field: 'repays', kind: 'repay', sign: -1n },
] as const;

/** An event tells its place by its id alone: block, place of the transaction, its hash, place of the log in the block, and in the transaction. */
const EVENT_ID = /^(\d{1,12}):\d+:0x[0-9a-f]+:(\d{1,9}):/;

/** Every kind of event that is pulled by time: one that is later than all clocks would be cut off. */
export function aaveClocks(): Clock[] {
  return [...MOVES.map(({ field }) => field), 'liquidationCalls'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp',
    read: (newest) => {
      // Every question asks for `id`.
      const { unix_seconds: unixSeconds, block_number: blockNumber } = readEventPlace(new EntityReader(field), newest as SourceEntity);
      return { unixSeconds, blockNumber };
    },
  }));
}

/** Where on the chain an event is. @throws DataError when its id does not tell */
export function readEventPlace(read: EntityReader, entity: SourceEntity): { unix_seconds: number; block_number: number; log_index: number } {
  const match = EVENT_ID.exec(entity.id);
  if (match === null) throw read.refuse(entity, 'id', 'does not tell block and log as expected');
  return { unix_seconds: read.count(entity, 'timestamp'), block_number: Number(match[1]), log_index: Number(match[2]) };
}

/** Whether the categories list their assets, as they do since Aave v3.2; before, each reserve named its one category. */
export const LISTED_EMODES = 'emodeCategoryConfigs';

/** What is pulled for the tables asked for; accounts without a loan are not asked for. */
export function listAaveCollections({ schema, tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const span = `timestamp_gte: ${sinceUnixSeconds}, timestamp_lte: ${untilUnixSeconds}`;
  const collection = (field: string, where: readonly string[], selection: string): Collection => ({ name: field, field, idKind: schema.idKind(field), where, selection });
  const collections = [
    collection(
      'reserves',
      [],
      'underlyingAsset symbol decimals pool { id } usageAsCollateralEnabled baseLTVasCollateral reserveLiquidationThreshold reserveLiquidationBonus eMode { id } ' +
        'liquidityIndex liquidityRate variableBorrowIndex variableBorrowRate lastUpdateTimestamp totalScaledVariableDebt ' +
        'price { priceInEth lastUpdateTimestamp oracle { baseCurrencyUnit } }',
    ),
  ];
  if (tables.has('positions')) {
    const isBorrower = 'borrowedReservesCount_gt: 0';
    collections.push(collection('emodeCategories', [], 'liquidationThreshold'));
    if (schema.hasField('EModeCategoryConfig', 'collateral')) collections.push(collection(LISTED_EMODES, [], 'asset collateral category { id }'));
    collections.push(
      collection('users', [isBorrower], 'borrowedReservesCount eModeCategoryId { id }'),
      collection(
        'userReserves',
        [`user_: { ${isBorrower} }`],
        'user { id } reserve { id } usageAsCollateralEnabledOnUser scaledATokenBalance scaledVariableDebt principalStableDebt stableBorrowRate stableBorrowLastUpdateTimestamp',
      ),
    );
  }
  if (tables.has('prices')) collections.push(collection('priceHistoryItems', [span], 'price timestamp asset { id }'));
  if (tables.has('liquidations')) {
    collections.push(collection('liquidationCalls', [span], 'timestamp liquidator user { id } collateralReserve { id } collateralAmount principalReserve { id } principalAmount'));
  }
  if (tables.has('events')) for (const { field } of MOVES) collections.push(collection(field, [span], 'timestamp amount user { id } reserve { id }'));
  return collections;
}
