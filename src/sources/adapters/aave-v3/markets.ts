import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { nameMarket } from '../../mapping/market-name.js';
import { readAll } from '../../mapping/read-all.js';
import { rescale } from '../../mapping/rescale.js';
import { accrueBorrowIndex, accrueSupplyIndex } from './accrual.js';

/** Of the oracle's base currency, the US dollar. */
export const PRICE_DECIMALS = 8;
const ROW_PRICE_DECIMALS = 18;
const FULL_BPS = 10_000;
/** Twice the longest heartbeat of a feed. */
const STALE_SECONDS = 2 * 86_400;

/** One asset of a pool. */
export interface AaveReserve {
  /** Name in the dataset. */
  readonly market: string;
  readonly tokenId: string;
  readonly asset: string;
  /** Category that the reserve itself names, as it did before Aave v3.2. */
  readonly ownEmode: string | null;
  /** Accrued to the time of the pinned block. */
  readonly supplyIndexRay: bigint;
  readonly borrowIndexRay: bigint;
  readonly statedScaledDebt: bigint;
  readonly row: TableRows['rows'][number];
}

export interface AaveBook {
  readonly assets: AssetBook;
  /** By id. */
  readonly reserves: ReadonlyMap<string, AaveReserve>;
}

const read = new EntityReader('reserves');

/**
 * Reads the reserves with their indexes at a time.
 *
 * Units: ratios in bps, the bonus with the 100 % it is added to; indexes and rates with 27 decimals; prices USD with 8.
 * Special cases: the price of an asset whose feed the subgraph does not follow stays as it last was; the count of such is a warning.
 * @throws DataError when a field is unusable
 */
export async function readAaveBook(input: BuildInput, network: string, unixSeconds: number): Promise<AaveBook> {
  const entities = await readAll(input, 'reserves');
  const assets = new AssetBook(entities.map((entity): SourceToken => ({ id: read.text(entity, 'underlyingAsset'), symbol: String(entity['symbol'] ?? ''), decimals: read.count(entity, 'decimals') })));
  const reserves = new Map(entities.map((entity) => [entity.id, readReserve(entity, nameMarket('aave-v3', network, read.text(entity, 'pool.id')), assets, unixSeconds)]));
  const stale = entities.filter((entity) => read.count(entity, 'price.lastUpdateTimestamp') < unixSeconds - STALE_SECONDS);
  if (stale.length > 0) {
    const symbols = stale.map((entity) => reserves.get(entity.id)!.asset).sort();
    input.warnings.push(`present prices of ${stale.length} of ${entities.length} reserves are left out: the subgraph does not follow their feeds, and its own are older than two days: ${symbols.join(', ')}`);
  }
  return { assets, reserves };
}

function readReserve(entity: SourceEntity, market: string, assets: AssetBook, unixSeconds: number): AaveReserve {
  const tokenId = read.text(entity, 'underlyingAsset');
  const asset = assets.symbol(tokenId)!;
  const seconds = Math.max(0, unixSeconds - read.count(entity, 'lastUpdateTimestamp'));
  const factorBps = readBps(entity, 'reserveLiquidationBonus');
  if (factorBps > 0 && factorBps < FULL_BPS) throw read.refuse(entity, 'reserveLiquidationBonus', `is below 100 %: ${factorBps}`);
  return {
    market,
    tokenId,
    asset,
    ownEmode: read.isNull(entity, 'eMode') ? null : read.text(entity, 'eMode.id'),
    supplyIndexRay: accrueSupplyIndex(read.whole(entity, 'liquidityIndex'), read.whole(entity, 'liquidityRate'), seconds),
    borrowIndexRay: accrueBorrowIndex(read.whole(entity, 'variableBorrowIndex'), read.whole(entity, 'variableBorrowRate'), seconds),
    statedScaledDebt: read.whole(entity, 'totalScaledVariableDebt'),
    row: {
      market,
      asset,
      ltv_bps: readBps(entity, 'baseLTVasCollateral'),
      liquidation_threshold_bps: readBps(entity, 'reserveLiquidationThreshold'),
      liquidation_bonus_bps: Math.max(0, factorBps - FULL_BPS),
      usage_as_collateral: read.flag(entity, 'usageAsCollateralEnabled'),
      oracle_price_raw: rescale(readPrice(entity), PRICE_DECIMALS, ROW_PRICE_DECIMALS),
    },
  };
}

function readBps(entity: SourceEntity, path: string): number {
  const bps = read.count(entity, path);
  if (bps > 2 * FULL_BPS) throw read.refuse(entity, path, `is no plausible ratio in bps: ${bps}`);
  return bps;
}

function readPrice(entity: SourceEntity): bigint {
  // 0 where the subgraph began to watch the oracle after it was set up.
  const unit = read.whole(entity, 'price.oracle.baseCurrencyUnit');
  if (unit !== 0n && unit !== 10n ** BigInt(PRICE_DECIMALS)) throw read.refuse(entity, 'price.oracle.baseCurrencyUnit', `is not 10^${PRICE_DECIMALS}: the prices are not in USD`);
  return read.whole(entity, 'price.priceInEth');
}

/** @throws DataError when an entity names no reserve of the subgraph */
export function requireReserve(reader: EntityReader, entity: SourceEntity, path: string, { reserves }: AaveBook): AaveReserve {
  const reserve = reserves.get(reader.text(entity, path));
  if (reserve === undefined) throw reader.refuse(entity, path, 'is no reserve of the subgraph');
  return reserve;
}
