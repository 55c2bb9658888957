import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { nameMarket } from '../../mapping/market-name.js';
import { readAll } from '../../mapping/read-all.js';
import { accrueIndexes, type BaseIndexes, type RateCurve } from './accrual.js';

const PRICE_DECIMALS = 18;
const WAD_DECIMALS = 18;
const WAD = 10n ** 18n;
const FULL_BPS = 10_000n;

/** One Comet: a base asset that is lent, and what may back a loan. */
export interface CometBookMarket {
  /** Name in the dataset. */
  readonly market: string;
  readonly baseTokenId: string;
  /** Token of each collateral, by the collateral's own id. */
  readonly tokenOfCollateral: ReadonlyMap<string, string>;
  /** Accrued to the time of the pinned block. */
  readonly indexes: BaseIndexes;
  /** Sum of what is owed, before interest. */
  readonly statedBorrowPrincipal: bigint;
  readonly rows: TableRows['rows'];
}

export interface CometBook {
  readonly assets: AssetBook;
  readonly markets: ReadonlyMap<string, CometBookMarket>;
}

const read = new EntityReader('markets');

/**
 * Reads the markets with their indexes at a time.
 *
 * Units: factors are fractions (0.85 = 85 %), slopes and kinks of 10⁻¹⁸, prices USD.
 * @throws DataError when a field is unusable
 */
export async function readCometBook(input: BuildInput, network: string, unixSeconds: number): Promise<CometBook> {
  const entities = await readAll(input, 'markets');
  const tokens = new Map(entities.flatMap(listTokens).map((token) => [token.id, token]));
  const assets = new AssetBook([...tokens.values()]);
  const markets = new Map(entities.map((entity) => [entity.id, readMarket(entity, nameMarket('compound-v3', network, entity.id), assets, unixSeconds)]));
  const unsold = entities.flatMap(listCollaterals).filter((collateral) => read.scaled(collateral, 'liquidationFactor', WAD_DECIMALS) === 0n);
  if (unsold.length > 0) input.warnings.push(`the bonus of ${unsold.length} collaterals is left out: their liquidation factor is 0, so absorbing them credits nothing`);
  return { assets, markets };
}

function listCollaterals(entity: SourceEntity): SourceEntity[] {
  return (entity['configuration'] as { collateralTokens: SourceEntity[] }).collateralTokens;
}

function listTokens(entity: SourceEntity): SourceToken[] {
  const tokens = [read.text(entity, 'configuration.baseToken.token.id'), ...listCollaterals(entity).map((collateral) => read.text(collateral, 'token.id'))];
  const owners = [(entity['configuration'] as { baseToken: SourceEntity }).baseToken, ...listCollaterals(entity)];
  return owners.map((owner, index) => ({ id: tokens[index]!, symbol: read.text(owner, 'token.symbol'), decimals: read.count(owner, 'token.decimals') }));
}

function readMarket(entity: SourceEntity, market: string, assets: AssetBook, unixSeconds: number): CometBookMarket {
  const baseTokenId = read.text(entity, 'configuration.baseToken.token.id');
  const collaterals = listCollaterals(entity);
  const totals = {
    supplyIndex: read.whole(entity, 'accounting.baseSupplyIndex'),
    borrowIndex: read.whole(entity, 'accounting.baseBorrowIndex'),
    supplyPrincipal: read.whole(entity, 'accounting.totalBasePrincipalSupply'),
    borrowPrincipal: read.whole(entity, 'accounting.totalBasePrincipalBorrow'),
  };
  const seconds = Math.max(0, unixSeconds - read.count(entity, 'accounting.lastAccrualTime'));
  const base = {
    market,
    asset: assets.symbol(baseTokenId)!,
    ltv_bps: 0,
    liquidation_threshold_bps: 0,
    liquidation_bonus_bps: 0,
    usage_as_collateral: false,
    oracle_price_raw: read.scaled(entity, 'configuration.baseToken.lastPriceUsd', PRICE_DECIMALS),
  };
  return {
    market,
    baseTokenId,
    tokenOfCollateral: new Map(collaterals.map((collateral) => [collateral.id, read.text(collateral, 'token.id')])),
    indexes: accrueIndexes(totals, { supply: readCurve(entity, 'supply'), borrow: readCurve(entity, 'borrow') }, seconds),
    statedBorrowPrincipal: totals.borrowPrincipal,
    rows: [base, ...collaterals.map((collateral) => describeCollateral(collateral, market, assets))],
  };
}

function describeCollateral(collateral: SourceEntity, market: string, assets: AssetBook): TableRows['rows'][number] {
  const threshold = read.bps(collateral, 'liquidateCollateralFactor', 'fraction');
  return {
    market,
    asset: assets.symbol(read.text(collateral, 'token.id'))!,
    ltv_bps: read.bps(collateral, 'borrowCollateralFactor', 'fraction'),
    liquidation_threshold_bps: threshold,
    liquidation_bonus_bps: readBonus(collateral),
    usage_as_collateral: threshold > 0,
    oracle_price_raw: read.scaled(collateral, 'lastPriceUsd', PRICE_DECIMALS),
  };
}

/** Collateral worth 1 clears a debt of `liquidationFactor`: the excess taken is 1 / factor − 1, in whole bps. */
function readBonus(collateral: SourceEntity): number {
  const factorWad = read.scaled(collateral, 'liquidationFactor', WAD_DECIMALS);
  if (factorWad === 0n) return 0;
  if (factorWad < 0n || factorWad > WAD) throw read.refuse(collateral, 'liquidationFactor', 'is no fraction up to 1');
  return Number((FULL_BPS * (WAD - factorWad)) / factorWad);
}

function readCurve(entity: SourceEntity, side: 'supply' | 'borrow'): RateCurve {
  const at = (name: string): string => `configuration.${side}${name}`;
  return {
    base: read.whole(entity, at('PerSecondInterestRateBase')),
    slopeLow: read.whole(entity, at('PerSecondInterestRateSlopeLow')),
    kink: read.scaled(entity, at('Kink'), WAD_DECIMALS),
    slopeHigh: read.whole(entity, at('PerSecondInterestRateSlopeHigh')),
  };
}

/** @throws DataError when an entity names no market of the subgraph */
export function requireComet(reader: EntityReader, entity: SourceEntity, { markets }: CometBook): CometBookMarket {
  const market = markets.get(reader.text(entity, 'market.id'));
  if (market === undefined) throw reader.refuse(entity, 'market.id', 'is no market of the subgraph');
  return market;
}
