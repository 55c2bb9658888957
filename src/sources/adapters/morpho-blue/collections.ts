import type { PlanRequest } from '../../adapter.js';
import { MESSARI_EVENT, MESSARI_EVENTS } from '../../mapping/messari-events.js';
import type { Collection } from '../../paging/page-query.js';

/** What is pulled for the tables asked for; lenders' supplies back no loan and are not asked for. */
export function listMorphoCollections({ tables, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const span = `timestamp_gte: ${sinceUnixSeconds}, timestamp_lte: ${untilUnixSeconds}`;
  const collection = (field: string, where: readonly string[], selection: string, idKind: Collection['idKind'] = 'bytes'): Collection => ({ name: field, field, idKind, where, selection });
  const collections = [
    collection('lendingProtocols', [], 'network'),
    collection('tokens', [], 'symbol decimals lastPriceUSD'),
    collection('markets', [], 'lltv totalBorrow totalBorrowShares totalCollateral lastUpdate inputToken { id } borrowedToken { id }'),
  ];
  if (tables.has('positions')) {
    collections.push(collection('positions', ['hashClosed: null', 'side_in: [COLLATERAL, BORROWER]'], 'account { id } market { id } side balance shares', 'text'));
  }
  if (tables.has('prices')) collections.push(collection('marketHourlySnapshots', [span], 'timestamp inputTokenPriceUSD market { id }'));
  if (tables.has('liquidations')) {
    collections.push(collection('liquidates', [span], 'blockNumber timestamp logIndex amount repaid market { id } collateralAsset { id } liquidator { id } liquidatee { id }'));
  }
  if (tables.has('liquidations') || tables.has('events')) {
    collections.push(collection('badDebtRealizations', [`liquidation_: { ${span} }`], 'badDebt market { id } liquidation { timestamp blockNumber logIndex liquidatee { id } }'));
  }
  if (tables.has('events')) for (const { field } of MESSARI_EVENTS) collections.push(collection(field, [span], `${MESSARI_EVENT} account { id }`));
  return collections;
}
