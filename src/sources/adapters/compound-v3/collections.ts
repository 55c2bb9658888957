import type { BlockSeries, BuildInput, Clock, PlanRequest } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { Collection } from '../../paging/page-query.js';

/** A Comet has at most 24 collaterals. */
const ALL_COLLATERALS = 'first: 100';
export const PRICES_AT_BLOCKS = 'marketsAtBlocks';
const PRICED = 'id lastPriceUsd lastPriceBlockNumber token { id }';

/** Interactions that move a position, the asset that they move, and the sign with which they do. */
export const MOVES = [
  { field: 'supplyBaseInteractions', kind: 'deposit', sign: 1n },
  { field: 'withdrawBaseInteractions', kind: 'withdraw', sign: -1n },
  { field: 'absorbDebtInteractions', kind: 'liquidation', sign: 1n },
  { field: 'supplyCollateralInteractions', kind: 'deposit', sign: 1n },
  { field: 'withdrawCollateralInteractions', kind: 'withdraw', sign: -1n },
  { field: 'absorbCollateralInteractions', kind: 'liquidation', sign: -1n },
] as const;

const TRANSFERS = ['transferBaseInteractions', 'transferCollateralInteractions'];

/** Whatever happens in a market is one of these interactions. */
export function cometClocks(): Clock[] {
  return [...MOVES.map(({ field }) => field), ...TRANSFERS, 'buyCollateralInteractions'].map((field) => ({
    field,
    orderBy: 'transaction__timestamp',
    selection: 'transaction { timestamp blockNumber }',
    read: (entity) => {
      const { timestamp, blockNumber } = entity['transaction'] as { timestamp: unknown; blockNumber: unknown };
      return { unixSeconds: Number(timestamp), blockNumber: Number(blockNumber) };
    },
  }));
}

/**
 * What is pulled for the tables asked for.
 *
 * Snapshots of configurations, accountings and balances are kept as further entities of the same types, so those are only ever reached
 * through their market or position.
 */
export function listCometCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const span = `timestamp_gte: ${sinceUnixSeconds}, timestamp_lte: ${untilUnixSeconds}`;
  const inTime = [`transaction_: { ${span} }`];
  const collection = (field: string, where: readonly string[], selection: string): Collection => ({ name: field, field, idKind: 'bytes', where, selection });
  const collections = [collection('markets', [], MARKET)];
  if (tables.has('positions')) {
    collections.push(collection('positions', [], `market { id } account { id } accounting { basePrincipal collateralBalances(${ALL_COLLATERALS}) { id balance collateralToken { id } } }`));
  }
  if (tables.has('prices')) collections.push(collection('hourlyMarketAccountings', [span], 'timestamp accounting { lastAccountingUpdatedBlockNumber }'));
  const event = 'transaction { id timestamp blockNumber } market { id } amount asset { token { id } }';
  const absorbed = `${event} position { id account { id } } absorber`;
  const isAbsorption = (field: string): boolean => field.startsWith('absorb');
  for (const { field } of MOVES) {
    if (tables.has('events') || (tables.has('liquidations') && isAbsorption(field))) {
      collections.push(collection(field, inTime, isAbsorption(field) ? absorbed : `${event} position { account { id } }`));
    }
  }
  if (tables.has('events')) {
    const parties = 'fromPosition { account { id } } toPosition { account { id } }';
    for (const field of TRANSFERS) collections.push(collection(field, inTime, `${event} ${parties}`));
  }
  if (tables.has('liquidations')) {
    collections.push(collection('buyCollateralInteractions', inTime, 'transaction { id timestamp blockNumber } market { id } buyer collateralAmount baseAmount asset { token { id } }'));
  }
  return collections;
}

const RATES = ['supply', 'borrow'].map((side) => `${side}Kink ${side}PerSecondInterestRateBase ${side}PerSecondInterestRateSlopeLow ${side}PerSecondInterestRateSlopeHigh`).join(' ');
const TOKEN = 'token { id symbol decimals }';
const MARKET =
  `configuration { ${RATES} baseToken { id lastPriceUsd ${TOKEN} } ` +
  `collateralTokens(${ALL_COLLATERALS}) { id lastPriceUsd borrowCollateralFactor liquidateCollateralFactor liquidationFactor ${TOKEN} } } ` +
  'accounting { baseSupplyIndex baseBorrowIndex totalBasePrincipalSupply totalBasePrincipalBorrow lastAccrualTime }';

/** There is no price series: prices are those that the markets knew at the first block with an event of each hour. */
export async function listPriceBlocks(read: BuildInput['read']): Promise<BlockSeries[]> {
  const times = await readBlockTimes(read);
  return [{ name: PRICES_AT_BLOCKS, field: 'markets', selection: `configuration { baseToken { ${PRICED} } collateralTokens(${ALL_COLLATERALS}) { ${PRICED} } }`, blocks: [...times.keys()] }];
}

/** The first block of every hour that had an event, by its number. */
export async function readBlockTimes(read: BuildInput['read']): Promise<ReadonlyMap<number, number>> {
  const reader = new EntityReader('hourlyMarketAccountings');
  const times = new Map<number, number>();
  for await (const page of read('hourlyMarketAccountings')) {
    for (const entity of page) times.set(reader.count(entity, 'accounting.lastAccountingUpdatedBlockNumber'), reader.count(entity, 'timestamp'));
  }
  return times;
}
