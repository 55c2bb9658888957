import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { requireNetwork } from '../../mapping/messari-network.js';
import { readAll } from '../../mapping/read-all.js';
import { bonusBps, type BorrowTotals } from './shares.js';

const PRICE_DECIMALS = 18;
const WAD = 10n ** 18n;
const BPS_WAD = 10n ** 14n;

/** One isolated market: a collateral, a loan token and the share of one that may be owed in the other. */
export interface MorphoBookMarket {
  readonly market: string;
  readonly collateralAsset: string;
  readonly loanAsset: string;
  readonly totals: BorrowTotals;
  /** Time of the last event, up to which interest is in the totals. */
  readonly lastUpdate: number;
  readonly rows: TableRows['rows'];
}

export interface MorphoBook {
  readonly assets: AssetBook;
  /** Ids of the tokens that the markets are of. */
  readonly tokenIds: readonly string[];
  /** Markets that lend, by id; a market without LLTV is idle: nobody can borrow there. */
  readonly markets: ReadonlyMap<string, MorphoBookMarket>;
}

const read = new EntityReader('markets');
const readToken = new EntityReader('tokens');

/**
 * Reads tokens and markets.
 *
 * Units: `lltv` of 10⁻¹⁸, prices USD. Prices are 0 where the subgraph found no feed; their number is a warning.
 * @throws SourceError when the subgraph is of another network; DataError when a field is unusable
 */
export async function readMorphoBook(input: BuildInput, network: string): Promise<MorphoBook> {
  requireNetwork((await readAll(input, 'lendingProtocols'))[0], network);
  const tokens = await readAll(input, 'tokens');
  const assets = new AssetBook(tokens.map((token): SourceToken => ({ id: token.id, symbol: readToken.text(token, 'symbol'), decimals: readToken.count(token, 'decimals') })));
  const priceRawOf = new Map(tokens.map((token) => [token.id, (token['lastPriceUSD'] ?? null) === null ? 0n : readToken.scaled(token, 'lastPriceUSD', PRICE_DECIMALS)]));
  const lending = (await readAll(input, 'markets')).filter((entity) => read.whole(entity, 'lltv') > 0n);
  const markets = new Map(lending.map((entity) => [entity.id, readMarket(entity, `morpho-blue-${network}-${entity.id.slice(0, 10)}`, assets, priceRawOf)]));
  const unpriced = [...markets.values()].flatMap(({ rows }) => rows).filter((row) => row['oracle_price_raw'] === 0n).length;
  if (unpriced > 0) input.warnings.push(`${unpriced} of ${2 * markets.size} prices are 0: the subgraph found no feed, so these are left out of what a price can tell`);
  return { assets, tokenIds: lending.flatMap((entity) => [read.text(entity, 'inputToken.id'), read.text(entity, 'borrowedToken.id')]), markets };
}

function readMarket(entity: SourceEntity, market: string, assets: AssetBook, priceRawOf: ReadonlyMap<string, bigint>): MorphoBookMarket {
  const symbolOf = (path: string): string => {
    const symbol = assets.symbol(read.text(entity, path));
    if (symbol === undefined) throw read.refuse(entity, path, 'is no token of the subgraph');
    return symbol;
  };
  const [collateralAsset, loanAsset] = [symbolOf('inputToken.id'), symbolOf('borrowedToken.id')];
  if (collateralAsset === loanAsset) throw read.refuse(entity, 'borrowedToken.id', 'is the collateral as well');
  const lltvWad = read.whole(entity, 'lltv');
  if (lltvWad >= WAD) throw read.refuse(entity, 'lltv', `is no share below 1 of 10^-18: ${lltvWad}`);
  const lltvBps = Number(lltvWad / BPS_WAD);
  const priceRaw = (path: string): bigint => priceRawOf.get(read.text(entity, path)) ?? 0n;
  const collateral = { market, asset: collateralAsset, ltv_bps: lltvBps, liquidation_threshold_bps: lltvBps, liquidation_bonus_bps: bonusBps(lltvWad), usage_as_collateral: true, oracle_price_raw: priceRaw('inputToken.id') };
  const loan = { market, asset: loanAsset, ltv_bps: 0, liquidation_threshold_bps: 0, liquidation_bonus_bps: 0, usage_as_collateral: false, oracle_price_raw: priceRaw('borrowedToken.id') };
  return {
    market,
    collateralAsset,
    loanAsset,
    totals: { assetsRaw: read.whole(entity, 'totalBorrow'), shares: read.whole(entity, 'totalBorrowShares') },
    lastUpdate: read.count(entity, 'lastUpdate'),
    rows: [collateral, loan],
  };
}
